package org.trialward.matcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Interval;

/**
 * Writes facts; {@link FactReader} reads them. The first byte has the kind in bits 0-2, bit 3 where
 * an equal fact came before, and the status in bits 4-7. The shape has two bits for the form of
 * each date and above them what the kind has else.
 */
final class FactWriter {
  static final int AGAIN = 8;
  static final int STATUS = 4;

  static final int NUMERIC = 0;
  static final int CODED = 1;
  static final int UNUSABLE = 2;

  private final ChartOutput out;

  FactWriter(ChartOutput out) {
    this.out = out;
  }

  void write(List<Fact> facts) {
    Map<Fact, Integer> firsts = HashMap.newHashMap(facts.size());
    for (int place = 0; place < facts.size(); place++) {
      Fact fact = facts.get(place);
      firsts.putIfAbsent(fact, place);
      write(fact, place, firsts.getOrDefault(fact, place));
    }
  }

  private void write(Fact fact, int place, int first) {
    boolean again = first < place;
    int kind = Numbering.KINDS.indexOf(FactKind.of(fact));
    out.octet(kind | (again ? AGAIN : 0) | status(fact) << STATUS);
    ChartOutput rest = out.part();
    codes(fact, rest);
    if (again) {
      rest.number(first);
    }
    shapeAndRest(fact, rest);
    out.sized(rest);
  }

  private static int status(Fact fact) {
    return switch (fact) {
      case Diagnosis diagnosis -> status(diagnosis.status(), diagnosis.verification());
      case Allergy allergy -> status(allergy.status(), allergy.verification());
      case MedicationUse use -> Numbering.MEDICATIONS.indexOf(use.status());
      case PerformedProcedure procedure -> Numbering.PROCEDURES.indexOf(procedure.status());
      case Immunization immunization -> Numbering.IMMUNIZATIONS.indexOf(immunization.status());
      case GeneVariant variant -> Numbering.FINDINGS.indexOf(variant.finding());
      case StudyParticipation taken -> Numbering.PARTICIPATIONS.indexOf(taken.status());
      case Measurement measurement ->
          Numbering.MEASUREMENTS.indexOf(measurement.status()) * Numbering.COMPARATORS.size()
              + Numbering.COMPARATORS.indexOf(comparator(measurement.result()));
    };
  }

  private static int status(ClinicalStatus status, Verification verification) {
    return Numbering.CLINICAL.indexOf(status) * Numbering.VERIFICATIONS.size()
        + Numbering.VERIFICATIONS.indexOf(verification);
  }

  private static Comparator comparator(Result result) {
    return result instanceof Result.Numeric(var comparator, _) ? comparator : Comparator.EXACT;
  }

  private static void codes(Fact fact, ChartOutput out) {
    if (fact instanceof GeneVariant variant) {
      out.codes(variant.genes());
      out.codes(variant.changes());
    } else {
      out.codes(fact.codes());
    }
  }

  private static void shapeAndRest(Fact fact, ChartOutput out) {
    switch (fact) {
      case Diagnosis diagnosis -> diagnosis(diagnosis, out);
      case Measurement measurement -> measurement(measurement, out);
      case GeneVariant variant -> {
        dates(List.of(variant.taken()), bit(!variant.significance().isEmpty()), out);
        if (!variant.significance().isEmpty()) {
          out.codes(variant.significance());
        }
      }
      case MedicationUse use -> dates(List.of(use.start(), use.end()), 0, out);
      case StudyParticipation taken -> dates(List.of(taken.start(), taken.end()), 0, out);
      case PerformedProcedure procedure -> dates(List.of(procedure.performed()), 0, out);
      case Immunization immunization -> dates(List.of(immunization.given()), 0, out);
      case Allergy allergy -> dates(List.of(allergy.recorded()), 0, out);
    }
  }

  private static void diagnosis(Diagnosis diagnosis, ChartOutput out) {
    int graded = bit(!diagnosis.severity().isEmpty()) | bit(!diagnosis.stage().isEmpty()) << 1;
    dates(List.of(diagnosis.onset(), diagnosis.abatement(), diagnosis.recorded()), graded, out);
    if (!diagnosis.severity().isEmpty()) {
      out.codes(diagnosis.severity());
    }
    if (!diagnosis.stage().isEmpty()) {
      out.codes(diagnosis.stage());
    }
  }

  private static void measurement(Measurement measurement, ChartOutput out) {
    ReferenceRange normal = measurement.normal();
    int limits = bit(normal.low().isPresent()) | bit(normal.high().isPresent()) << 1;
    dates(List.of(measurement.taken()), limits | kind(measurement.result()) << 2, out);
    switch (measurement.result()) {
      case Result.Numeric(_, var quantity) -> out.quantity(quantity);
      case Result.Coded(var codes) -> out.codes(codes);
      case Result.Unusable(var why) -> out.text(why);
    }
    normal.low().ifPresent(out::quantity);
    normal.high().ifPresent(out::quantity);
  }

  private static int kind(Result result) {
    return switch (result) {
      case Result.Numeric _ -> NUMERIC;
      case Result.Coded _ -> CODED;
      case Result.Unusable _ -> UNUSABLE;
    };
  }

  /** The shape, then the dates. */
  private static void dates(List<Optional<Interval>> dates, int further, ChartOutput out) {
    int shape = further;
    for (Optional<Interval> date : dates.reversed()) {
      shape = shape << 2 | Numbering.FORMS.indexOf(DateForm.of(date));
    }
    out.octet(shape);
    dates.forEach(out::date);
  }

  private static int bit(boolean set) {
    return set ? 1 : 0;
  }
}
