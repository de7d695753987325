package org.trialward.fhir.emr;

import ca.uhn.fhir.parser.DataFormatException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.trialward.fhir.emr.EmrException.Reason;

/**
 * Epic's own error codes in an OperationOutcome (fhir.epic.com/Specifications). Only the codes are
 * read: the text beside them may name a patient.
 */
final class EpicCodes {
  /** The root of all OIDs that Epic gives out. */
  private static final String EPIC = "urn:oid:1.2.840.114350.";

  private static final Map<String, Reason> REASONS =
      Map.of(
          "4107", Reason.MERGED,
          "4113", Reason.PAGES_EXPIRED,
          "4127", Reason.CUT_SHORT,
          "4130", Reason.RESTRICTED,
          "4131", Reason.RESTRICTED,
          "4134", Reason.RESTRICTED,
          "4135", Reason.DAY_SPENT);

  private EpicCodes() {}

  /** In the body of a refusal; empty where it is no OperationOutcome or says none of these. */
  static Optional<Reason> in(String body) {
    if (!body.contains("OperationOutcome")) {
      return Optional.empty();
    }
    try {
      return in(FhirR4.get().newJsonParser().parseResource(OperationOutcome.class, body));
    } catch (DataFormatException | ClassCastException notAnOutcome) {
      return Optional.empty();
    }
  }

  /** Beside what a search found: 4127 and 4134 come with status 200. */
  static Optional<Reason> in(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(entry -> entry.getResource())
        .filter(OperationOutcome.class::isInstance)
        .map(OperationOutcome.class::cast)
        .flatMap(outcome -> in(outcome).stream())
        .findFirst();
  }

  private static Optional<Reason> in(OperationOutcome outcome) {
    return outcome.getIssue().stream()
        .flatMap(issue -> issue.getDetails().getCoding().stream())
        .filter(coding -> Objects.toString(coding.getSystem(), "").startsWith(EPIC))
        .flatMap(coding -> Stream.ofNullable(REASONS.get(Objects.toString(coding.getCode(), ""))))
        .findFirst();
  }
}
