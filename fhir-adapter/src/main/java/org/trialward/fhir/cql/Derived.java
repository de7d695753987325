package org.trialward.fhir.cql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.derivation.Formula;
import org.trialward.rules.derivation.Input;
import org.trialward.rules.derivation.Kind;

/**
 * Measures that are computed. Every input is the list of the numbers that it can be, none where it
 * is open; the equation is computed for each choice, and all must agree.
 */
record Derived(Sheet sheet, Events events) {
  private static final Window WEEK = Window.last(7, CalendarUnit.DAYS);
  private static final int DIALYSES = 2;

  /**
   * One input.
   *
   * @param numbers the name of the list of what it can be
   * @param latest the name of the results they come from; empty where it is no amount
   * @param missing whether nothing is recorded, where the list is empty
   */
  private record Given(String numbers, Optional<String> latest, String missing) {}

  String truth(Measured asked, Measure.Derived measure) {
    Formula formula = measure.formula();
    Map<Input, Given> given = new LinkedHashMap<>();
    for (Input input : formula.inputs()) {
      given.put(input, given(input, asked, measure, given));
    }
    String results = sheet.define(formula.toString(), results(formula, given));
    QuantityRange range = ((ResultTest.InRange) asked.test()).range();
    return """
    case
      when %1$s then %2$s
      when exists (%3$s R where R.number is null) then null
      else Agreed(%3$s R return all %4$s)
        and Agreed(%3$s R return all %5$s)
    end\
    """
        .formatted(
            given.values().stream()
                .map(g -> "not exists " + g.numbers())
                .collect(Collectors.joining(" or ")),
            open(asked.silence(), given),
            results,
            Limits.lower(range, "R", formula.analyte()),
            Limits.upper(range, "R", formula.analyte()));
  }

  private static String open(Silence silence, Map<Input, Given> given) {
    return silence == Silence.MEANS_NO
        ? given.values().stream()
            .map(g -> "(exists %s or %s)".formatted(g.numbers(), g.missing()))
            .collect(Collectors.joining(" and ", "(if ", " then false else null)"))
        : "null as Boolean";
  }

  private static String results(Formula formula, Map<Input, Given> given) {
    String sources =
        given.entrySet().stream()
            .map(e -> "%s %s".formatted(e.getValue().numbers(), name(e.getKey())))
            .collect(Collectors.joining(",\n    "));
    String domain =
        given.keySet().stream().map(Derived::domain).collect(Collectors.joining(" and "));
    return """
    from %s
      return all Tuple {
        number: NotBelowZero(if %s then %s else null, %s),
        comparator: null as System.String
      }\
    """
        .formatted(sources, domain, Equations.of(formula), Spelling.text(formula.unit().code()));
  }

  private static String name(Input input) {
    return Spelling.identifier(input.toString());
  }

  private static String domain(Input input) {
    return switch (input.kind()) {
      case Kind.Amount _ -> name(input) + " > 0.0";
      case Kind.AgeInYears(var youngest) ->
          "%1$s >= %2$d and %1$s <= %3$d".formatted(name(input), youngest, Kind.OLDEST);
      case Kind.Grade(var highest, var step) ->
          "%1$s >= 0 and %1$s <= %2$d and %1$s mod %3$d.0 = 0.0"
              .formatted(name(input), highest, step);
      case Kind.IsFemale _, Kind.Present _ -> name(input) + " in { 0.0, 1.0 }";
    };
  }

  private Given given(
      Input input, Measured asked, Measure.Derived measure, Map<Input, Given> before) {
    return switch (input.kind()) {
      case Kind.Amount amount -> amount(input, amount, asked, measure, before);
      case Kind.AgeInYears _ -> age(asked, measure, before);
      case Kind.IsFemale _ ->
          numbers(
              input,
              "case \"Sex\" when 'female' then { 1.0 } when 'male' then { 0.0 } else { 0.0, 1.0 } end");
      case Kind.Present _ when input == Input.DIALYSIS ->
          numbers(input, "Possible(%s)".formatted(dialyses(set(input.toString(), measure))));
      case Kind.Present _ ->
          numbers(
              input,
              "Possible(%s)".formatted(diagnosed(set(input.toString(), measure), Presence.EVER)));
      case Kind.Grade(var highest, var step) when step == 1 ->
          numbers(input, grades(input, highest, measure));
      case Kind.Grade _ ->
          amount(
              input,
              new Kind.Amount(measure.formula().unit(), Optional.empty()),
              asked,
              measure,
              before);
    };
  }

