/**
 * Deliveries: stored with the decision, tried until acknowledged, parked where a person sees them.
 */
@NullMarked
package org.trialward.workbench.outbox;

import org.jspecify.annotations.NullMarked;
