package org.trialward.fhir.subject;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;

/** What marks a record in the EMR as ours. */
final class Marks {
  static final String CANDIDATE = "urn:trialward:candidate";
  static final String TRIAL = "urn:trialward:trial";
  static final String MESSAGE = "urn:trialward:message";
  static final String SCREENING_LIST = "urn:trialward:screening-list";
  private static final String ORIGIN = "urn:trialward:origin";
  private static final String REVISION = "urn:trialward:revision";
  private static final String SAID = "urn:trialward:said";

  private Marks() {}

  static Identifier candidate(CandidateKey key) {
    return new Identifier().setSystem(CANDIDATE).setValue(key.identifier().toString());
  }

  static Reference patient(PatientId patient) {
    return new Reference("Patient/" + patient);
  }

  /** Ourselves, named without a Device resource of ours in the EMR. */
  static Reference author() {
    return new Reference()
        .setType("Device")
        .setDisplay("Trialward")
        .setIdentifier(new Identifier().setSystem(ORIGIN).setValue("trialward"));
  }

  /**
   * Whether this identifier is among the record's, or among its tags where those were kept only.
   */
  static boolean has(Resource resource, String system, String value) {
    Property identifiers = resource.getNamedProperty("identifier");
    return resource.getMeta().getTag(system, value) != null
        || identifiers.getValues().stream()
            .filter(Identifier.class::isInstance)
            .map(Identifier.class::cast)
            .anyMatch(i -> system.equals(i.getSystem()) && value.equals(i.getValue()));
  }

  static void tag(Resource resource, CandidateKey key, long revision) {
    tag(resource, revision);
    resource.getMeta().addTag(CANDIDATE, key.identifier().toString(), "");
  }

  static void tag(Resource resource, long revision) {
    Meta meta = resource.getMeta();
    meta.getTag().removeIf(tag -> REVISION.equals(tag.getSystem()));
    if (meta.getTag(ORIGIN, "trialward") == null) {
      meta.addTag(ORIGIN, "trialward", "Trialward");
    }
    meta.addTag(REVISION, String.valueOf(revision), "");
  }

  /**
   * The highest revision it carries: some servers keep the tags of older versions; -1 where none.
   */
  static long revision(Resource resource) {
    return resource.getMeta().getTag().stream()
        .filter(tag -> REVISION.equals(tag.getSystem()))
        .map(Coding::getCode)
        .flatMapToLong(Marks::number)
        .max()
        .orElse(-1);
  }

  /** Remembers the status that we gave it, so that another one is known to be somebody else's. */
  static void said(Resource resource, String status) {
    long next = sayings(resource).mapToLong(Said::number).max().orElse(0) + 1;
    resource.getMeta().getTag().removeIf(tag -> SAID.equals(tag.getSystem()));
    resource.getMeta().addTag(SAID, next + ":" + status, "");
  }

  /** The status that we gave it last. */
  static Optional<String> lastSaid(Resource resource) {
    return sayings(resource).max(Comparator.comparingLong(Said::number)).map(Said::status);
  }

  private record Said(long number, String status) {}

  private static Stream<Said> sayings(Resource resource) {
    return resource.getMeta().getTag().stream()
        .filter(tag -> SAID.equals(tag.getSystem()) && tag.hasCode())
        .map(tag -> tag.getCode().split(":", 2))
        .filter(parts -> parts.length == 2)
        .flatMap(parts -> number(parts[0]).mapToObj(number -> new Said(number, parts[1])));
  }

  private static LongStream number(String text) {
    try {
      return LongStream.of(Long.parseLong(text));
    } catch (NumberFormatException foreign) {
      return LongStream.empty();
    }
  }
}
