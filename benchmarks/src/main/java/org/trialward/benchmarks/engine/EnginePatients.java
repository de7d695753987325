package org.trialward.benchmarks.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.PatientsOfTrial;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Cohort;
import org.trialward.matcher.Population;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Outcome;

/** {@link PopulationView#ask} whole: a trial as it was read in, the patients who fit out. */
public final class EnginePatients implements PatientsOfTrial<Trial> {
  private static final Population.Reading READING = new Population.Reading(1, Optional.empty());
  private static final int BATCHES = 8;

  private final String name;
  private final LocalDate asOf;
  private final Path folder;
  private final Map<PatientId, Integer> numbers;
  private Population population;
  private PopulationView view;
  private Optional<Cohort> last = Optional.empty();

  private EnginePatients(
      String name,
      LocalDate asOf,
      Path folder,
      Population population,
      Map<PatientId, Integer> numbers) {
    this.name = name;
    this.asOf = asOf;
    this.folder = folder;
    this.numbers = numbers;
    this.population = population;
    this.view = population.view();
  }

  /**
   * The first patients of the workload, merged as after a first load, in a folder of their own that
   * goes with it.
   */
  public static EnginePatients loaded(Workload workload, int patients) {
    Path folder = folder();
    Population population = Population.open(folder);
    Map<PatientId, Integer> numbers = new ConcurrentHashMap<>();
    IntStream.range(0, patients)
        .parallel()
        .forEach(number -> put(population, workload.patient(number), workload, number, numbers));
    population.optimize();
    population.commit();
    return new EnginePatients("engine", workload.asOf(), folder, population, numbers);
  }

  /** The same patients in eight batches; then 5 % replaced by what they are, 2 % removed. */
  public static EnginePatients afterChanges(Workload workload, int patients) {
    Path folder = folder();
    Population population = Population.open(folder);
    Map<PatientId, Integer> numbers = new ConcurrentHashMap<>();
    int batch = Math.ceilDiv(Math.max(patients, 1), BATCHES);
    for (int first = 0; first < patients; first += batch) {
      IntStream.range(first, Math.min(first + batch, patients))
          .parallel()
          .forEach(number -> putDraft(population, workload, number, patients, numbers));
      population.refresh();
    }
    IntStream.range(0, patients)
        .filter(Drafts::isReplaced)
        .forEach(number -> put(population, workload.patient(number), workload, number, numbers));
    population.refresh();
    IntStream.range(0, patients)
        .filter(Drafts::isRemoved)
        .forEach(number -> population.remove(removed(number)));
    population.refresh();
    population.commit();
    return new EnginePatients(
        "engine, after changes", workload.asOf(), folder, population, numbers);
  }

  private static void put(
      Population population,
      PatientChart chart,
      Workload workload,
      int number,
      Map<PatientId, Integer> numbers) {
    numbers.put(chart.id(), number);
    population.put(chart.asOf(workload.asOf()), READING);
  }

  private static void putDraft(
      Population population,
      Workload workload,
      int number,
      int patients,
      Map<PatientId, Integer> numbers) {
    PatientChart chart = workload.patient(number);
    if (Drafts.isReplaced(number) || Drafts.isRemoved(number)) {
      PatientChart other = workload.patient((number + 1) % patients);
      if (Drafts.isRemoved(number)) {
        population.put(Drafts.as(removed(number), other).asOf(workload.asOf()), READING);
      }
      if (Drafts.isReplaced(number)) {
        chart = Drafts.as(chart.id(), other);
      }
    }
    put(population, chart, workload, number, numbers);
  }

  private static PatientId removed(int number) {
    return new PatientId("removed-" + number);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("trialward-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No folder for the index can be made; set -Djava.io.tmpdir to one with room.", e);
    }
  }

  public Population population() {
    return population;
  }

  public PopulationView view() {
    return view;
  }

  /** Closes the index and opens it from disk, as a new process does. */
  public void restart() {
    view.close();
    population.close();
    population = Population.open(folder);
    if (population.found() != Population.Found.USABLE) {
      throw new IllegalStateException(
          "After a restart the index in `%s` is %s.".formatted(folder, population.found()));
    }
    view = population.view();
  }

  /** Lets what was put meanwhile be seen. */
  public void refresh() {
    population.refresh();
    view.close();
    view = population.view();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Trial prepare(Trial trial) {
    return trial;
  }

  @Override
  public void ask(Trial trial, Answer answer) {
    last = Optional.of(view.ask(trial, asOf));
  }

  @Override
  public void settle(Answer answer) {
    Cohort cohort = last.orElseThrow();
    for (int place = 0; place < cohort.size(); place++) {
      int number = Objects.requireNonNull(numbers.get(cohort.patient(place)));
      (cohort.outcome(place) == Outcome.ELIGIBLE ? answer.eligible() : answer.possible())
          .set(number);
    }
  }

  /** Without the results and charts beside it. */
  @Override
  public long bytes() {
    return population.bytes().index();
  }

  @Override
  public void close() {
    view.close();
    population.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("`%s` cannot be removed; do so.".formatted(folder), e);
    }
  }
}
