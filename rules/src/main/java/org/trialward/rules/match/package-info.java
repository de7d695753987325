/** What is handed on: matches, candidates with their states, deliveries. */
@NullMarked
package org.trialward.rules.match;

import org.jspecify.annotations.NullMarked;
