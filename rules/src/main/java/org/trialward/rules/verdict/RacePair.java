package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSet;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;

/**
 * Which member of a pair counts. Until 2021 laboratories of the United States reported an eGFR
 * twice for one sample, for Black patients and for all others (NKF and ASN Task Force, 2021). One
 * of the two is the patient's and the record does not say which, so a question is asked of either.
 */
public enum RacePair {
  /** There is no pair. */
  NONE,
  BLACK,
  OTHERS;

  /** LOINC's codes for Black patients by the equations MDRD and CKD-EPI of 2009. */
  public static final Set<Code> OF_BLACK = loinc("48643-1", "88293-6");

  /** The same for all others. */
  public static final Set<Code> OF_OTHERS = loinc("48642-3", "88294-4");

  private static final String DIFFER =
      "the laboratory reported one value for Black patients and one for all others, and the answer"
          + " differs between them";

  private static Set<Code> loinc(String... codes) {
    return CodeSet.of(Stream.of(codes).map(code -> Code.of(CodeSystem.LOINC.uri(), code)).toList());
  }

  /**
   * What is answered whichever member is the patient's.
   *
   * @param asked what the question is about
   */
  static Answer answer(
      PatientSnapshot patient, Function<RacePair, Answer> question, Event... asked) {
    return mayBeIn(patient) && Stream.of(asked).anyMatch(RacePair::concerns)
        ? Answer.agreed(List.of(question.apply(BLACK), question.apply(OTHERS)), DIFFER)
        : question.apply(NONE);
  }

  /** Whether both members are among the results that it asks for. */
  public static boolean concerns(Event asked) {
    return asked instanceof Measured measured
        && measured.of() instanceof Measure.Coded(var set)
        && set.containsAny(OF_BLACK)
        && set.containsAny(OF_OTHERS);
  }

  static boolean mayBeIn(PatientSnapshot patient) {
    return !patient.coded(Measurement.class, OF_BLACK).isEmpty();
  }

  /** These results without the other member of each pair. O(results). */
  List<Measurement> of(List<Measurement> results) {
    return switch (this) {
      case NONE -> results;
      case BLACK -> without(OF_OTHERS, OF_BLACK, results);
      case OTHERS -> without(OF_BLACK, OF_OTHERS, results);
    };
  }

  private static List<Measurement> without(
      Set<Code> other, Set<Code> mine, List<Measurement> results) {
    Set<Optional<Interval>> taken =
        results.stream()
            .filter(m -> hasOne(m, mine))
            .map(Measurement::taken)
            .collect(Collectors.toSet());
    return Some.of(
        results, m -> !hasOne(m, other) || hasOne(m, mine) || !taken.contains(m.taken()));
  }

  private static boolean hasOne(Measurement result, Set<Code> codes) {
    return result.codes().stream().anyMatch(codes::contains);
  }
}
