package org.trialward.workbench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.matcher.Population;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.document.Translations;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;

/**
 * Patients in an index that lasts as long as one comparison, in a folder that only this user can
 * read.
 */
final class ComparedPatients implements AutoCloseable {
  private final Map<PatientId, PatientChart> charts;
  private final Path folder;
  private final Population population;

  /**
   * @param charts as they were read
   * @param translations what the site's codes mean in the index
   */
  ComparedPatients(List<PatientChart> charts, Translations translations, LocalDate asOf)
      throws IOException {
    this.charts = charts.stream().collect(Collectors.toMap(PatientChart::id, chart -> chart));
    this.folder = Files.createTempDirectory("trialward-compare");
    this.population = Population.open(folder);
    try {
      var reading = new Population.Reading(1, Optional.empty());
      charts.forEach(chart -> population.put(translations.translate(chart).asOf(asOf), reading));
      population.refresh();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  <T> T ask(Function<PopulationView, T> question) {
    try (PopulationView view = population.view()) {
      return question.apply(view);
    }
  }

  /** A patient's chart as other translations have it. */
  UnaryOperator<PatientChart> translatedBy(Translations translations) {
    return stored -> translations.translate(charts.getOrDefault(stored.id(), stored));
  }

  @Override
  public void close() throws IOException {
    population.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
