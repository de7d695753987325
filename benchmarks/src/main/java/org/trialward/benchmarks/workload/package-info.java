/** Trials and patients to measure on. */
@NullMarked
package org.trialward.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
