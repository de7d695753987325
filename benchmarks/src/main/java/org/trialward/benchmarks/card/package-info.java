/** How long a physician's EMR waits for a card. */
@NullMarked
package org.trialward.benchmarks.card;

import org.jspecify.annotations.NullMarked;
