package org.trialward.fhir.cda;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Allergy and intolerance observations. */
final class Allergies {

  private final Values values;
  private final Times times;

  Allergies(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  /**
   * What causes it; where that is not coded, the kind of allergy: "no known drug allergy" is a
   * negated drug allergy without a substance.
   */
  static Element substance(Element act) {
    return substances(act).findFirst().orElseGet(() -> act.child("value"));
  }

  private static Stream<Element> substances(Element act) {
    return act.children("participant")
        .filter(it -> it.has("typeCode", "CSM"))
        .map(it -> it.child("participantRole").child("playingEntity").child("code"))
        .filter(code -> Values.with(code).findAny().isPresent());
  }

  /**
   * An allergy.
   *
   * @param writtenAt when the document was written
   */
  List<Fact> facts(Entry entry, LocalDateTime writtenAt, Notes notes) {
    List<Code> codes = codes(entry, notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Allergy(
            codes,
            status(entry, writtenAt),
            Problems.verification(entry),
            recorded(entry),
            notes.source()));
  }

  /** Of all substances; an allergy to something that only words name counts as its kind alone. */
  private List<Code> codes(Entry entry, Notes notes) {
    List<Element> substances = substances(entry.act()).toList();
    if (!substances.isEmpty()) {
      return substances.stream()
          .flatMap(it -> values.codes(it, "participant", notes).stream())
          .distinct()
          .toList();
    }
    if (!entry.isNegated()) {
      notes.drop("participant", "the substance has no code, only the kind of allergy is known");
    }
    return values.codes(entry.act().child("value"), "value", notes);
  }

  private ClinicalStatus status(Entry entry, LocalDateTime writtenAt) {
    boolean hasEnded =
        times
            .end(entry.act().child("effectiveTime"))
            .filter(end -> !end.earliest().isAfter(writtenAt))
            .isPresent();
    return Problems.observed(entry.statusObserved())
        .orElseGet(() ->
            hasEnded
                ? ClinicalStatus.INACTIVE
                : Problems.isTracked(entry) ? ClinicalStatus.ACTIVE : ClinicalStatus.NOT_SAID);
  }

  /** When it was written down, else when it began, which is before. */
  private Optional<Interval> recorded(Entry entry) {
    return entry.recorded(times).or(() -> times.begin(entry.act().child("effectiveTime")));
  }
}
