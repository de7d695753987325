/** What must be there before the application starts, said at once and in plain words. */
@NullMarked
package org.trialward.workbench.start;

import org.jspecify.annotations.NullMarked;
