/**
 * One trial and one patient at a time: HL7's CQL engine, in its best case, beside our evaluator.
 * The best case: libraries translated once, value sets in memory, resources found by hash.
 */
@NullMarked
package org.trialward.benchmarks.cql;

import org.jspecify.annotations.NullMarked;
