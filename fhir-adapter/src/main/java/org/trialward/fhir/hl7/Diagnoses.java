package org.trialward.fhir.hl7;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Diagnoses of a visit (DG1) and of a problem list (PRB). */
final class Diagnoses {
  private static final Set<String> UNCERTAIN =
      Set.of("ADMITTING", "WORKING", "PROVISIONAL", "PRELIMINARY");

  private final Times times;
  private final Codings codings;

  Diagnoses(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  Stated ofVisit(Segment dg1, RecordKey record, String message) {
    String own = dg1.text(20);
    String id =
        own.isEmpty()
            ? Names.of(record, "DG1", code(dg1), dg1.text(5))
            : Names.of(record, "DG1", own, dg1.first(20).text(2));
    var notes = new Notes(new Source("DG1", id, message));
    if (dg1.text(21).equalsIgnoreCase("D")) {
      return Stated.retracted("DG1/" + id, notes);
    }
    List<Code> codes = codings.of(dg1.first(3), dg1.text(2), "DG1-3", notes);
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
                ClinicalStatus.NOT_SAID,
                verification(dg1.text(6)),
                Optional.empty(),
                Optional.empty(),
                recorded,
                List.of(),
                List.of(),
                notes.source())),
        notes);
  }

  /** Before version 2.3 DG1-4 described what DG1-3 does not have. */
  private static String code(Segment dg1) {
    return Stream.of(dg1.text(3), dg1.first(3).text(4), dg1.text(4))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** HL7 table 0052, which sites extend: an admitting or a working diagnosis may be ruled out. */
  private static Verification verification(String type) {
    String said = type.toUpperCase(Locale.ROOT);
    return said.equals("A") || said.equals("W") || UNCERTAIN.contains(said)
        ? Verification.UNCONFIRMED
        : Verification.CONFIRMED;
  }

  /** By the words of a site (HL7 v2.5, 12.3.3.10), whose letters mean what it likes. */
  private static Verification classified(Field classification) {
    return Stream.of(1, 2)
            .map(part -> classification.text(part).toUpperCase(Locale.ROOT))
            .anyMatch(UNCERTAIN::contains)
        ? Verification.UNCONFIRMED
        : Verification.CONFIRMED;
  }

  Stated ofProblemList(Segment prb, RecordKey record, String message) {
    String own = prb.text(4);
    String id =
        own.isEmpty()
            ? Names.of(record, "PRB", prb.text(3))
            : Names.of(record, "PRB", own, prb.first(4).text(2));
    var notes = new Notes(new Source("PRB", id, message));
    switch (prb.text(1).toUpperCase(Locale.ROOT)) {
      case "DE" -> {
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
    List<Code> codes = codings.of(prb.first(3), "PRB-3", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Optional<Interval> resolved = times.of(prb.first(9));
    return Stated.facts(
        "PRB/" + id,
        List.of(
            new Diagnosis(
                codes,
                resolved.isPresent() ? ClinicalStatus.INACTIVE : lifeCycle(prb.first(14)),
                prb.field(13).saysSomething()
                    ? confirmed(prb.first(13), notes)
                    : classified(prb.first(10)),
                times.of(prb.first(16)),
                resolved,
                times.of(prb.first(7)),
                List.of(),
                List.of(),
                notes.source())),
        notes);
  }

  /** Sites classify by words of their own (HL7 v2.5, 12.3.3.10). */
  private static boolean isOfRelatives(Field classification) {
    return Stream.of(1, 2)
        .anyMatch(part -> classification.text(part).toLowerCase(Locale.ROOT).startsWith("family"));
  }

  private static ClinicalStatus lifeCycle(Field status) {
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

  private static Verification confirmed(Field status, Notes notes) {
    for (String text : List.of(status.text(1), status.text(2))) {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "confirmed", "c" -> {
          return Verification.CONFIRMED;
        }
        case "refuted", "ruled out", "rule-out" -> {
          return Verification.REFUTED;
        }
        default -> {}
      }
    }
    notes.drop("PRB-13", "it does not say `confirmed`: taken as unconfirmed");
    return Verification.UNCONFIRMED;
  }
}
