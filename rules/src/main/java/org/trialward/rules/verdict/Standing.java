package org.trialward.rules.verdict;

import java.time.LocalDate;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;

/**
 * How one entry of the record answers on a day, as far as the questions "ever?" and "now?" settle
 * it. Lets an index answer for {@link Eligibility} without asking it.
 */
public enum Standing {
  /** It is so, and it ever was so. */
  HOLDS,
  /** It was so and is no longer. */
  PAST,
  /** It counts for no question, e.g. refuted, cancelled, retracted. */
  NEVER,
  /** Only the question itself settles it. */
  OPEN;

  /** O(1). */
  public static Standing of(Fact fact, LocalDate asOf) {
    return switch (fact) {
      case Diagnosis diagnosis ->
          of(
              Diagnoses.isSo(diagnosis, Presence.EVER, Certainty.CONFIRMED, asOf),
              Diagnoses.isSo(diagnosis, Presence.CURRENT, Certainty.CONFIRMED, asOf));
      case MedicationUse use -> of(Medications.course(use), asOf);
      case StudyParticipation participation -> of(Participations.course(participation), asOf);
      case PerformedProcedure procedure -> of(Procedures.isSo(procedure, asOf));
      case Immunization immunization -> of(Immunizations.isSo(immunization, asOf));
      case Allergy allergy -> of(Allergies.isSo(allergy, asOf));
      case Measurement m -> m.status() == Measurement.Status.RETRACTED ? NEVER : OPEN;
      case GeneVariant _ -> OPEN;
    };
  }

  /** The standing of two entries of one code together: one that counts is enough. */
  public Standing or(Standing other) {
    if (this == other || other == NEVER) {
      return this;
    }
    if (this == HOLDS || other == HOLDS) {
      return HOLDS;
    }
    return this == NEVER ? other : OPEN;
  }

  private static final Taken EVER = new Taken.Ever();
  private static final Taken NOW = new Taken.Now();

  private static Standing of(Course course, LocalDate asOf) {
    return of(course.counts(EVER, asOf), course.counts(NOW, asOf));
  }

  /** What never ends once it was. */
  private static Standing of(Truth ever) {
    return of(ever, ever);
  }

  private static Standing of(Truth ever, Truth now) {
    return switch (ever) {
      case FALSE -> NEVER;
      case UNKNOWN -> OPEN;
      case TRUE ->
          switch (now) {
            case TRUE -> HOLDS;
            case FALSE -> PAST;
            case UNKNOWN -> OPEN;
          };
    };
  }
}
