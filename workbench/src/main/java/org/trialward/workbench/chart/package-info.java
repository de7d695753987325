/** Charts as last read, and the identities beside them. */
@NullMarked
package org.trialward.workbench.chart;

import org.jspecify.annotations.NullMarked;
