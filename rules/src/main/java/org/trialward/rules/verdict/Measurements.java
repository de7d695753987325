package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;

/**
 * Measurements. The latest decides, even where it cannot be compared: an older result never speaks
 * for a newer one. Where the order of several is not known, they must agree.
 */
final class Measurements {
  private Measurements() {}

  static Answer answer(Measured asked, PatientSnapshot patient) {
    LocalDate asOf = patient.asOf();
    List<Measurement> recorded =
        patient.coded(Measurement.class, asked.of().codes()).stream()
            .filter(m -> m.status() != Measurement.Status.RETRACTED)
            .toList();
    List<Measurement> inWindow =
        recorded.stream().filter(m -> within(m, asked, asOf) != Truth.FALSE).toList();
    if (inWindow.isEmpty()) {
      return silent(asked, recorded, asOf);
    }
    return switch (asked.choice()) {
      case ANY -> Answer.anyOf(answerEach(inWindow, asked, asOf));
      case LATEST -> agreed(answerEach(possiblyLatest(inWindow), asked, asOf));
    };
  }

  private static Truth within(Measurement m, Measured asked, LocalDate asOf) {
    return Dates.hasBegun(m.taken(), asOf).and(Dates.isWithin(asked.within(), m.taken(), asOf));
  }

  /** Those that no other is surely after. */
  private static List<Measurement> possiblyLatest(List<Measurement> measurements) {
    return measurements.stream()
        .filter(m ->
            measurements.stream().noneMatch(other -> taken(m).isBefore(taken(other)) == Truth.TRUE))
        .toList();
  }

  private static Interval taken(Measurement m) {
    return m.taken().orElse(ANY_TIME);
  }

  private static final Interval ANY_TIME =
      Interval.between(LocalDate.of(1800, 1, 1), LocalDate.of(9999, 12, 31));

  private static List<Answer> answerEach(
      List<Measurement> measurements, Measured asked, LocalDate asOf) {
    return measurements.stream().map(m -> answer(m, asked, asOf)).toList();
  }

  private static Answer answer(Measurement m, Measured asked, LocalDate asOf) {
    ResultTests.Outcome outcome = ResultTests.apply(asked.test(), m.result());
    Truth certain = m.status() == Measurement.Status.FINAL ? within(m, asked, asOf) : Truth.UNKNOWN;
    var observed = new Observed(m.label(), m.result().toString(), m.taken(), m.source());
    var outlook = Outlook.openToResults(Dates.changes(asked.within(), m.taken()), asOf);
    if (certain != Truth.TRUE) {
      String why =
          m.status() == Measurement.Status.FINAL
              ? "its date is missing or known only in part"
              : "the result is preliminary";
      return Answer.of(Truth.UNKNOWN, new Evidence.Inconclusive(observed, why), outlook);
    }
    return switch (outcome.truth()) {
      case TRUE -> Answer.of(Truth.TRUE, new Evidence.Supporting(observed), outlook);
      case FALSE -> Answer.of(Truth.FALSE, new Evidence.Opposing(observed), outlook);
      case UNKNOWN ->
          Answer.of(Truth.UNKNOWN, new Evidence.Inconclusive(observed, outcome.why()), outlook);
    };
  }

  /** The day without the time, where the day is known. */
  private static String day(Interval when) {
    return (when.firstDay().equals(when.lastDay()) ? Interval.on(when.firstDay()) : when)
        .toString();
  }

  private static Answer agreed(List<Answer> answers) {
    Answer first = answers.getFirst();
    boolean agree = answers.stream().allMatch(a -> a.truth() == first.truth());
    Stream<Evidence> evidence = answers.stream().flatMap(a -> a.evidence().stream());
    return new Answer(
        agree ? first.truth() : Truth.UNKNOWN,
        (agree ? evidence : evidence.map(Measurements::contested)).toList(),
        Outlook.anyOf(answers.stream().map(Answer::outlook).toList()));
  }

  private static Evidence contested(Evidence evidence) {
    String why = "another result that may be as late says otherwise";
    return switch (evidence) {
      case Evidence.Supporting(var observed) -> new Evidence.Inconclusive(observed, why);
      case Evidence.Opposing(var observed) -> new Evidence.Inconclusive(observed, why);
      default -> evidence;
    };
  }

  private static Answer silent(Measured asked, List<Measurement> older, LocalDate asOf) {
    String what = asked.of().name();
    String why =
        asked.within().map(w -> "no result in the last " + w).orElse("no result in the record");
    String last =
        older.stream()
            .flatMap(m -> m.taken().stream())
            .max((a, b) -> a.latest().compareTo(b.latest()))
            .map(when -> "; the last one is of " + day(when))
            .orElse("");
    Outlook outlook =
        Outlook.openToResults(
            older.stream().flatMap(m -> Dates.changes(asked.within(), m.taken())), asOf);
    return asked.silence() == Silence.MEANS_NO
        ? Answer.of(Truth.FALSE, new Evidence.AssumedAbsent(what, why + last), outlook)
        : Answer.of(Truth.UNKNOWN, new Evidence.Missing(what, why + last), outlook);
  }
}
