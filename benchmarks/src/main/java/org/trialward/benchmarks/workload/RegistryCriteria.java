package org.trialward.benchmarks.workload;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.rules.patient.Sex;

/**
 * The criteria that a registry record gives in fields: age, sex, conditions. All else is text, so
 * that every record also has one criterion that needs a person, and none fits anybody by ignorance.
 */
final class RegistryCriteria {
  private static final Pattern AGE =
      Pattern.compile("(\\d{1,4}) (Year|Month|Week|Day)s?", Pattern.CASE_INSENSITIVE);

  private static final String YOUNGEST = "minimumAge";
  private static final String OLDEST = "maximumAge";

  /** As the registry writes them. */
  private static final List<Sex> SEXES = List.of(Sex.FEMALE, Sex.MALE);

  private RegistryCriteria() {}

  /** In the order age, sex, conditions, text; the last is always there. */
  static List<EligibilityCriterion> of(RegistryRecord record, Optional<ValueSet> conditions) {
    return Stream.of(
            age(record.fields()),
            sex(record.fields()),
            conditions.map(RegistryCriteria::condition),
            Optional.of(text(record)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<EligibilityCriterion> age(Map<String, String> fields) {
    Optional<Span> from = span(fields.getOrDefault(YOUNGEST, ""));
    Optional<Span> below = span(fields.getOrDefault(OLDEST, "")).map(RegistryCriteria::oneMore);
    return from.isEmpty() && below.isEmpty()
        ? Optional.empty()
        : Optional.of(
            inclusion(
                "age",
                "Is of an age that the record gives.",
                Stream.of(YOUNGEST, OLDEST).filter(f -> isRead(f, fields)).toList(),
                new Age(new AgeRange(from, below), Optional.empty())));
  }

  private static boolean isRead(String field, Map<String, String> fields) {
    return span(fields.getOrDefault(field, "")).isPresent();
  }

  /** Hours and minutes are finer than a birth date, and left to a person. */
  private static Optional<Span> span(String age) {
    Matcher m = AGE.matcher(age);
    return m.matches()
        ? Optional.of(
            new Span(
                Integer.parseInt(m.group(1)),
                CalendarUnit.valueOf(m.group(2).toUpperCase(Locale.ROOT) + "S")))
        : Optional.empty();
  }

  /** At most 75 years is below 76 years. */
  private static Span oneMore(Span oldest) {
    return new Span(oldest.length() + 1, oldest.unit());
  }

  private static Optional<EligibilityCriterion> sex(Map<String, String> fields) {
    return SEXES.stream()
        .filter(sex -> sex.name().equals(fields.get("sex")))
        .findFirst()
        .map(sex ->
            inclusion("sex", "Is of the sex that is studied.", List.of("sex"), new SexIs(sex)));
  }

  private static EligibilityCriterion condition(ValueSet conditions) {
    return inclusion(
        "condition",
        "Has or had a condition that is studied.",
        List.of(),
        new Diagnosed(
            conditions,
            Presence.EVER,
            Certainty.CONFIRMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Silence.MEANS_NO));
  }

  private static EligibilityCriterion text(RegistryRecord record) {
    Map<String, String> fields = record.fields();
    List<String> read = Stream.of(YOUNGEST, OLDEST).filter(f -> isRead(f, fields)).toList();
    return inclusion(
        "text",
        "Meets what the record says in sentences.",
        record.parts().keySet().stream()
            .filter(part -> !part.equals("sex") && !read.contains(part))
            .toList(),
        new NeedsAPerson("the registry gives it as text only"));
  }

  private static EligibilityCriterion inclusion(
      String id, String text, List<String> registry, Characteristic when) {
    return new EligibilityCriterion(id, Kind.INCLUSION, text, registry, when);
  }
}
