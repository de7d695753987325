/**
 * HL7 v2 messages: how many a second our listener acknowledges beside a bare listener of HAPI's
 * ({@link org.trialward.benchmarks.message.ListenerBenchmark}), and how long the messages of a
 * {@link org.trialward.benchmarks.message.HospitalDay} wait until their verdicts stand in the queue
 * ({@link org.trialward.benchmarks.message.DayLoad}). By the wall clock: database and workbench are
 * processes of their own.
 */
@NullMarked
package org.trialward.benchmarks.message;

import org.jspecify.annotations.NullMarked;
