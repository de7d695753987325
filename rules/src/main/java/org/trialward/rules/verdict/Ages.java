package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * Age in completed calendar units. Someone born on 29 February is a year older on 1 March of a
 * common year.
 */
final class Ages {
  private Ages() {}

  static Answer answer(AgeRange range, PatientSnapshot patient) {
    Optional<Interval> born = patient.demographics().born();
    if (born.isEmpty()) {
      return Answer.of(
          Truth.UNKNOWN,
          new Evidence.Missing("age", "the record has no birth date"),
          Outlook.OPEN_TO_RESULTS);
    }
    LocalDate oldest = born.get().firstDay();
    LocalDate youngest = born.get().lastDay();
    LocalDate asOf = patient.asOf();
    boolean oldestFits = fits(range, oldest, asOf);
    boolean youngestFits = fits(range, youngest, asOf);
    boolean spansAll =
        !oldestFits
            && !youngestFits
            && reaches(range.from(), oldest, asOf)
            && !reaches(range.from(), youngest, asOf);
    Observed observed =
        new Observed(
            "age",
            describe(range, oldest, youngest, asOf),
            Optional.of(Interval.on(asOf)),
            patient.demographics().source());
    if (oldestFits != youngestFits || spansAll) {
      return Answer.of(
          Truth.UNKNOWN,
          new Evidence.Inconclusive(observed, "the birth date is known only in part"),
          new Outlook(changes(range, born.get(), asOf).byTimeFrom(), true));
    }
    return Answer.of(
        Truth.of(oldestFits),
        oldestFits ? new Evidence.Supporting(observed) : new Evidence.Opposing(observed),
        changes(range, born.get(), asOf));
  }

  private static boolean fits(AgeRange range, LocalDate birth, LocalDate asOf) {
    return (range.from().isEmpty() || reaches(range.from(), birth, asOf))
        && !reaches(range.below(), birth, asOf);
  }

  private static boolean reaches(Optional<AgeRange.Age> age, LocalDate birth, LocalDate asOf) {
    return age.isPresent() && age.get().unit().completed(birth, asOf) >= age.get().length();
  }

  private static Outlook changes(AgeRange range, Interval born, LocalDate asOf) {
    return Outlook.byTime(
        Stream.of(born.firstDay(), born.lastDay())
            .flatMap(birth ->
                Stream.of(range.from(), range.below())
                    .flatMap(Optional::stream)
                    .map(age -> dayOfReaching(age, birth))),
        asOf);
  }

  private static LocalDate dayOfReaching(AgeRange.Age age, LocalDate birth) {
    LocalDate day = birth.plus(age.unit().times(age.length()));
    return age.unit().completed(birth, day) < age.length() ? day.plusDays(1) : day;
  }

  /** The age in the unit the trial asks in, never the birth date. */
  private static String describe(
      AgeRange range, LocalDate oldest, LocalDate youngest, LocalDate asOf) {
    var unit = range.from().or(range::below).orElseThrow().unit();
    long most = unit.completed(oldest, asOf);
    long least = unit.completed(youngest, asOf);
    return least == most ? unit.print(most) : least + " to " + unit.print(most);
  }
}
