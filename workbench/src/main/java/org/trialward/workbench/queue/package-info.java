/** Candidates and what people decide about them. */
@NullMarked
package org.trialward.workbench.queue;

import org.jspecify.annotations.NullMarked;
