/** Trial files in force, every version ever matched, and the registry's own words. */
@NullMarked
package org.trialward.workbench.trials;

import org.jspecify.annotations.NullMarked;
