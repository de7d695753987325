/** What patients allow: whether they may be considered for research, and whom they consented to. */
@NullMarked
package org.trialward.workbench.consent;

import org.jspecify.annotations.NullMarked;
