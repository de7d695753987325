/** Events from the EMR: stored before they are acknowledged, worked off one patient at a time. */
@NullMarked
package org.trialward.workbench.inbox;

import org.jspecify.annotations.NullMarked;
