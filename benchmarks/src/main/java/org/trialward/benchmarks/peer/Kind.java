package org.trialward.benchmarks.peer;

/** The kinds of facts whose codes trials ask for. */
enum Kind {
  CONDITION,
  MEDICATION,
  PROCEDURE
}
