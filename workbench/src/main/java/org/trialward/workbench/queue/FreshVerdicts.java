package org.trialward.workbench.queue;

import java.util.Optional;
import org.trialward.matcher.Matcher;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.queue.Candidates.Entry;

/** What a person sees is current, also where the chart is newer than the last match. */
public final class FreshVerdicts {
  private final ChartStore charts;
  private final PatientReadings readings;
  private final Matcher matcher;

  public FreshVerdicts(ChartStore charts, PatientReadings readings, Matcher matcher) {
    this.charts = charts;
    this.readings = readings;
    this.matcher = matcher;
  }

  /**
   * The verdict on the chart as it is now; empty where the stored one was made from it. Nothing is
   * stored.
   *
   * @param trial in the version of the stored verdict
   */
  public Optional<VerdictDocument> newer(Entry entry, Trial trial) {
    return charts
        .revision(entry.key().patient())
        .filter(revision -> revision > entry.judged().chartRevision())
        .flatMap(revision -> readings.today(entry.key().patient()))
        .map(reading -> VerdictDocument.of(matcher.evaluate(trial, reading.patient())));
  }
}
