package org.trialward.benchmarks.cql;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.trialward.benchmarks.peer.LeanPairs;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.fhir.cql.CqlPrinter;
import org.trialward.fhir.intake.PatientFiles;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * Trials and patients, each as both sides read them.
 *
 * @param libraries one for each trial
 * @param bundles one for each patient
 * @param lean the check without evidence, where the trials have no other shapes than it knows
 */
public record CqlPairs(
    String name,
    LocalDate asOf,
    List<Trial> trials,
    List<CqlText> libraries,
    List<PatientSnapshot> patients,
    List<Bundle> bundles,
    Optional<LeanPairs> lean) {
  public CqlPairs {
    trials = List.copyOf(trials);
    libraries = List.copyOf(libraries);
    patients = List.copyOf(patients);
    bundles = List.copyOf(bundles);
  }

  /** The first of the workload, in the shortest CQL that is right for it. */
  public static CqlPairs plain(Workload workload, int trials, int patients) {
    return synthetic("plain CQL", workload, trials, patients, PlainCql::of);
  }

  /** The first of the workload, in the CQL that we export. */
  public static CqlPairs exported(Workload workload, int trials, int patients) {
    return synthetic("exported CQL", workload, trials, patients, CqlPairs::export);
  }

  private interface Printer {
    CqlText print(Trial trial);
  }

  private static CqlPairs synthetic(
      String form, Workload workload, int trials, int patients, Printer printer) {
    List<Trial> asked = IntStream.range(0, trials).mapToObj(workload::trial).toList();
    List<PatientChart> charts = IntStream.range(0, patients).mapToObj(workload::patient).toList();
    List<PatientSnapshot> snapshots =
        charts.stream().map(chart -> chart.asOf(workload.asOf())).toList();
    return new CqlPairs(
        "%s, %s".formatted(workload.description(), form),
        workload.asOf(),
        asked,
        asked.stream().map(printer::print).toList(),
        snapshots,
        charts.stream().map(FhirPatients::bundle).toList(),
        Optional.of(new LeanPairs(asked, snapshots)));
  }

  /**
   * Trial files and one bundle a patient, in the CQL that we export.
   *
   * @param zip patients, of whom the first are taken
   */
  public static CqlPairs of(Path trials, Path zip, LocalDate asOf, int patients)
      throws IOException {
    List<Trial> read =
        TrialReader.readAll(trials).stream().flatMap(reading -> reading.trial().stream()).toList();
    Map<String, Bundle> bundles = bundles(zip);
    List<PatientChart> charts =
        new PatientFiles(ZoneOffset.UTC)
            .read(zip).charts().stream()
                .filter(chart -> bundles.containsKey(chart.id().value()))
                .limit(patients)
                .toList();
    return new CqlPairs(
        "%d trials of %s".formatted(read.size(), trials.getFileName()),
        asOf,
        read,
        read.stream().map(CqlPairs::export).toList(),
        charts.stream().map(chart -> chart.asOf(asOf)).toList(),
        charts.stream()
            .map(chart -> Objects.requireNonNull(bundles.get(chart.id().value())))
            .toList(),
        Optional.empty());
  }

  private static CqlText export(Trial trial) {
    return new CqlText(CqlPrinter.print(trial).text(), CqlText.criteria(trial), Map.of());
  }

  /** The bundles that hold one patient, by the patient's id. */
  private static Map<String, Bundle> bundles(Path zip) throws IOException {
    // `id` means Resource.id in CQL; HAPI would put the entry's fullUrl in its place.
    IParser parser =
        FhirContext.forR4Cached()
            .newJsonParser()
            .setOverrideResourceIdWithBundleEntryFullUrl(false);
    Map<String, Bundle> bundles = new HashMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().map(e -> (ZipEntry) e).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          Bundle bundle = parser.parseResource(Bundle.class, in);
          List<Patient> patients =
              bundle.getEntry().stream()
                  .map(Bundle.BundleEntryComponent::getResource)
                  .filter(Patient.class::isInstance)
                  .map(Patient.class::cast)
                  .toList();
          if (patients.size() == 1) {
            bundles.put(patients.getFirst().getIdElement().getIdPart(), bundle);
          }
        }
      }
    }
    return bundles;
  }
}
