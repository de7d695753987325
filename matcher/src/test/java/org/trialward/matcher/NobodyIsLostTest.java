package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.trialward.matcher.Worlds.Event;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/** The same law for the other direction: asking the patients' index is evaluating every chart. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class NobodyIsLostTest {

  @Property(seed = "20261123", tries = 150)
  void askingIsEvaluatingEveryPatientInSeveralSegmentsAfterUpdatesRemovalsAndARestart(
      @ForAll("histories") List<Event> history,
      @ForAll("patients") List<PatientSnapshot> first,
      @ForAll("patients") List<PatientSnapshot> second,
      @ForAll @Size(max = 3) List<@IntRange(max = 5) Integer> removed)
      throws IOException {
    LocalDate day = first.getFirst().asOf();
    Path folder = Files.createTempDirectory("population");
    try {
      Map<PatientId, PatientChart> charts = new TreeMap<>(Comparator.comparing(PatientId::value));
      try (Population population = Population.open(folder)) {
        put(numbered(first, 0), day, charts, population);
        population.refresh();
        check(history, charts, day, population);
        put(numbered(second, 2), day, charts, population);
        population.refresh();
        for (int number : removed) {
          charts.remove(id(number));
          population.remove(id(number));
        }
        population.refresh();
        check(history, charts, day, population);
      }
      try (Population population = Population.open(folder)) {
        assertThat(population.found()).isEqualTo(Population.Found.USABLE);
        check(history, charts, day, population);
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static List<PatientChart> numbered(List<PatientSnapshot> patients, int from) {
    return IntStream.range(0, patients.size())
        .mapToObj(i -> {
          PatientChart chart = patients.get(i).chart();
          return new PatientChart(id(from + i), chart.demographics(), chart.facts());
        })
        .toList();
  }

  private static PatientId id(int number) {
    return new PatientId("p" + number);
  }

  private static void put(
      List<PatientChart> some,
      LocalDate day,
      Map<PatientId, PatientChart> charts,
      Population population) {
    for (PatientChart chart : some) {
      charts.put(chart.id(), chart);
      population.put(chart.asOf(day), new Population.Reading(1, Optional.empty()));
    }
  }

  private static void check(
      List<Event> history, Map<PatientId, PatientChart> charts, LocalDate day, Population all) {
    try (PopulationView view = all.view()) {
      assertThat(view.size()).isEqualTo(charts.size());
      for (Event event : history) {
        if (event instanceof Event.Put(var trial)) {
          assertThat(view.ask(trial, day).byPatient())
              .as("%s", trial)
              .isEqualTo(oneByOne(trial, charts, day));
        }
      }
    }
  }

  private static Map<PatientId, Outcome> oneByOne(
      Trial trial, Map<PatientId, PatientChart> charts, LocalDate day) {
    Map<PatientId, Outcome> fits = new TreeMap<>(Comparator.comparing(PatientId::value));
    if (trial.dossier().objection(day).isEmpty()) {
      charts.forEach((id, chart) -> {
        Outcome outcome = Eligibility.of(trial, chart.asOf(day)).outcome();
        if (outcome != Outcome.INELIGIBLE) {
          fits.put(id, outcome);
        }
      });
    }
    return fits;
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Worlds.histories();
  }

  @Provide
  Arbitrary<List<PatientSnapshot>> patients() {
    return Worlds.patients();
  }
}
