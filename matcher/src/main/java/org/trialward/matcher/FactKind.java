package org.trialward.matcher;

import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;

/** The kinds of {@link Fact}. */
enum FactKind {
  DIAGNOSIS,
  MEDICATION_USE,
  PERFORMED_PROCEDURE,
  IMMUNIZATION,
  ALLERGY,
  MEASUREMENT,
  GENE_VARIANT,
  STUDY_PARTICIPATION;

  static FactKind of(Fact fact) {
    return switch (fact) {
      case Diagnosis _ -> DIAGNOSIS;
      case MedicationUse _ -> MEDICATION_USE;
      case PerformedProcedure _ -> PERFORMED_PROCEDURE;
      case Immunization _ -> IMMUNIZATION;
      case Allergy _ -> ALLERGY;
      case Measurement _ -> MEASUREMENT;
      case GeneVariant _ -> GENE_VARIANT;
      case StudyParticipation _ -> STUDY_PARTICIPATION;
    };
  }

  /** A variant has the codes of its genes and those of its changes. */
  int listsOfCodes() {
    return this == GENE_VARIANT ? 2 : 1;
  }
}