  private Given numbers(Input input, String list) {
    return new Given(sheet.define(input.toString(), list), Optional.empty(), "false");
  }

  private static ValueSet set(String role, Measure.Derived measure) {
    ValueSet set = measure.inputs().get(role);
    if (set == null) {
      throw new IllegalArgumentException("The measure has no set for `%s`.".formatted(role));
    }
    return set;
  }

  private Given amount(
      Input input,
      Kind.Amount amount,
      Measured asked,
      Measure.Derived measure,
      Map<Input, Given> before) {
    Optional<Window> window = input == Input.HEIGHT ? Optional.empty() : asked.within();
    String within = Windows.andWithin(window, "R.at");
    String codes = sheet.codes(set(input.toString(), measure));
    String inWindow =
        sheet.define(
            input + " in window",
            """
            %1$s R
              where not ((HasBegun(R.at)%2$s) is false)
              return all Tuple {
                at: R.at,
                number: if HasBegun(R.at)%2$s and R.final and R.comparator is null then %3$s else null
              }\
            """
                .formatted(
                    sheet.results(codes),
                    within,
                    Limits.numberIn(amount.unit(), amount.analyte(), "R")));
    String counting =
        input == Input.HEART_RATE
            ? ofTheQt(inWindow, latest(before, Input.QT))
            : sheet.define(
                "latest " + input,
                """
                %1$s R
                  where not (end of Coalesce(R.at, "Any time")
                    < Max(%1$s L return all start of Coalesce(L.at, "Any time")))\
                """
                    .formatted(inWindow));
    String numbers =
        sheet.define(
            input.toString(),
            """
            if exists (%1$s R where R.number is null) then List<System.Decimal> { }
            else (%1$s R return R.number)\
            """
                .formatted(counting));
    return new Given(numbers, Optional.of(counting), "not exists " + counting);
  }

  private static String latest(Map<Input, Given> before, Input input) {
    return Optional.ofNullable(before.get(input)).flatMap(Given::latest).orElseThrow();
  }

  /** The heart rates of the same moment, else those that may be of the same day. */
  private String ofTheQt(String rates, String qt) {
    String ofOneMoment =
        sheet.define(
            "heart rates of the moment",
            """
            %s R
              where exists (%s Q
                where Coalesce(Q.at, "Any time") = Coalesce(R.at, "Any time"))\
            """
                .formatted(rates, qt));
    return sheet.define(
        "heart rates of the QT",
        """
        if exists %1$s then %1$s
        else (%2$s R
          where exists (%3$s Q where DaysOf(Q.at) overlaps DaysOf(R.at)))\
        """
            .formatted(ofOneMoment, rates, qt));
  }

  /** On the day of the first amount, or on the reference date where the formula takes none. */
  private Given age(Measured asked, Measure.Derived measure, Map<Input, Given> before) {
    Formula formula = measure.formula();
    String taken =
        formula.inputs().stream()
            .filter(input -> input.kind() instanceof Kind.Amount && input != Input.HEIGHT)
            .findFirst()
            .map(input -> before.getOrDefault(input, given(input, asked, measure, before)))
            .flatMap(Given::latest)
            .map("(%s L return all Coalesce(L.at, \"Any time\"))"::formatted)
            .orElse("List<Interval<DateTime>> { }");
    String numbers = sheet.define("age", "PossibleAges(\"Born\", %s)".formatted(taken));
    return new Given(numbers, Optional.empty(), "\"Born\" is null");
  }

  private String diagnosed(ValueSet set, Presence presence) {
    return events.truth(
        new Diagnosed(
            set,
            presence,
            Certainty.CONFIRMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Silence.MEANS_NO));
  }

  private String dialyses(ValueSet set) {
    return new Courses(sheet, events)
        .occurred(new Occurred(DIALYSES, new Underwent(set, Optional.of(WEEK), Silence.MEANS_NO)));
  }

  /** The highest grade that is present; what is not recorded is grade 0. */
  private String grades(Input input, int highest, Measure.Derived measure) {
    List<String> names = new ArrayList<>(List.of("{ 0.0 }"));
    for (int grade = 1; grade <= highest; grade++) {
      String truth = diagnosed(set(input + "-" + grade, measure), Presence.CURRENT);
      names.add(
          sheet.define(
              "%s up to %d".formatted(input, grade),
              "OrHigher(%s, %d.0, %s)".formatted(names.getLast(), grade, truth)));
    }
    return names.getLast();
  }
}
