package org.trialward.workbench.queue;

import org.trialward.rules.match.Match;
import org.trialward.workbench.chart.PatientReadings.Reading;
import org.trialward.workbench.json.VerdictDocument;

/**
 * A verdict and what it was made from.
 *
 * @param chartRevision the reading of the chart
 * @param sharedFiles the version of the site's shared files
 */
public record Judged(VerdictDocument verdict, long chartRevision, String sharedFiles) {

  static Judged of(Match match, Reading reading) {
    return new Judged(VerdictDocument.of(match), reading.revision(), reading.sharedFiles());
  }

  /** Whether the same trial version would get the same verdict from this reading. */
  boolean isOf(Reading reading) {
    return chartRevision == reading.revision()
        && sharedFiles.equals(reading.sharedFiles())
        && verdict.asOf().equals(reading.patient().asOf());
  }
}
