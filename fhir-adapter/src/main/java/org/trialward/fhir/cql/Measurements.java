package org.trialward.fhir.cql;

import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Scale;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.QuantityRange.Limit;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.UcumUnit;
import org.trialward.rules.verdict.RacePair;

/** Results, those in the window, and what the chosen ones say. */
final class Measurements {
  private static final ValueSet BLACK = new ValueSet("eGFR of Black patients", RacePair.OF_BLACK);
  private static final ValueSet OTHERS = new ValueSet("eGFR of all others", RacePair.OF_OTHERS);

  private final Sheet sheet;
  private final Derived derived;

  Measurements(Sheet sheet, Events events) {
    this.sheet = sheet;
    this.derived = new Derived(sheet, events);
  }

  String truth(Measured asked) {
    if (asked.of() instanceof Measure.Derived measure) {
      return derived.truth(asked, measure);
    }
    String recorded = recorded(asked.of());
    return RacePair.concerns(asked)
        ? "Agreed({\n%s,\n%s\n})"
            .formatted(
                truth(asked, ofPairs(recorded, BLACK, OTHERS)),
                truth(asked, ofPairs(recorded, OTHERS, BLACK)))
        : truth(asked, recorded);
  }

  private String truth(Measured asked, String recorded) {
    String inWindow =
        sheet.define(
            "in window", "%s R where not ((%s) is false)".formatted(recorded, isIn(asked)));
    return """
    case
      when not exists %s then %s
      else %s
    end\
    """
        .formatted(inWindow, Events.silent(asked.silence()), chosen(asked, inWindow));
  }

  /** These results, of each pair the one that is mine. */
  private String ofPairs(String results, ValueSet mine, ValueSet other) {
    return sheet.define(
        mine.name(),
        """
        %1$s R
          where HasOne(R.codes, %2$s) or not HasOne(R.codes, %3$s)
            or not exists (%1$s M
              where HasOne(M.codes, %2$s)
                and Coalesce(M.at, "Any time") = Coalesce(R.at, "Any time"))\
        """
            .formatted(results, sheet.codes(mine), sheet.codes(other)));
  }

  private static String isIn(Measured asked) {
    return "HasBegun(R.at)" + Windows.andWithin(asked.within(), "R.at");
  }

  Optional<String> entries(Measured asked) {
    if (asked.of() instanceof Measure.Derived || RacePair.concerns(asked)) {
      return Optional.empty();
    }
    return Optional.of(
        sheet.define(
            asked.of().name(),
            """
            %s R
              return all Tuple {
                name: R.name, at: R.at, ended: R.at, over: HasBegun(R.at),
                counts: R.isIn and R.answer
              }\
            """
                .formatted(tested(asked, recorded(asked.of())))));
  }

  /** The name of all results of the measure. */
  private String recorded(Measure measure) {
    return switch (measure) {
      case Measure.Coded(var set) -> sheet.results(sheet.codes(set));
      case Measure.Performance of ->
          sheet.results(sheet.union(sheet.codes(of.ecog()), sheet.codes(of.karnofsky())));
      case Measure.Derived _ -> throw new IllegalArgumentException("A derived measure has none.");
    };
  }

  /** These results with the answer of each: no final result, no answer. */
  private String tested(Measured asked, String results) {
    return sheet.define(
        "tested",
        """
        %1$s R
          %2$s
          return all Tuple {
            name: R.name, at: R.at, final: R.final,
            isIn: %3$s,
            lower: if R.final then lower else null,
            upper: if R.final then upper else null,
            answer: if R.final then lower and upper else null
          }\
        """
            .formatted(results, tests(asked), isIn(asked)));
  }

  private String tests(Measured asked) {
    return switch (asked.of()) {
      case Measure.Coded(var set) -> tests(asked.test(), set);
      case Measure.Performance of -> grades(asked, of);
      case Measure.Derived _ -> throw new IllegalArgumentException("A derived measure has none.");
    };
  }

  private String tests(ResultTest test, ValueSet of) {
    return switch (test) {
      case ResultTest.InRange(var range) ->
          "let lower: %s,\n    upper: %s"
              .formatted(
                  Limits.lower(range, "R", of.analyte()), Limits.upper(range, "R", of.analyte()));
      case ResultTest.CodedAs(var set) ->
          "let lower: if R.number is not null then null else %s,\n    upper: true"
              .formatted(sheet.among("R.answers", set));
    };
  }

  private String grades(Measured asked, Measure.Performance of) {
    String ecog = sheet.codes(of.ecog());
    String grade =
        """
        let isEcog: HasOne(R.codes, %1$s),
            grade: if isEcog then EcogGrade(R.number, R.comparator, R.answers) else KarnofskyGrade(R.number, R.comparator, R.answers),
            least: %2$s,
            most: %3$s,
        """
            .formatted(
                ecog,
                of.scale() == Scale.ECOG
                    ? "if isEcog then grade else LeastEcog(grade)"
                    : "if isEcog then LeastKarnofsky(grade) else grade",
                of.scale() == Scale.ECOG
                    ? "if isEcog then grade else MostEcog(grade)"
                    : "if isEcog then MostKarnofsky(grade) else grade");
    QuantityRange range = ((ResultTest.InRange) asked.test()).range();
    String lower = range.lower().map(b -> grade(b, b.included())).orElse("true");
    String upper = range.upper().map(b -> "not " + grade(b, !b.included())).orElse("true");
    return grade + "    lower: " + lower + ",\n    upper: " + upper;
  }

