package org.trialward.workbench.population;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.trialward.matcher.Population;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartComparison;
import org.trialward.workbench.chart.ChartStore.Revision;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.chart.PatientReadings.Reading;
import org.trialward.workbench.settings.SiteClock;

/** Makes the index agree with the stored charts, one chart at a time. */
final class Reconciliation {

  /** What a killed process has to do again at most. */
  private static final Duration COMMIT = Duration.ofMinutes(1);

  /** No chart has this revision. */
  private static final long OUTDATED = -1;

  private final Population population;
  private final IndexWriting writing;
  private final PatientReadings readings;
  private final SiteClock clock;
  private final Consumer<Progress> told;
  private final Instant started;
  private Instant committed;
  private long all;
  private long done;

  /**
   * @param told after every patient
   */
  Reconciliation(
      Population population,
      IndexWriting writing,
      PatientReadings readings,
      SiteClock clock,
      Consumer<Progress> told) {
    this.population = population;
    this.writing = writing;
    this.readings = readings;
    this.clock = clock;
    this.told = told;
    this.started = clock.now();
    this.committed = started;
  }

  /**
   * Ends when what was compared agrees.
   *
   * @param everything whether every document is outdated, whatever its revision
   * @param today a document that says nothing of it is outdated
   * @param asked whether everybody whom today concerns was asked to be matched
   */
  void run(ChartComparison comparison, boolean everything, LocalDate today, boolean asked) {
    population.refresh();
    try (PopulationView view = population.view()) {
      Set<PatientId> stale = new HashSet<>();
      view.stale(today, stale::add);
      view.all(known ->
          comparison.copied(
              known.patient(),
              everything || stale.contains(known.patient()) ? OUTDATED : known.revision()));
    }
    all = comparison.outdated();
    told.accept(progress());
    comparison.eachOutdated(chart -> renew(chart, asked ? today : LocalDate.MIN));
    comparison.gone().forEach(patient -> writing.gone(population, patient));
    population.refresh();
    population.commit();
  }

  private void renew(Revision chart, LocalDate matchedOn) {
    Reading reading = readings.today(chart);
    if (reading.patient().asOf().equals(matchedOn)) {
      writing.matched(population, reading);
    } else {
      writing.notMatched(population, reading);
    }
    done++;
    Progress progress = progress();
    if (!progress.now().isBefore(committed.plus(COMMIT))) {
      population.commit();
      committed = progress.now();
    }
    told.accept(progress);
  }

  private Progress progress() {
    return new Progress(done, all, started, clock.now());
  }
}
