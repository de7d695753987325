package org.trialward.fhir.intake;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * What every living person has some of. A monitor that is not connected and a form that was not
 * filled in send zero, which would be below any limit.
 */
public final class VitalSigns {
  private static final Set<Code> NEVER_ZERO =
      Stream.of(
              // Weight, dry weight; height, length.
              loinc("29463-7", "3141-9", "3142-7", "8335-2", "8341-0"),
              loinc("8302-2", "3137-7", "3138-5", "8301-4", "8306-3", "8308-9"),
              // Body mass index, body surface; circumference of head and waist.
              loinc("39156-5", "3140-1", "8277-6", "9843-4", "8287-5", "8280-0"),
              // Heart rate, respiratory rate, oxygen saturation.
              loinc("8867-4", "8889-8", "8893-0", "9279-1", "2708-6", "59408-5"),
              // Blood pressure: systolic, diastolic, mean; temperature.
              loinc("8480-6", "8462-4", "8478-0"),
              loinc("8310-5", "8328-7", "8329-5", "8331-1", "8332-9", "8333-7"),
              // Weight, height, body mass index; rates; blood pressure, temperature.
              codes(CodeSystem.SNOMED.uri(), "27113001", "50373000", "60621009"),
              codes(CodeSystem.SNOMED.uri(), "364075005", "86290005"),
              codes(CodeSystem.SNOMED.uri(), "271649006", "271650006", "386725007"),
              // Mass, length; heart, pulse and respiratory rate; saturation.
              codes(SystemNames.MDC, "188736", "188740"),
              codes(SystemNames.MDC, "147842", "149530", "151562", "150456"),
              // Pressure without a catheter: systolic, diastolic; temperature.
              codes(SystemNames.MDC, "150021", "150022", "150364"))
          .flatMap(codes -> codes)
          .collect(Collectors.toUnmodifiableSet());

  private VitalSigns() {}

  private static Stream<Code> loinc(String... values) {
    return codes(CodeSystem.LOINC.uri(), values);
  }

  private static Stream<Code> codes(String system, String... values) {
    return Stream.of(values).map(value -> Code.of(system, value));
  }

  /**
   * The result, unless it is zero or less of what nobody has none of.
   *
   * @param codes what was measured
   */
  public static Result believed(Result result, List<Code> codes, String what, Notes notes) {
    return isNone(result) && codes.stream().anyMatch(NEVER_ZERO::contains)
        ? Results.unusable(what, "the number is zero, which it cannot be of a living person", notes)
        : result;
  }

  private static boolean isNone(Result result) {
    return result instanceof Result.Numeric(var comparator, var quantity)
        && quantity.value().signum() <= 0
        && comparator != Comparator.ABOVE
        && comparator != Comparator.AT_LEAST;
  }
}
