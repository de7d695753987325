/**
 * {@code ./trialward bench}: measures the engine against its peers, in one process and on the same
 * trials and patients. Each command first proves that all methods give the same answers, then lets
 * them take turns, then tells what it found as a table and as JSON. What it is measured on is in
 * {@code workload}, the peers are in {@code peer} and {@code cql}, the engine in the same form in
 * {@code engine}, and how it is measured and told in {@code report}.
 */
@NullMarked
package org.trialward.benchmarks;

import org.jspecify.annotations.NullMarked;
