/** How well what arrives can be understood, for the hospital's mapping work. */
@NullMarked
package org.trialward.workbench.report;

import org.jspecify.annotations.NullMarked;
