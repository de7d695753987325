package org.trialward.fhir.cda;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.VitalSigns;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/** Results, vital signs, social history and functional status. */
final class Observations {

  /** ActCode ASSERTION: the value alone says what is so. */
  private static final Code ASSERTION = Code.of("urn:oid:2.16.840.1.113883.5.4", "ASSERTION");

  /** Its value is pregnant, so that who is not has it negated. */
  private static final String PREGNANCY = "2.16.840.1.113883.10.20.15.3.8";

  private static final String PREGNANT = "77386006";

  private static final Code NOT_PREGNANT =
      new Code(CodeSystem.SNOMED.uri(), "60001007", "Not pregnant");

  /**
   * What templates ask that R1.1 writes as bare assertions, by the LOINC code that R2.1 gives them:
   * smoking status, tobacco use, pregnancy status (the last as in US Core).
   */
  private static final Map<String, String> ASKED =
      Map.of(
          "2.16.840.1.113883.10.20.22.4.78",
          "72166-2",
          "2.16.840.1.113883.10.20.22.4.85",
          "11367-0",
          PREGNANCY,
          "82810-3");

  private final Values values;
  private final Times times;

  Observations(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  List<Fact> facts(Entry entry, Notes notes) {
    Element act = entry.act();
    if (entry.isNegated() && !isAboutPregnancy(act)) {
      notes.drop("negationInd", "it says what was not observed");
      return List.of();
    }
    List<Code> codes = codes(act, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    ReferenceRange normal = values.normal(act, notes);
    Optional<Interval> taken = taken(entry, notes);
    List<Result> results =
        entry.isNegated()
            ? List.of(new Result.Coded(List.of(NOT_PREGNANT)))
            : values.results(act, notes).stream()
                .map(result -> VitalSigns.believed(result, codes, "value", notes))
                .toList();
    return results.stream()
        .<Fact>map(
            result -> new Measurement(codes, status(entry), result, normal, taken, notes.source()))
        .toList();
  }

  private static boolean isAboutPregnancy(Element act) {
    return act.follows(PREGNANCY) && act.code("value").filter(PREGNANT::equals).isPresent();
  }

  private List<Code> codes(Element act, Notes notes) {
    List<Code> said = values.codes(act.child("code"), "code", notes);
    if (!said.contains(ASSERTION)) {
      return said;
    }
    List<Code> codes =
        Stream.concat(
                said.stream().filter(code -> !code.equals(ASSERTION)),
                ASKED.entrySet().stream()
                    .filter(asked -> act.follows(asked.getKey()))
                    .map(asked -> Code.of(CodeSystem.LOINC.uri(), asked.getValue())))
            .distinct()
            .toList();
    if (codes.isEmpty()) {
      notes.drop("code", "it is a bare assertion, of no template that is known");
    }
    return codes;
  }

  private Optional<Interval> taken(Entry entry, Notes notes) {
    Element time =
        Stream.concat(Stream.of(entry.act()), entry.within().reversed().stream())
            .map(it -> it.child("effectiveTime"))
            .filter(Times::isSaid)
            .findFirst()
            .orElse(Element.NONE);
    Optional<Interval> taken = times.whole(time);
    if (taken.isEmpty() && Times.isSaid(time)) {
      notes.drop("effectiveTime", "it is not a date");
    }
    return taken;
  }

  private static Status status(Entry entry) {
    return switch (entry.status()) {
      case "completed" -> Status.FINAL;
      case "aborted", "cancelled" -> Status.RETRACTED;
      default -> Status.PRELIMINARY;
    };
  }
}
