/** The connection to the EMR as the settings describe it. */
@NullMarked
package org.trialward.workbench.emr;

import org.jspecify.annotations.NullMarked;
