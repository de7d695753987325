package org.trialward.benchmarks.workload;

import java.time.LocalDate;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;

/** Trials and patients that all methods are measured on. The same number gives the same one. */
public interface Workload {

  /** What it is and how it came about, for the report. */
  String description();

  LocalDate asOf();

  /** O(criteria); not cached. Equal value sets may be one object. */
  Trial trial(int number);

  /** O(facts); not cached. */
  PatientChart patient(int number);
}
