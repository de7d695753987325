package org.trialward.workbench.bulk;

import java.util.List;

/**
 * What a load did.
 *
 * @param lines read, with those that charts do not hold
 * @param resources that concern charts, each counted once
 * @param unreadable lines that could not be read
 * @param byHapi lines that only HAPI's parser could judge
 * @param patients in the load
 * @param changed charts that now say something else
 * @param removed charts whose patient is gone
 * @param asked patients who are read from the EMR one by one
 * @param astray resources of nobody in the load
 * @param problems the first of them, with their remedies; no patient data
 */
public record BulkReport(
    long lines,
    long resources,
    long unreadable,
    long byHapi,
    long patients,
    long changed,
    long removed,
    long asked,
    long astray,
    List<String> problems) {
  public BulkReport {
    problems = List.copyOf(problems);
  }
}
