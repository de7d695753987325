package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.SystemNames;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/** Diagnoses of a visit (DG1) and of a problem list (PRB). */
final class Diagnoses {
  private static final Set<CodeSystem> CLASSIFICATIONS =
      Set.of(CodeSystem.ICD_10, CodeSystem.ICD_10_CM, CodeSystem.ICD_9_CM);

  private final Times times;
  private final Codings codings;

  Diagnoses(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  Stated ofVisit(Segment dg1, RecordKey record, String message) {
    String own = dg1.text(20);
    Supplements supplements = Supplements.of(dg1.first(3), dg1.text(2));
    Verification verification = supplements.verification(verification(dg1));
    String id =
        own.isEmpty()
            ? described(dg1, record, verification)
            : Names.of(record, "DG1", own, dg1.first(20).text(2));
    var notes = new Notes(new Source("DG1", id, message));
    if (dg1.text(21).equalsIgnoreCase("D")) {
      return Stated.retracted("DG1/" + id, notes);
    }
    List<Code> codes = codings.of(supplements.concept(), dg1.text(2), "DG1-3", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Optional<Interval> recorded = times.of(dg1.first(5)).or(() -> times.of(dg1.first(19)));
    if (recorded.isEmpty() && dg1.field(5).saysSomething()) {
      notes.drop("DG1-5", "it is not a time of the form YYYYMMDDHHMM");
    }
    return Stated.facts(
        "DG1/" + id,
        List.of(
            new Diagnosis(
                codes,
                supplements.status(),
                verification,
                Optional.empty(),
                Optional.empty(),
                recorded,
                List.of(),
                List.of(),
                notes.source())),
        notes);
  }

  /**
   * By the code as it is written, side included, and the date. What one visit doubts or excludes
   * must not replace what another confirmed.
   */
  private static String described(Segment dg1, RecordKey record, Verification verification) {
    String code = code(dg1.first(3), dg1.text(4));
    return verification == Verification.CONFIRMED
        ? Names.of(record, "DG1", code, dg1.text(5))
        : Names.of(record, "DG1", code, dg1.text(5), verification.name());
  }

  /** Before version 2.3 DG1-4 described what DG1-3 does not have. */
  private static String code(Field concept, String description) {
    return Stream.of(concept.text(1), concept.text(4), description)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** A type that doubts may be ruled out later; so may what is described as a doubt. */
  private static Verification verification(Segment dg1) {
    Field concept = dg1.first(3);
    boolean isGerman = SystemNames.isGermanIcd10(Supplements.system(concept, dg1.text(2)));
    return Doubts.orOf(
        isGerman ? Doubts.ofGermanType(dg1.first(6)) : Doubts.ofType(dg1.first(6)),
        concept.text(2),
        concept.text(5),
        dg1.text(4));
  }

  /**
   * Reads one.
   *
   * @param deletes whether the message is one that deletes problems, for one that does not say
   */
  Stated ofProblemList(Segment prb, boolean deletes, RecordKey record, String message) {
    String own = prb.text(4);
    String id =
        own.isEmpty()
            ? Names.of(record, "PRB", Codings.written(prb.first(3)))
            : Names.of(record, "PRB", own, prb.first(4).text(2));
    var notes = new Notes(new Source("PRB", id, message));
    String action = prb.text(1).isEmpty() && deletes ? "DE" : prb.text(1);
    switch (action.toUpperCase(Locale.ROOT)) {
      case "DE", "DEL", "DELETE" -> {
        return Stated.retracted("PRB/" + id, notes);
      }
      case "LI", "UN" -> {
        return Stated.nothing(notes); // only ties it to a goal
      }
      default -> {}
    }
    if (isOfRelatives(prb.first(10))) {
      notes.drop("PRB-10", "it is of the family, not of the patient");
      // By its code alone it may be the patient's own, too.
      return own.isEmpty() ? Stated.nothing(notes) : Stated.retracted("PRB/" + id, notes);
    }
    List<Code> codes = new ArrayList<>(codings.of(prb.first(3), "PRB-3", notes));
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    codes.addAll(classes(prb.first(10), notes));
    ClinicalStatus status = lifeCycle(prb.first(14));
    Optional<Interval> resolved = times.of(prb.first(9));
    if (resolved.isPresent() && status == ClinicalStatus.ACTIVE) {
      notes.drop("PRB-9", "it has an end, but PRB-14 says that it lasts: neither counts");
      resolved = Optional.empty();
      status = ClinicalStatus.NOT_SAID;
    }
    return Stated.facts(
        "PRB/" + id,
        List.of(
            new Diagnosis(
                codes.stream().distinct().toList(),
                resolved.isPresent() ? ClinicalStatus.INACTIVE : status,
                prb.field(13).saysSomething()
                    ? confirmed(prb.first(13), notes)
                    : Doubts.orOf(Doubts.ofClass(prb.first(10)), prb.first(3).text(2)),
                times.of(prb.first(16)),
                resolved,
                times.of(prb.first(7)),
                List.of(),
                List.of(),
                notes.source())),
        notes);
  }

  /** SS-MIX2 writes the code of ICD-10 here, beside Japan's own names of diseases in PRB-3. */
  private List<Code> classes(Field classification, Notes notes) {
    return classification.text(1).isEmpty() || classification.text(3).isEmpty()
        ? List.of()
        : codings.of(classification, "PRB-10", notes).stream()
            .filter(code -> CLASSIFICATIONS.stream().anyMatch(it -> it.uri().equals(code.system())))
            .toList();
  }

  /** Sites classify by words of their own (HL7 v2.5, 12.3.3.10). */
  private static boolean isOfRelatives(Field classification) {
    return Stream.of(1, 2)
        .anyMatch(part -> classification.text(part).toLowerCase(Locale.ROOT).startsWith("family"));
  }

  private static ClinicalStatus lifeCycle(Field status) {
    if (status.text(3).equals("HL70241")) {
      return outcome(status.text(1));
    }
    return Stream.of(status.text(1), status.text(2))
        .map(text -> text.toLowerCase(Locale.ROOT))
        .flatMap(text ->
            switch (text) {
              case "active", "chronic", "recurrence", "relapse" -> Stream.of(ClinicalStatus.ACTIVE);
              case "inactive", "remission", "resolved" -> Stream.of(ClinicalStatus.INACTIVE);
              default -> Stream.empty();
            })
        .findFirst()
        .orElse(ClinicalStatus.NOT_SAID);
  }

  /** HL7 table 0241, which SS-MIX2 takes for the life cycle. */
  private static ClinicalStatus outcome(String code) {
    return switch (code) {
      case "R", "N", "W" -> ClinicalStatus.ACTIVE; // recovering, not recovering, worsening
      case "F" -> ClinicalStatus.INACTIVE; // fully recovered
      default -> ClinicalStatus.NOT_SAID;
    };
  }

  private static Verification confirmed(Field status, Notes notes) {
    for (String text : List.of(status.text(1), status.text(2))) {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "confirmed", "c" -> {
          return Verification.CONFIRMED;
        }
        case "refuted", "excluded", "ruled out", "ruled-out" -> {
          return Verification.REFUTED;
        }
        default -> {}
      }
    }
    notes.drop("PRB-13", "it does not say `confirmed`: taken as unconfirmed");
    return Verification.UNCONFIRMED;
  }
}