  private static String grade(Bound bound, boolean included) {
    return bound.limit() instanceof Limit.Fixed(var limit)
        ? "IsGradeAtLeast(least, most, %s, %s)".formatted(Spelling.decimal(limit.value()), included)
        : "(null as Boolean)";
  }

  private String chosen(Measured asked, String inWindow) {
    return switch (asked.choice()) {
      case LATEST -> agreed(tested(asked, latest(inWindow)));
      case EARLIEST -> agreed(tested(asked, earliest(inWindow)));
      case ANY -> "Any(%s R return all R.isIn and R.answer)".formatted(tested(asked, inWindow));
      case ALL ->
          """
          if exists (%1$s R where R.isIn)
          then Every(%1$s R return all not R.isIn or R.answer)
          else null as Boolean\
          """
              .formatted(tested(asked, inWindow));
      case LOWEST -> extreme(tested(asked, inWindow), "Every", "Any", true);
      case HIGHEST -> extreme(tested(asked, inWindow), "Any", "Every", false);
      case MEAN, CHANGE, PERCENT_CHANGE -> summary(asked, inWindow);
    };
  }

  private static String agreed(String results) {
    return "Agreed(%s R return all if R.isIn then R.answer else null)".formatted(results);
  }

  /** Those that no other is surely after. */
  private String latest(String inWindow) {
    return sheet.define(
        "latest",
        """
        %1$s R
          where not (end of Coalesce(R.at, "Any time")
            < Max(%1$s L return all start of Coalesce(L.at, "Any time")))\
        """
            .formatted(inWindow));
  }

  /** Those that no other is surely before. */
  private String earliest(String inWindow) {
    return sheet.define(
        "earliest",
        """
        %1$s R
          where not (start of Coalesce(R.at, "Any time")
            > Min(%1$s E return all end of Coalesce(E.at, "Any time")))\
        """
            .formatted(inWindow));
  }

  /** A result that is perhaps not in the window can only lower the lowest, or raise the highest. */
  private static String extreme(String inWindow, String lower, String upper, boolean lowest) {
    return """
    if not exists (%1$s R where R.isIn and R.final) then null as Boolean
    else %2$s(%1$s R return all if R.isIn then R.lower else if R.lower is %4$s then %4$s else null)
      and %3$s(%1$s R return all if R.isIn then R.upper else if R.upper is %5$s then %5$s else null)\
    """
        .formatted(inWindow, lower, upper, lowest, !lowest);
  }

  private String summary(Measured asked, String inWindow) {
    if (!(asked.of() instanceof Measure.Coded(var set))
        || !(asked.test() instanceof ResultTest.InRange(var range))) {
      return sheet.notExported("No mean and no change of a performance status is computed in CQL.");
    }
    Optional<UcumUnit> unit = unit(range);
    if (unit.isEmpty()) {
      return sheet.notExported("A summary is compared with numbers only.");
    }
    String value =
        sheet.define(
            "summary",
            asked.choice() == Choice.MEAN
                ? mean(asked, inWindow, set, unit.get())
                : change(asked, inWindow, set, unit.get()));
    return "%s and %s"
        .formatted(
            Limits.lower(range, value, Optional.empty()),
            Limits.upper(range, value, Optional.empty()));
  }

  private static Optional<UcumUnit> unit(QuantityRange range) {
    return range
        .bounds()
        .flatMap(bound ->
            bound.limit() instanceof Limit.Fixed(var limit)
                ? Stream.of(limit.unit())
                : Stream.empty())
        .findFirst();
  }

  private static String mean(Measured asked, String inWindow, ValueSet set, UcumUnit unit) {
    return """
    Mean(%1$s R
      return all if %2$s and R.final and R.comparator is null then %3$s else null,
      Count(%1$s), %4$s)\
    """
        .formatted(
            inWindow,
            isIn(asked),
            Limits.numberIn(unit, set.analyte(), "R"),
            Spelling.text(unit.code()));
  }

  /**
   * In the unit of the bound: engine 4.4.0 does not convert negative quantities. A percentage is
   * taken in the unit of the results.
   */
  private String change(Measured asked, String inWindow, ValueSet set, UcumUnit unit) {
    boolean percent = asked.choice() == Choice.PERCENT_CHANGE;
    String number =
        percent
            ? "ConvertQuantity(R.number, First(%s).number.unit).value".formatted(inWindow)
            : Limits.numberIn(unit, set.analyte(), "R");
    String exact =
        "if %s and R.final and R.comparator is null then %s else null"
            .formatted(isIn(asked), number);
    return """
    Tuple {
      number: if Count(%1$s) < 2 or exists (%1$s R where not Coalesce(%2$s, false)) then null
        else %3$s(
          Only(%4$s R return all %6$s, Count(%4$s)),
          Only(%5$s R return all %6$s, Count(%5$s)),
          %7$s),
      comparator: null as System.String
    }\
    """
        .formatted(
            inWindow,
            isIn(asked),
            percent ? "PercentChange" : "Change",
            earliest(inWindow),
            latest(inWindow),
            exact,
            Spelling.text(unit.code()));
  }
}
