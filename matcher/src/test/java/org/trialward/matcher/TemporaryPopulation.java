package org.trialward.matcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.matcher.Population.Reading;
import org.trialward.rules.patient.PatientChart;

/** A population for one test, in as many segments as groups of charts are put. */
final class TemporaryPopulation implements AutoCloseable {
  private final Path folder;
  private final Population population;
  private final LocalDate asOf;
  private final List<PatientChart> charts = new ArrayList<>();

  TemporaryPopulation(LocalDate asOf) {
    try {
      this.folder = Files.createTempDirectory("population");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.population = Population.open(folder);
    this.asOf = asOf;
  }

  TemporaryPopulation with(List<PatientChart> group) {
    for (PatientChart chart : group) {
      charts.removeIf(known -> known.id().equals(chart.id()));
      charts.add(chart);
      population.put(chart.asOf(asOf), new Reading(1, Optional.empty()));
    }
    population.refresh();
    return this;
  }

  LocalDate asOf() {
    return asOf;
  }

  /** As they were put last. */
  List<PatientChart> charts() {
    return charts;
  }

  <T> T ask(Function<PopulationView, T> question) {
    try (PopulationView view = population.view()) {
      return question.apply(view);
    }
  }

  @Override
  public void close() {
    population.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
