package org.trialward.rules.verdict;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * The age that a formula takes: on the day of its first amount, or on the reference date where it
 * takes none.
 */
final class DerivedAges {
  private DerivedAges() {}

  /** The age on the day of these results, of which each may be the latest. */
  static Given at(List<Observed> amounts, PatientSnapshot patient) {
    Optional<Interval> day =
        amounts.stream().map(o -> o.date().orElse(Interval.ANY_TIME)).reduce(DerivedAges::hull);
    if (day.filter(Interval.ANY_TIME::equals).isPresent()) {
      return Given.open(
          amounts.stream()
              .map(o -> new Evidence.Inconclusive(o, "without its date the age is not known"))
              .map(Evidence.class::cast)
              .toList(),
          Outlook.OPEN_TO_RESULTS);
    }
    return patient
        .demographics()
        .born()
        .map(born -> given(born, day, patient))
        .orElseGet(() -> Given.missing("age", "the record has no birth date"));
  }

  /** All formulas grow or fall with age, so the ends of what it can be suffice. */
  private static Given given(Interval born, Optional<Interval> day, PatientSnapshot patient) {
    Interval when = day.orElse(Interval.on(patient.asOf()));
    long least = CalendarUnit.YEARS.completed(born.lastDay(), when.firstDay());
    long most = CalendarUnit.YEARS.completed(born.firstDay(), when.lastDay());
    String text = least == most ? most + " years" : least + " to " + most + " years";
    return new Given(
        Stream.of(least, most).distinct().map(BigDecimal::valueOf).toList(),
        List.of(new Observed("age", text, Optional.of(when), patient.demographics().source())),
        List.of(),
        day.isPresent() ? Outlook.OPEN_TO_RESULTS : birthdays(born, patient.asOf()));
  }

  private static Outlook birthdays(Interval born, LocalDate asOf) {
    NextChange next = new NextChange(asOf);
    next.accept(nextBirthday(born.firstDay(), asOf));
    next.accept(nextBirthday(born.lastDay(), asOf));
    return next.openToResults();
  }

  private static LocalDate nextBirthday(LocalDate birth, LocalDate asOf) {
    if (birth.isAfter(asOf)) {
      // Years until the birth are counted towards zero.
      return asOf.plusDays(1);
    }
    LocalDate day = birth.plusYears(CalendarUnit.YEARS.completed(birth, asOf) + 1);
    return CalendarUnit.YEARS.completed(birth, day) > CalendarUnit.YEARS.completed(birth, asOf)
        ? day
        : day.plusDays(1);
  }

  private static Interval hull(Interval a, Interval b) {
    if (a.equals(Interval.ANY_TIME) || b.equals(Interval.ANY_TIME)) {
      return Interval.ANY_TIME;
    }
    return new Interval(
        a.earliest().isBefore(b.earliest()) ? a.earliest() : b.earliest(),
        a.latest().isAfter(b.latest()) ? a.latest() : b.latest());
  }
}
