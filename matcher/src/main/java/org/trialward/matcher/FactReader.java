package org.trialward.matcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;

/**
 * Reads what {@link FactWriter} writes. Of a fact that is not wanted only the codes are looked at.
 */
final class FactReader {
  private final ChartInput in;
  private final FactFilter wanted;

  FactReader(ChartInput in, FactFilter wanted) {
    this.in = in;
    this.wanted = wanted;
  }

  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (int place = 0; !in.isAtEnd(); place++) {
      int head = in.octet();
      int length = in.number();
      int start = in.position();
      FactKind kind = Numbering.KINDS.get(head & 7);
      if (isWanted(kind)) {
        in.moveTo(start);
        facts.add(fact(kind, head, place));
      } else {
        in.moveTo(start + length);
      }
    }
    return facts;
  }

  private boolean isWanted(FactKind kind) {
    if (wanted.wants(kind)) {
      return true;
    }
    for (int list = 0; list < kind.listsOfCodes(); list++) {
      int code;
      do {
        code = in.number();
        if (code != 0 && wanted.wants(kind, (code >>> 1) - 1)) {
          return true;
        }
      } while ((code & 1) == 1);
    }
    return false;
  }

  private Fact fact(FactKind kind, int head, int place) {
    List<Code> codes = in.codes();
    List<Code> changes = kind == FactKind.GENE_VARIANT ? in.codes() : List.of();
    int first = (head & FactWriter.AGAIN) == 0 ? place : in.number();
    Source source = new Source("", Integer.toString(first), "");
    int status = head >>> FactWriter.STATUS;
    int shape = in.octet();
    in.forgetDates();
    return switch (kind) {
      case DIAGNOSIS -> diagnosis(codes, status, shape, source);
      case MEASUREMENT -> measurement(codes, status, shape, source);
      case ALLERGY ->
          new Allergy(codes, clinical(status), verification(status), date(shape, 0), source);
      case MEDICATION_USE ->
          new MedicationUse(
              codes, Numbering.MEDICATIONS.get(status), date(shape, 0), date(shape, 1), source);
      case PERFORMED_PROCEDURE ->
          new PerformedProcedure(codes, Numbering.PROCEDURES.get(status), date(shape, 0), source);
      case IMMUNIZATION ->
          new Immunization(codes, Numbering.IMMUNIZATIONS.get(status), date(shape, 0), source);
      case GENE_VARIANT -> variant(codes, changes, status, shape, source);
      case STUDY_PARTICIPATION ->
          new StudyParticipation(
              codes, Numbering.PARTICIPATIONS.get(status), date(shape, 0), date(shape, 1), source);
    };
  }

  private Diagnosis diagnosis(List<Code> codes, int status, int shape, Source source) {
    return new Diagnosis(
        codes,
        clinical(status),
        verification(status),
        date(shape, 0),
        date(shape, 1),
        date(shape, 2),
        codes(shape, 6),
        codes(shape, 7),
        source);
  }

  private GeneVariant variant(
      List<Code> genes, List<Code> changes, int status, int shape, Source source) {
    Optional<Interval> taken = date(shape, 0);
    List<Code> significance = codes(shape, 2);
    return new GeneVariant(
        genes, changes, Numbering.FINDINGS.get(status), significance, taken, source);
  }

  private Measurement measurement(List<Code> codes, int status, int shape, Source source) {
    Optional<Interval> taken = date(shape, 0);
    int comparators = Numbering.COMPARATORS.size();
    Result result = result(shape >>> 4, status % comparators);
    return new Measurement(
        codes,
        Numbering.MEASUREMENTS.get(status / comparators),
        result,
        normal(shape >>> 2 & 3),
        taken,
        source);
  }

  private Result result(int kind, int comparator) {
    return switch (kind) {
      case FactWriter.NUMERIC ->
          new Result.Numeric(Numbering.COMPARATORS.get(comparator), in.quantity());
      case FactWriter.CODED -> new Result.Coded(in.codes());
      default -> new Result.Unusable(in.text());
    };
  }

  private ReferenceRange normal(int limits) {
    return limits == 0
        ? ReferenceRange.NOT_REPORTED
        : new ReferenceRange(limit(limits & 1), limit(limits & 2));
  }

  private Optional<Quantity> limit(int reported) {
    return reported == 0 ? Optional.empty() : Optional.of(in.quantity());
  }

  private static ClinicalStatus clinical(int status) {
    return Numbering.CLINICAL.get(status / Numbering.VERIFICATIONS.size());
  }

  private static Verification verification(int status) {
    return Numbering.VERIFICATIONS.get(status % Numbering.VERIFICATIONS.size());
  }

  private Optional<Interval> date(int shape, int place) {
    return in.date(Numbering.FORMS.get(shape >>> (2 * place) & 3));
  }

  private List<Code> codes(int shape, int bit) {
    return (shape >>> bit & 1) == 0 ? List.of() : in.codes();
  }
}
