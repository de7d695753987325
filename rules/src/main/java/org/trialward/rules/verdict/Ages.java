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
    Truth truth = truth(range, born.get(), asOf);
    Outlook outlook = outlook(range, born.get(), asOf);
    Observed observed =
        new Observed(
            "age",
            describe(range, oldest, youngest, asOf),
            Optional.of(Interval.on(asOf)),
            patient.demographics().source());
    return switch (truth) {
      case TRUE -> Answer.of(truth, new Evidence.Supporting(observed), outlook);
      case FALSE -> Answer.of(truth, new Evidence.Opposing(observed), outlook);
      case UNKNOWN ->
          Answer.of(
              truth,
              new Evidence.Inconclusive(observed, "the birth date is known only in part"),
              new Outlook(outlook.byTimeFrom(), true));
    };
  }

  /** Unknown where some of the possible birth dates fit and some do not. */
  private static Truth truth(AgeRange range, Interval born, LocalDate day) {
    LocalDate oldest = born.firstDay();
    LocalDate youngest = born.lastDay();
    boolean oldestFits = fits(range, oldest, day);
    boolean spansAll =
        !oldestFits && reaches(range.from(), oldest, day) && !reaches(range.from(), youngest, day);
    return spansAll || oldestFits != fits(range, youngest, day)
        ? Truth.UNKNOWN
        : Truth.of(oldestFits);
  }

  private static boolean fits(AgeRange range, LocalDate birth, LocalDate asOf) {
    return (range.from().isEmpty() || reaches(range.from(), birth, asOf))
        && !reaches(range.below(), birth, asOf);
  }

  private static boolean reaches(Optional<AgeRange.Age> age, LocalDate birth, LocalDate asOf) {
    return age.isPresent() && age.get().unit().completed(birth, asOf) >= age.get().length();
  }

  private static Outlook outlook(AgeRange range, Interval born, LocalDate asOf) {
    Truth today = truth(range, born, asOf);
    return Outlook.byTime(
        Stream.of(born.firstDay(), born.lastDay())
            .flatMap(birth ->
                Stream.of(range.from(), range.below())
                    .flatMap(Optional::stream)
                    .map(age -> dayOfReaching(age, birth)))
            .filter(day -> day.isAfter(asOf) && truth(range, born, day) != today),
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
