package org.trialward.fhir.hl7;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** Allergies as a list (AL1) and as single changes (IAM). */
final class Allergies {
  private final Times times;
  private final Codings codings;

  Allergies(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  Stated listed(Segment al1, RecordKey record, String message) {
    String id = listedId(al1, record);
    var notes = new Notes(new Source("AL1", id, message));
    return stated(
        "AL1/" + id,
        codings.of(al1.first(3), "AL1-3", notes),
        ClinicalStatus.NOT_SAID,
        Verification.CONFIRMED,
        times.of(al1.first(6)),
        notes);
  }

  /** A list has no numbers: its allergies are known by their codes. */
  private static String listedId(Segment allergy, RecordKey record) {
    return Names.of(record, "AL1", Codings.written(allergy.first(3)));
  }

  /**
   * IAM-6 says what is done to it (HL7 table 0206), IAM-17 what is known of it (table 0438). What
   * is over, or was never so, is so in the list as well.
   */
  List<Stated> changed(Segment iam, RecordKey record, String message) {
    String own = iam.text(7);
    String id =
        own.isEmpty()
            ? Names.of(record, "IAM", Codings.written(iam.first(3)))
            : Names.of(record, "IAM", own, iam.first(7).text(2));
    var notes = new Notes(new Source("IAM", id, message));
    String known = iam.text(17).toUpperCase(Locale.ROOT);
    if (iam.text(6).equalsIgnoreCase("D") || known.equals("E")) {
      return List.of(Stated.retracted("IAM/" + id, notes), unlisted(iam, record, message));
    }
    Stated stated =
        stated(
            "IAM/" + id,
            codings.of(iam.first(3), "IAM-3", notes),
            known.equals("I") ? ClinicalStatus.INACTIVE : ClinicalStatus.NOT_SAID,
            switch (known) {
              case "", "C", "I" -> Verification.CONFIRMED;
              default -> Verification.UNCONFIRMED;
            },
            times.of(iam.first(13)).or(() -> times.of(iam.first(11))),
            notes);
    return known.equals("I") && !stated.facts().isEmpty()
        ? List.of(stated, unlisted(iam, record, message))
        : List.of(stated);
  }

  private static Stated unlisted(Segment iam, RecordKey record, String message) {
    String id = listedId(iam, record);
    return Stated.retracted("AL1/" + id, new Notes(new Source("AL1", id, message)));
  }

  private static Stated stated(
      String reference,
      List<Code> codes,
      ClinicalStatus status,
      Verification verification,
      Optional<Interval> recorded,
      Notes notes) {
    return codes.isEmpty()
        ? Stated.nothing(notes)
        : Stated.facts(
            reference,
            List.of(new Allergy(codes, status, verification, recorded, notes.source())),
            notes);
  }
}
