/**
 * The engine itself in the form of a method: as it is after a bulk load, and as it is after changes
 * that left several segments with deletions; and the exact evaluator asked pair by pair, which is
 * what all must agree with.
 */
@NullMarked
package org.trialward.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
