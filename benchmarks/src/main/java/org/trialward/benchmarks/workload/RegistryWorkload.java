package org.trialward.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * Real trials of ClinicalTrials.gov, as far as their records give eligibility in fields, and
 * made-up patients with codes of the real ICD-10-CM. Where more trials are asked than there are
 * records, they begin again under other ids, otherwise unchanged.
 *
 * <ul>
 *   <li>{@code minimumAge}, {@code maximumAge} and {@code sex} as they are; hours and minutes are
 *       left to a person.
 *   <li>The MeSH terms of the conditions, or the sponsor's words where no MeSH term has a code, as
 *       ICD-10-CM codes, see {@link ConditionSets}; none where healthy volunteers may join.
 *   <li>One criterion that needs a person for all that is text. So no verdict is ELIGIBLE.
 *   <li>Locations as sites. They decide nothing: a record does not say that patients must live
 *       there.
 * </ul>
 */
public final class RegistryWorkload implements Workload {

  /** For a report, where {@link #in} is empty. */
  public static final String ABSENT =
      "the registry workload needs ../shared/data/trials and ../shared/data/icd; skipped";

  private static final LocalDate AS_OF = LocalDate.of(2026, 1, 1);

  /** Which status the trials have. */
  public enum Status {
    /** The registry's: most of its trials are closed, and not matched. */
    AS_REGISTERED,
    /** All recruiting, so that all are matched. */
    ALL_RECRUITING
  }

  private final List<Trial> records;
  private final RegistryPatients patients;
  private final Status status;
  private final int trials;

  private RegistryWorkload(
      List<Trial> records, RegistryPatients patients, Status status, int trials) {
    this.records = records;
    this.patients = patients;
    this.status = status;
    this.trials = trials;
  }

  /**
   * Read from the folder {@code shared/data}; empty where it has no such files.
   *
   * @param trials how many trials are to be asked for; only the description depends on it
   * @throws IOException with file and line when a file is not what it should be
   */
  public static Optional<RegistryWorkload> in(Path data, Status status, int trials)
      throws IOException {
    Path studies = data.resolve("trials", "studies-dev.ndjson.gz");
    Path icd = data.resolve("icd", "icd10cm-fy2021.tsv.gz");
    return Files.isRegularFile(studies) && Files.isRegularFile(icd)
        ? Optional.of(of(studies, icd, status, trials))
        : Optional.empty();
  }

  /**
   * Read from two files, gzipped where they end in {@code .gz}.
   *
   * @param studies records of API v2, one a line
   * @param icd codes without their points, a tab and the description
   */
  static RegistryWorkload of(Path studies, Path icd, Status status, int trials) throws IOException {
    IcdDescriptions descriptions = IcdDescriptions.read(icd);
    List<Trial> records = RegistryTrials.read(studies, descriptions);
    if (records.isEmpty()) {
      throw new IOException("%s: no study. Give registry records of API v2.".formatted(studies));
    }
    return new RegistryWorkload(
        records, new RegistryPatients(descriptions, conditions(records), AS_OF), status, trials);
  }

  private static Stream<ValueSet> conditions(List<Trial> trials) {
    return trials.stream()
        .flatMap(trial -> trial.criteria().stream())
        .flatMap(c -> c.when() instanceof Diagnosed asked ? Stream.of(asked.of()) : Stream.empty());
  }

  @Override
  public String description() {
    List<ValueSet> sets = conditions(records).toList();
    return String.format(
        Locale.ROOT,
        "%s of ClinicalTrials.gov, %s. Age, sex and conditions as in the records' fields, all other"
            + " criteria left open. Of %,d records %,d have conditions with ICD-10-CM codes, found by"
            + " comparing words, on average %.1f codes and subtrees; the others have no such words or"
            + " take healthy volunteers. The patients are synthetic, with %d to %d real ICD-10-CM codes"
            + " each.",
        multiplied(),
        status == Status.ALL_RECRUITING ? "all taken as recruiting" : "recruiting as registered",
        records.size(),
        sets.size(),
        sets.stream().mapToInt(set -> set.codes().size()).average().orElse(0),
        RegistryPatients.FEWEST_DIAGNOSES,
        RegistryPatients.MOST_DIAGNOSES);
  }

  private String multiplied() {
    return trials <= records.size()
        ? String.format(Locale.ROOT, "%,d trials: the first of %,d records", trials, records.size())
        : String.format(
            Locale.ROOT,
            "%,d trials: %,d records, each %.1f times on average under other ids,",
            trials,
            records.size(),
            (double) trials / records.size());
  }

  @Override
  public LocalDate asOf() {
    return AS_OF;
  }

  @Override
  public Trial trial(int number) {
    Trial record = records.get(number % records.size());
    return new Trial(
        new TrialId("BENCH-%06d".formatted(number)),
        record.version(),
        record.title(),
        record.area(),
        status == Status.ALL_RECRUITING ? RecruitmentStatus.RECRUITING : record.status(),
        record.dossier(),
        record.registry(),
        record.criteria());
  }

  @Override
  public PatientChart patient(int number) {
    return patients.patient(number);
  }
}
