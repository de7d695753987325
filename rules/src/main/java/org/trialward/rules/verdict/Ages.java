package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Age in completed calendar units. Someone born on 29 February is a year older on 1 March of a
 * common year.
 */
final class Ages {
  private Ages() {}

  static Answer answer(AgeRange range, Optional<Event> at, PatientSnapshot patient) {
    return at.isEmpty()
        ? today(range, patient)
        : RacePair.answer(patient, member -> atEvent(range, at.get(), member, patient), at.get());
  }

  /** The first time counts: "diagnosed as an adult" asks for the earliest diagnosis. */
  private static Answer atEvent(
      AgeRange range, Event event, RacePair member, PatientSnapshot patient) {
    List<Mention> all = Events.mentions(event, member, patient);
    List<Mention> mentions = all.stream().filter(m -> m.counts() != Truth.FALSE).toList();
    if (mentions.isEmpty()) {
      return Events.mentioned(event, all, patient);
    }
    Outlook outlook = Mentions.untilOneChanges(all);
    return patient
        .demographics()
        .born()
        .map(born -> atFirst(range, mentions, born, outlook))
        .orElseGet(() -> noBirthDate().changingAlso(outlook));
  }

  /** Where no entry surely counts it is not even known whether it ever happened. */
  private static Answer atFirst(
      AgeRange range, List<Mention> mentions, Interval born, Outlook outlook) {
    List<Mention> certain = Mentions.that(Truth.TRUE, mentions);
    Truth truth = certain.isEmpty() ? Truth.UNKNOWN : truth(range, born, first(mentions));
    Stream<Evidence> evidence =
        switch (truth) {
          case TRUE -> certain.stream().map(Mention::evidence);
          case FALSE -> certain.stream().map(m -> m.evidence().negated());
          case UNKNOWN ->
              mentions.stream()
                  .map(m -> m.inconclusive("the age at that time is not known exactly"));
        };
    return new Answer(truth, evidence.toList(), outlook);
  }

  /** When the first of these was, as far as it is known. */
  private static Interval first(List<Mention> mentions) {
    LocalDateTime earliest =
        mentions.stream()
            .map(m -> m.date().earliest())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    LocalDateTime latest =
        mentions.stream()
            .filter(m -> m.counts() == Truth.TRUE)
            .map(m -> m.date().latest())
            .min(Comparator.naturalOrder())
            .orElse(Interval.ANY_TIME.latest());
    return new Interval(earliest, latest);
  }

  /** Unknown where some of the possible birth dates and days fit and some do not. */
  private static Truth truth(AgeRange range, Interval born, Interval day) {
    return truth(range, born, day.firstDay(), day.lastDay());
  }

  private static Truth truth(AgeRange range, Interval born, LocalDate first, LocalDate last) {
    LocalDate oldest = born.firstDay();
    LocalDate youngest = born.lastDay();
    boolean mostReaches = reaches(range.from(), oldest, last);
    boolean leastReaches = reaches(range.from(), youngest, first);
    boolean mostPasses = reaches(range.below(), oldest, last);
    boolean leastPasses = reaches(range.below(), youngest, first);
    Truth oldEnough =
        range.from().isEmpty() || leastReaches
            ? Truth.TRUE
            : mostReaches ? Truth.UNKNOWN : Truth.FALSE;
    Truth tooOld = leastPasses ? Truth.TRUE : mostPasses ? Truth.UNKNOWN : Truth.FALSE;
    return oldEnough.and(tooOld.not());
  }

  private static Answer noBirthDate() {
    return Answer.of(
        Truth.UNKNOWN,
        new Evidence.Missing("age", "the record has no birth date"),
        Outlook.OPEN_TO_RESULTS);
  }

  static Answer today(AgeRange range, PatientSnapshot patient) {
    Optional<Interval> born = patient.demographics().born();
    if (born.isEmpty()) {
      return noBirthDate();
    }
    LocalDate oldest = born.get().firstDay();
    LocalDate youngest = born.get().lastDay();
    LocalDate asOf = patient.asOf();
    Truth truth = truth(range, born.get(), asOf);
    Outlook outlook = outlook(range, born.get(), truth, asOf);
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

  private static Truth truth(AgeRange range, Interval born, LocalDate day) {
    return truth(range, born, day, day);
  }

  private static boolean reaches(Optional<Span> age, LocalDate birth, LocalDate asOf) {
    return age.isPresent() && age.get().unit().completed(birth, asOf) >= age.get().length();
  }

  private static Outlook outlook(AgeRange range, Interval born, Truth today, LocalDate asOf) {
    NextChange next = new NextChange(asOf, day -> truth(range, born, day) != today);
    reaching(range.from(), born, next);
    reaching(range.below(), born, next);
    return next.byTimeAlone();
  }

  private static void reaching(Optional<Span> age, Interval born, NextChange next) {
    if (age.isPresent()) {
      next.accept(dayOfReaching(age.get(), born.firstDay()));
      if (!born.firstDay().equals(born.lastDay())) {
        next.accept(dayOfReaching(age.get(), born.lastDay()));
      }
    }
  }

  private static LocalDate dayOfReaching(Span age, LocalDate birth) {
    LocalDate day = age.after(birth);
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
