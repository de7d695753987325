package org.trialward.fhir.subject;

import java.util.stream.LongStream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;

/** What marks a record in the EMR as ours. */
final class Marks {
  static final String CANDIDATE = "urn:trialward:candidate";
  static final String TRIAL = "urn:trialward:trial";
  static final String MESSAGE = "urn:trialward:message";
  private static final String ORIGIN = "urn:trialward:origin";
  private static final String REVISION = "urn:trialward:revision";

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

  private static LongStream number(String text) {
    try {
      return LongStream.of(Long.parseLong(text));
    } catch (NumberFormatException foreign) {
      return LongStream.empty();
    }
  }
}
