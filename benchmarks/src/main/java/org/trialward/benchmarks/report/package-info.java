/**
 * How it is measured and told. First {@link org.trialward.benchmarks.report.Equality}: methods that
 * do not give the same answers are not compared. Then {@link
 * org.trialward.benchmarks.report.Rounds}: all methods in one process, in turn, by CPU time of the
 * thread. What comes out is an {@link org.trialward.benchmarks.report.Experiment}; several of them
 * on one {@link org.trialward.benchmarks.report.Machine} are a {@link
 * org.trialward.benchmarks.report.Report}. Times depend on the machine and its load, so what counts
 * is the ratio of two methods in the same round.
 */
@NullMarked
package org.trialward.benchmarks.report;

import org.jspecify.annotations.NullMarked;
