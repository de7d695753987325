package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.EmrCapabilities;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.intake.ReadTypes;

/**
 * What is exported.
 *
 * @param group the id of a Group; empty: everybody
 * @param level of an export of everybody
 * @param types resource types
 * @param since only what changed since then; empty: everything
 */
public record BulkRequest(
    Optional<String> group, Level level, List<String> types, Optional<Instant> since) {

  /** Which operation of the IG gives everybody; servers differ in which they offer. */
  public enum Level {
    /** {@code [base]/$export}. */
    SYSTEM,
    /** {@code [base]/Patient/$export}. */
    PATIENT
  }

  private static final Logger LOG = LoggerFactory.getLogger(BulkRequest.class);

  /** What charts are made of. */
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Condition",
          "Observation",
          "MedicationRequest",
          "MedicationStatement",
          "MedicationAdministration",
          "Medication",
          "Procedure",
          "AllergyIntolerance",
          "Immunization",
          "ResearchSubject",
          "ResearchStudy");

  /** Of them, those that an EMR may lack; it would refuse an export that names them. */
  private static final Set<String> NOT_EVERYWHERE =
      Set.of(
          "MedicationStatement",
          "MedicationAdministration",
          "Medication",
          "ResearchSubject",
          "ResearchStudy");

  private static final List<String> SELDOM = List.of("MedicationDispense", "Consent");

  public BulkRequest {
    types = List.copyOf(types);
  }

  /** All of a Group's patients. */
  public static BulkRequest ofGroup(String id, Optional<Instant> since) {
    return new BulkRequest(Optional.of(id), Level.PATIENT, TYPES, since);
  }

  /** Everybody. */
  public static BulkRequest ofAll(Optional<Instant> since) {
    return new BulkRequest(Optional.empty(), Level.SYSTEM, TYPES, since);
  }

  /**
   * With what few EMRs have and this site reads, without what this one does not have: it would
   * refuse an export that names a type it lacks.
   */
  public BulkRequest withAllOffered(EmrCapabilities capabilities, ReadTypes read) {
    List<String> lacking =
        types.stream()
            .filter(type -> NOT_EVERYWHERE.contains(type) && !capabilities.lists(type))
            .toList();
    if (!lacking.isEmpty()) {
      LOG.warn("The EMR does not offer {}, so nothing of it is exported", lacking);
    }
    Stream<String> seldom =
        SELDOM.stream()
            .filter(read::concern)
            .filter(type -> capabilities.accepts(type, Interaction.SEARCH));
    Stream<String> usual = types.stream().filter(type -> !lacking.contains(type));
    return new BulkRequest(group, level, Stream.concat(usual, seldom).toList(), since);
  }

  /** Relative to the EMR's address. */
  String path() {
    String operation =
        group
            .map(id -> "Group/" + URLEncoder.encode(id, UTF_8).replace("+", "%20") + "/$export")
            .orElse(level == Level.SYSTEM ? "$export" : "Patient/$export");
    return operation
        + "?_outputFormat=application%2Ffhir%2Bndjson&_type="
        + String.join(",", types)
        + since.map(moment -> "&_since=" + URLEncoder.encode(moment.toString(), UTF_8)).orElse("");
  }
}
