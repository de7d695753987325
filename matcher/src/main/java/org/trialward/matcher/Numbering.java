package org.trialward.matcher;

import java.util.List;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;

/**
 * The constants by their numbers in {@link ChartBytes}, whatever the order of their declaration.
 * Any change to a list is a new version of the format.
 */
final class Numbering {
  static final List<FactKind> KINDS =
      List.of(
          FactKind.DIAGNOSIS,
          FactKind.MEDICATION_USE,
          FactKind.PERFORMED_PROCEDURE,
          FactKind.IMMUNIZATION,
          FactKind.ALLERGY,
          FactKind.MEASUREMENT,
          FactKind.GENE_VARIANT,
          FactKind.STUDY_PARTICIPATION);

  static final List<DateForm> FORMS =
      List.of(DateForm.ABSENT, DateForm.DAY, DateForm.MOMENT, DateForm.SPAN);

  /** Lives in memory only. */
  static final List<CalendarUnit> UNITS =
      List.of(CalendarUnit.DAYS, CalendarUnit.WEEKS, CalendarUnit.MONTHS, CalendarUnit.YEARS);

  static final List<Sex> SEXES = List.of(Sex.FEMALE, Sex.MALE, Sex.OTHER);

  static final List<ClinicalStatus> CLINICAL =
      List.of(ClinicalStatus.ACTIVE, ClinicalStatus.INACTIVE, ClinicalStatus.NOT_SAID);

  static final List<Verification> VERIFICATIONS =
      List.of(Verification.CONFIRMED, Verification.UNCONFIRMED, Verification.REFUTED);

  static final List<MedicationUse.Status> MEDICATIONS =
      List.of(
          MedicationUse.Status.ACTIVE,
          MedicationUse.Status.ENDED,
          MedicationUse.Status.UNCLEAR,
          MedicationUse.Status.NEVER);

  static final List<PerformedProcedure.Status> PROCEDURES =
      List.of(
          PerformedProcedure.Status.DONE,
          PerformedProcedure.Status.UNCLEAR,
          PerformedProcedure.Status.NOT_DONE);

  static final List<Immunization.Status> IMMUNIZATIONS =
      List.of(Immunization.Status.GIVEN, Immunization.Status.NOT_GIVEN);

  static final List<Measurement.Status> MEASUREMENTS =
      List.of(
          Measurement.Status.FINAL, Measurement.Status.PRELIMINARY, Measurement.Status.RETRACTED);

  static final List<Measurement.Comparator> COMPARATORS =
      List.of(
          Measurement.Comparator.EXACT,
          Measurement.Comparator.BELOW,
          Measurement.Comparator.AT_MOST,
          Measurement.Comparator.AT_LEAST,
          Measurement.Comparator.ABOVE);

  static final List<GeneVariant.Finding> FINDINGS =
      List.of(
          GeneVariant.Finding.PRESENT,
          GeneVariant.Finding.ABSENT,
          GeneVariant.Finding.UNCLEAR,
          GeneVariant.Finding.RETRACTED);

  static final List<StudyParticipation.Status> PARTICIPATIONS =
      List.of(
          StudyParticipation.Status.TAKING_PART,
          StudyParticipation.Status.ENDED,
          StudyParticipation.Status.NOT_ENROLLED,
          StudyParticipation.Status.UNCLEAR);

  private Numbering() {}
}
