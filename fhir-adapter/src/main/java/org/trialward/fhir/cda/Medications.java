package org.trialward.fhir.cda;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.PlannedEnd;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Medication activities, taken or ordered. */
final class Medications {

  /** HL7 ActMood: taken, intended, ordered. */
  private static final Set<String> TAKEN_OR_ORDERED = Set.of("EVN", "INT", "RQO");

  /** How often, not from when to when. */
  private static final Set<String> FREQUENCIES = Set.of("PIVL_TS", "EIVL_TS");

  /** Active and current in SNOMED CT, LOINC's answer, and FHIR's word. */
  private static final Set<String> ACTIVE = Set.of("55561003", "15240007", "LA16666-2", "active");

  /** Prior history, inactive, resolved, in the past, discontinued; LOINC's answer; FHIR's words. */
  private static final Set<String> NO_LONGER =
      Set.of(
          "392521001",
          "73425007",
          "413322009",
          "410513005",
          "410546004",
          "LA18632-2",
          "completed",
          "stopped",
          "inactive",
          "resolved");

  private final Values values;
  private final Times times;

  Medications(Values values, Times times) {
    this.values = values;
    this.times = times;
  }

  /** The code of what was given. */
  static Element product(Element act) {
    Element product = act.child("consumable").child("manufacturedProduct");
    return Stream.of("manufacturedMaterial", "manufacturedLabeledDrug")
        .map(kind -> product.child(kind).child("code"))
        .filter(Element::exists)
        .findFirst()
        .orElse(Element.NONE);
  }

  static boolean isTakenOrOrdered(Entry entry) {
    return TAKEN_OR_ORDERED.contains(entry.mood());
  }

  /**
   * A medicine.
   *
   * @param writtenAt when the document was written
   */
  List<Fact> facts(Entry entry, LocalDateTime writtenAt, Notes notes) {
    Element act = entry.act();
    List<Code> codes = values.codes(product(act), "manufacturedMaterial.code", notes);
    if (codes.isEmpty()) {
      return List.of();
    }
    Element time = course(act);
    Optional<Interval> start = times.begin(time);
    Optional<Interval> end = times.end(time);
    if (time.exists() && start.isEmpty() && end.isEmpty()) {
      notes.drop("effectiveTime", "it is not a date");
    }
    Optional<Interval> last =
        end.or(() -> time.attribute("value").isPresent() ? start : Optional.empty());
    Status status = status(entry, last, writtenAt);
    Optional<Interval> begin = start.or(() -> ordered(entry));
    return List.of(
        new MedicationUse(
            codes,
            status,
            begin,
            status == Status.ENDED ? PlannedEnd.corrected(begin, last, writtenAt) : end,
            notes.source()));
  }

  /** An order without a begin begins when it is written. */
  private Optional<Interval> ordered(Entry entry) {
    return entry.mood().equals("EVN") ? Optional.empty() : entry.recorded(times);
  }

  /** The first time that is no frequency, if need be of those in parentheses (SXPR_TS). */
  private static Element course(Element act) {
    return act.children("effectiveTime")
        .flatMap(time -> Stream.concat(Stream.of(time), time.children("comp")))
        .filter(time -> !FREQUENCIES.contains(time.type()) && !time.child("period").exists())
        .filter(Times::isSaid)
        .findFirst()
        .orElse(Element.NONE);
  }

  private static Status status(Entry entry, Optional<Interval> last, LocalDateTime writtenAt) {
    if (entry.isNegated()) {
      return Status.NEVER;
    }
    if (entry.isWithinPlan()) {
      return Status.UNCLEAR;
    }
    return observed(entry.statusObserved())
        .orElseGet(() ->
            switch (entry.act().child("statusCode").isNull() ? "" : entry.status()) {
              case "active" -> Status.ACTIVE;
              case "completed" -> completed(last, writtenAt);
              case "aborted" -> Status.ENDED;
              case "cancelled" -> Status.NEVER;
              default -> Status.UNCLEAR;
            });
  }

  /** On hold, a code of the house: unclear. */
  private static Optional<Status> observed(Set<String> codes) {
    if (Set.of(Entry.NOT_KNOWN).containsAll(codes)) {
      return Optional.empty();
    }
    boolean isActive = codes.stream().anyMatch(ACTIVE::contains);
    boolean hasEnded = codes.stream().anyMatch(NO_LONGER::contains);
    if (isActive == hasEnded) {
      return Optional.of(Status.UNCLEAR);
    }
    return Optional.of(isActive ? Status.ACTIVE : Status.ENDED);
  }

  /**
   * Senders also complete the entry when the prescription is written, whatever the patient goes on
   * taking (HL7 C-CDA on FHIR, medication status). So only an end tells.
   */
  private static Status completed(Optional<Interval> last, LocalDateTime writtenAt) {
    return last.map(end -> end.earliest().isAfter(writtenAt) ? Status.ACTIVE : Status.ENDED)
        .orElse(Status.UNCLEAR);
  }
}
