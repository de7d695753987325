package org.trialward.fhir.intake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** {@code Observation.value[x]} to a result. */
public final class Results {

  /** HL7's codes for a bare yes or no. */
  private static final String SPECIAL_VALUES =
      "http://terminology.hl7.org/CodeSystem/special-values";

  /** Why there is no value, in place of one. */
  private static final Set<String> ABSENT =
      Set.of(
          "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
          "http://terminology.hl7.org/CodeSystem/data-absent-reason");

  /** SNOMED CT's findings of laboratories; what is neither positive nor negative must not be no. */
  private static final Set<Code> NO_RESULT =
      Stream.of(
              "125154007", // specimen unsatisfactory for evaluation
              "281268007", // insufficient sample
              "455371000124106", // invalid result
              "373121007", // test not done
              "262008008") // not performed
          .map(code -> Code.of(CodeSystem.SNOMED.uri(), code))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern REASON = Pattern.compile("[a-z][a-z-]{0,30}");

  private Results() {}

  public static Result of(Type value, String what, Notes notes) {
    return switch (value) {
      case org.hl7.fhir.r4.model.Quantity quantity -> quantity(quantity, what, notes);
      case CodeableConcept concept -> coded(concept, what, notes);
      case BooleanType yes when yes.getValue() != null ->
          new Result.Coded(List.of(Code.of(SPECIAL_VALUES, yes.getValue().toString())));
      case IntegerType number when number.getValue() != null ->
          new Result.Numeric(
              Comparator.EXACT, new Quantity(BigDecimal.valueOf(number.getValue()), UcumUnit.ONE));
      case BooleanType _, IntegerType _ -> unusable(what, "the result has no value", notes);
      case StringType _ -> unusable(what, "the result is free text", notes);
      default -> unusable(what, "the result is a %s".formatted(value.fhirType()), notes);
    };
  }

  /** Why there is no value, by FHIR's data-absent-reason; a site's own words stay out. */
  public static Result absent(CodeableConcept reason, String what, Notes notes) {
    Optional<String> code =
        Codes.values(reason).stream().filter(c -> REASON.matcher(c).matches()).findFirst();
    return unusable(what, "the result is absent" + code.map(c -> " (" + c + ")").orElse(""), notes);
  }

  public static Result unusable(String what, String why, Notes notes) {
    notes.drop(what, why);
    return new Result.Unusable(why);
  }

  private static Result coded(CodeableConcept concept, String what, Notes notes) {
    List<Code> codes = Codes.of(concept, what, notes);
    return codes.isEmpty()
        ? new Result.Unusable("the result has no code with a code system")
        : coded(codes, what, notes);
  }

  /** The codes that say something, unless they say that there is no result. */
  public static Result coded(List<Code> codes, String what, Notes notes) {
    List<Code> said = codes.stream().filter(code -> !ABSENT.contains(code.system())).toList();
    if (said.isEmpty()) {
      return unusable(what, "the result is absent", notes);
    }
    return said.stream().anyMatch(NO_RESULT::contains)
        ? unusable(what, "the laboratory says that it has no result", notes)
        : new Result.Coded(said);
  }

  private static Result quantity(
      org.hl7.fhir.r4.model.Quantity quantity, String what, Notes notes) {
    if (quantity.hasComparator() && quantity.getComparator() == null) {
      return unusable(what, "it is bounded in a way that FHIR does not know", notes);
    }
    return switch (Amount.of(quantity, "the result", what, notes)) {
      case Amount.Of(var amount) -> new Result.Numeric(comparator(quantity), amount);
      case Amount.Unusable(var why, var found) -> {
        notes.drop(what, why, found);
        yield new Result.Unusable(why);
      }
    };
  }

  private static Comparator comparator(org.hl7.fhir.r4.model.Quantity quantity) {
    return Optional.ofNullable(quantity.getComparator())
        .map(comparator ->
            switch (comparator) {
              case LESS_THAN -> Comparator.BELOW;
              case LESS_OR_EQUAL -> Comparator.AT_MOST;
              case GREATER_OR_EQUAL -> Comparator.AT_LEAST;
              case GREATER_THAN -> Comparator.ABOVE;
              case NULL -> Comparator.EXACT;
            })
        .orElse(Comparator.EXACT);
  }
}
