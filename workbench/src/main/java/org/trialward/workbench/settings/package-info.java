/** Settings and the clock. */
@NullMarked
package org.trialward.workbench.settings;

import org.jspecify.annotations.NullMarked;
