package org.trialward.benchmarks.workload;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * Made-up patients with real ICD-10-CM codes. Each diagnosis draws a category, evenly in one half
 * of the draws and by Zipf's law (s = 1) over the categories that most trials ask for in the other,
 * and then evenly a code of it, whatever the age and sex.
 */
final class RegistryPatients {
  static final int FEWEST_DIAGNOSES = 5;
  static final int MOST_DIAGNOSES = 40;
  private static final int OLDEST_YEARS = 105;
  private static final long SEED = 0x7214_1a8dL;

  private final LocalDate asOf;

  /** The category that most trials ask for first. */
  private final List<List<Code>> categories;

  /** In all categories: small tables have fewer than some patients would. */
  private final int codes;

  /** The chance of a category or one before it. */
  private final double[] zipf;

  RegistryPatients(IcdDescriptions icd, Stream<ValueSet> asked, LocalDate asOf) {
    this.asOf = asOf;
    Map<String, Integer> trials = new HashMap<>();
    asked.forEach(set ->
        set.codes().stream()
            .map(IcdDescriptions::categoryOf)
            .distinct()
            .forEach(category -> trials.merge(category, 1, Integer::sum)));
    Comparator<Map.Entry<String, List<Code>>> byDemand =
        Comparator.comparingInt(e -> -trials.getOrDefault(e.getKey(), 0));
    categories =
        icd.byCategory().entrySet().stream()
            .sorted(byDemand)
            .map(e -> List.copyOf(e.getValue()))
            .toList();
    codes = categories.stream().mapToInt(List::size).sum();
    zipf = zipf(categories.size());
  }

  private static double[] zipf(int ranks) {
    double[] upTo = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += 1.0 / (rank + 1);
      upTo[rank] = sum;
    }
    double total = sum;
    return Arrays.stream(upTo).map(weight -> weight / total).toArray();
  }

  PatientChart patient(int number) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    String id = "p-%06d".formatted(number);
    LocalDate born = asOf.minusDays(age(random));
    Sex sex = random.nextBoolean() ? Sex.FEMALE : Sex.MALE;
    int count = Math.min(codes, random.nextInt(FEWEST_DIAGNOSES, MOST_DIAGNOSES + 1));
    Set<Code> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      drawn.add(code(random));
    }
    List<Fact> facts = new ArrayList<>();
    for (Code code : drawn) {
      Source source = new Source("Condition", "%s-%d".formatted(id, facts.size() + 1), "1");
      facts.add(diagnosis(code, day(born, random), source));
    }
    return new PatientChart(
        new PatientId(id),
        new Demographics(
            Optional.of(Interval.on(born)),
            Optional.of(sex),
            new Demographics.Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            new Source("Patient", id, "1")),
        facts);
  }

  /** In days, bell-shaped: the mean of three even draws. */
  private static long age(SplittableRandom random) {
    double mean = (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
    return (long) (mean * OLDEST_YEARS * ChronoUnit.YEARS.getDuration().toDays());
  }

  private Code code(SplittableRandom random) {
    List<Code> category =
        categories.get(random.nextBoolean() ? byZipf(random) : random.nextInt(categories.size()));
    return category.get(random.nextInt(category.size()));
  }

  private int byZipf(SplittableRandom random) {
    int rank = Arrays.binarySearch(zipf, random.nextDouble());
    return rank >= 0 ? rank + 1 : -rank - 1;
  }

  private LocalDate day(LocalDate born, SplittableRandom random) {
    return born.plusDays(random.nextLong(ChronoUnit.DAYS.between(born, asOf) + 1));
  }

  private static Diagnosis diagnosis(Code code, LocalDate day, Source source) {
    Optional<Interval> when = Optional.of(Interval.on(day));
    return new Diagnosis(
        List.of(code),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        when,
        Optional.empty(),
        when,
        List.of(),
        List.of(),
        source);
  }
}
