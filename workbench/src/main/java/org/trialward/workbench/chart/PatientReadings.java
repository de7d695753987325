package org.trialward.workbench.chart;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.workbench.chart.ChartStore.Revision;
import org.trialward.workbench.settings.SiteClock;

/** Stored charts as trials ask them: with the site's codes translated, as of today. */
public final class PatientReadings {
  private final ChartStore charts;
  private final Supplier<Vocabulary> vocabulary;
  private final SiteClock clock;
  private final Function<PatientId, List<Fact>> ownFacts;

  /** With nothing but the charts. */
  public PatientReadings(ChartStore charts, Supplier<Vocabulary> vocabulary, SiteClock clock) {
    this(charts, vocabulary, clock, _ -> List.of());
  }

  /**
   * @param ownFacts what our own queue knows of a patient and the chart need not
   */
  public PatientReadings(
      ChartStore charts,
      Supplier<Vocabulary> vocabulary,
      SiteClock clock,
      Function<PatientId, List<Fact>> ownFacts) {
    this.charts = charts;
    this.vocabulary = vocabulary;
    this.clock = clock;
    this.ownFacts = ownFacts;
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
    return charts.latest(patient).map(this::today);
  }

  /** With what our own queue knows. */
  public Reading today(Revision stored) {
    return of(stored, ownFacts.apply(stored.chart().id()));
  }

  /** What the chart alone says. */
  public Reading of(Revision stored) {
    return of(stored, List.of());
  }

  private Reading of(Revision stored, List<Fact> own) {
    Vocabulary now = vocabulary.get();
    PatientChart chart = stored.chart();
    List<Fact> facts = Stream.concat(chart.facts().stream(), own.stream()).toList();
    return new Reading(
        now.translations()
            .translate(new PatientChart(chart.id(), chart.demographics(), facts))
            .asOf(clock.asOf()),
        stored.revision(),
        now.version());
  }
}
