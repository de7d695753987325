package org.trialward.workbench.chart;

import java.util.Optional;
import java.util.function.Supplier;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.workbench.chart.ChartStore.Revision;
import org.trialward.workbench.settings.SiteClock;

/** Stored charts as trials ask them: with the site's codes translated, as of today. */
public final class PatientReadings {
  private final ChartStore charts;
  private final Supplier<Vocabulary> vocabulary;
  private final SiteClock clock;

  public PatientReadings(ChartStore charts, Supplier<Vocabulary> vocabulary, SiteClock clock) {
    this.charts = charts;
    this.vocabulary = vocabulary;
    this.clock = clock;
  }

  /**
   * A patient and what this was read from.
   *
   * @param revision of the chart
   * @param sharedFiles the version of the site's shared files
   */
  public record Reading(PatientSnapshot patient, long revision, String sharedFiles) {}

  /** By what the site's codes are translated now. */
  public Vocabulary vocabulary() {
    return vocabulary.get();
  }

  public Optional<Reading> today(PatientId patient) {
    return charts.latest(patient).map(this::of);
  }

  public Reading of(Revision stored) {
    Vocabulary now = vocabulary.get();
    return new Reading(
        now.translations().translate(stored.chart()).asOf(clock.asOf()),
        stored.revision(),
        now.version());
  }
}
