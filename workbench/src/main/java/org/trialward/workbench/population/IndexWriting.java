package org.trialward.workbench.population;

import java.time.LocalDate;
import java.util.Optional;
import org.trialward.matcher.Matcher;
import org.trialward.matcher.Population;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings.Reading;

/** Puts one document at a time, so that an older reading never takes the place of a newer one. */
final class IndexWriting {
  private final ChartStore charts;
  private final Matcher matcher;

  IndexWriting(ChartStore charts, Matcher matcher) {
    this.charts = charts;
    this.matcher = matcher;
  }

  /** The verdicts hold on the day of the reading. */
  synchronized void matched(Population population, Reading reading) {
    put(population, reading, matcher.nextChange(reading.patient()));
  }

  /** Nobody knows whether the verdicts hold on the day of the reading: the patient is due. */
  synchronized void notMatched(Population population, Reading reading) {
    put(population, reading, Optional.of(reading.patient().asOf()));
  }

  /** A newer reading is put by whoever stored it. */
  private void put(Population population, Reading reading, Optional<LocalDate> nextChange) {
    if (charts.revision(reading.patient().id()).filter(r -> r == reading.revision()).isPresent()) {
      population.put(reading.patient(), new Population.Reading(reading.revision(), nextChange));
    }
  }

  synchronized void gone(Population population, PatientId patient) {
    if (charts.revision(patient).isEmpty()) {
      population.remove(patient);
    }
  }

  synchronized void clear(Population population) {
    population.clear();
  }
}
