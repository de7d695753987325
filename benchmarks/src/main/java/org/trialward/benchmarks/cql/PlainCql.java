package org.trialward.benchmarks.cql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/**
 * A trial of the synthetic workload in the shortest CQL that is right for the patients of that
 * workload: it knows that all diagnoses are confirmed, all results final, exact, in one unit and
 * dated by day. Our export, which takes nothing for granted, asks the engine for far more.
 */
public final class PlainCql {
  private final List<String> declarations = new ArrayList<>();
  private final Map<String, Set<Code>> valueSets = new LinkedHashMap<>();

  private final TrialId trial;

  private PlainCql(TrialId trial) {
    this.trial = trial;
  }

  public static CqlText of(Trial trial) {
    PlainCql plain = new PlainCql(trial.id());
    String criteria =
        trial.criteria().stream()
            .map(c -> "define \"%s\": %s\n".formatted(c.id(), plain.asked(c.when())))
            .collect(Collectors.joining());
    String eligible =
        trial.criteria().stream()
            .map(c -> (c.kind() == Kind.INCLUSION ? "" : "not ") + "\"" + c.id() + "\"")
            .collect(Collectors.joining("\n  and ", "define \"Eligible\":\n  ", "\n"));
    String text =
        """
        library "%s" version '1'
        using FHIR version '4.0.1'
        include FHIRHelpers version '4.0.1'
        %s
        context Patient
        %s%s
        """
            .formatted(trial.id(), String.join("\n", plain.declarations), criteria, eligible);
    return new CqlText(text, CqlText.criteria(trial), plain.valueSets);
  }

  private String asked(Characteristic when) {
    return switch (when) {
      case Age(var range, var at) when at.isEmpty() -> age(range);
      case SexIs(var sex) ->
          "(Patient.gender.value = '%s')".formatted(sex.name().toLowerCase(Locale.ROOT));
      case Diagnosed asked -> exists("Condition", asked.of());
      case Medicated asked -> exists("MedicationRequest", asked.of());
      case Underwent asked -> exists("Procedure", asked.of());
      case Measured asked -> measured(asked);
      case NeedsAPerson _ -> "(null as Boolean)";
      default -> throw unreadable(when);
    };
  }

  private static String age(AgeRange range) {
    return Stream.concat(
            range.from().stream().map(from -> "AgeInYears() >= " + from.length()),
            range.below().stream().map(below -> "AgeInYears() < " + below.length()))
        .collect(Collectors.joining(" and ", "(", ")"));
  }

  private String exists(String type, ValueSet set) {
    return "exists [%s: %s]".formatted(type, declared(set));
  }

  private String declared(ValueSet set) {
    String url = "urn:trialward:bench:set:%s:%d".formatted(trial, valueSets.size());
    String name = "\"Set %d\"".formatted(valueSets.size());
    valueSets.put(url, set.codes());
    declarations.add("valueset %s: '%s'".formatted(name, url));
    return name;
  }

  private String measured(Measured asked) {
    if (asked.of() instanceof Measure.Coded(var set)
        && asked.test() instanceof ResultTest.InRange(var range)) {
      return """
      ((Last([Observation: %s] O%s
          sort by (effective as FHIR.dateTime).value)) L return %s)\
      """
          .formatted(declared(set), asked.within().map(PlainCql::window).orElse(""), within(range));
    }
    throw unreadable(asked);
  }

  private static String window(Window window) {
    if (window.first() instanceof Window.Edge.Ago(var span)) {
      return "\n    where date from (O.effective as FHIR.dateTime).value >= Today() - %s"
          .formatted(span);
    }
    throw unreadable(window);
  }

  private static String within(QuantityRange range) {
    String number = "(L.value as FHIR.Quantity).value.value ";
    return Stream.concat(
            range.lower().stream().map(b -> number + (b.included() ? ">= " : "> ") + decimal(b)),
            range.upper().stream().map(b -> number + (b.included() ? "<= " : "< ") + decimal(b)))
        .collect(Collectors.joining(" and "));
  }

  /** A literal with a decimal point, without which it were an Integer. */
  private static String decimal(Bound bound) {
    if (bound.limit() instanceof Limit.Fixed(var quantity)) {
      BigDecimal number = quantity.value();
      return (number.scale() > 0 ? number : number.setScale(1)).toPlainString();
    }
    throw unreadable(bound);
  }

  private static IllegalArgumentException unreadable(Object shape) {
    return new IllegalArgumentException(
        "`%s` is no shape of the synthetic workload; print the trial with CqlPrinter."
            .formatted(shape));
  }
}
