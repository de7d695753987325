package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.rules.verdict.Mentions.Mention;

/**
 * Measurements. The latest decides, even where it cannot be compared: an older result never speaks
 * for a newer one. Where the order of several is not known, they must agree.
 */
final class Measurements {
  private static final String DATE_IN_PART = "its date is missing or known only in part";
  private static final String DISAGREE = "another result that may be as late says otherwise";

  private Measurements() {}

  static Answer answer(Measured asked, PatientSnapshot patient) {
    return asked.of() instanceof Measure.Derived derived
        ? DerivedMeasures.answer(asked, derived, patient)
        : RacePair.answer(patient, member -> answer(asked, member, patient), asked);
  }

  private static Answer answer(Measured asked, RacePair member, PatientSnapshot patient) {
    List<Measurement> recorded = member.of(recorded(asked.of(), patient));
    return answer(asked, new Series(recorded, new HashMap<>()), patient);
  }

  static Answer answer(Measured asked, Series series, PatientSnapshot patient) {
    LocalDate asOf = patient.asOf();
    List<Measurement> recorded = series.recorded();
    List<Measurement> inWindow = Some.of(recorded, m -> within(m, asked, asOf) != Truth.FALSE);
    if (inWindow.isEmpty()) {
      return silent(asked, series, asOf);
    }
    Answer answer = choose(inWindow, asked, asOf);
    return inWindow.size() == recorded.size()
        ? answer
        : answer.changingAlso(entering(recorded, asked, asOf));
  }

  private static Answer choose(List<Measurement> inWindow, Measured asked, LocalDate asOf) {
    return switch (asked.choice()) {
      case ANY -> answerAny(asked, inWindow, asOf);
      case ALL -> answerAll(asked, inWindow, asOf);
      case LATEST -> Answer.agreed(answerEach(possiblyLatest(inWindow), asked, asOf), DISAGREE);
      case EARLIEST -> Answer.agreed(answerEach(possiblyEarliest(inWindow), asked, asOf), DISAGREE);
      case LOWEST, HIGHEST, MEAN, CHANGE, PERCENT_CHANGE -> Summaries.answer(asked, inWindow, asOf);
    };
  }

  /** Every result is a mention that counts where it passes the test in the window. */
  static List<Mention> mentions(Measured asked, RacePair member, PatientSnapshot patient) {
    return Some.each(
        member.of(recorded(asked.of(), patient)), m -> mention(m, asked, patient.asOf()));
  }

  private static Mention mention(Measurement m, Measured asked, LocalDate asOf) {
    Results.Outcome outcome = Results.apply(asked.test(), m, asked.of());
    Truth passes = isFinal(m) ? outcome.truth() : Truth.UNKNOWN;
    Function<LocalDate, Truth> counts = day -> within(m, asked, day).and(passes);
    return Mention.of(
        m,
        counts,
        asOf,
        m.result().toString(),
        () -> why(m, outcome, within(m, asked, asOf)),
        days -> Dates.changes(asked.within(), m.taken(), days));
  }

  private static String why(Measurement m, Results.Outcome outcome, Truth within) {
    if (!isFinal(m)) {
      return "the result is preliminary";
    }
    return within == Truth.UNKNOWN ? DATE_IN_PART : outcome.why();
  }

  static List<Measurement> recorded(Measure measure, PatientSnapshot patient) {
    return recorded(codes(measure), patient);
  }

  static List<Measurement> recorded(Set<Code> codes, PatientSnapshot patient) {
    return Some.of(
        patient.coded(Measurement.class, codes), m -> m.status() != Measurement.Status.RETRACTED);
  }

  private static Set<Code> codes(Measure measure) {
    return switch (measure) {
      case Measure.Coded(var set) -> set.codes();
      case Measure.Performance performance ->
          Stream.concat(
                  performance.ecog().codes().stream(), performance.karnofsky().codes().stream())
              .collect(Collectors.toSet());
      case Measure.Derived _ -> Set.of();
    };
  }

  static boolean isFinal(Measurement m) {
    return m.status() == Measurement.Status.FINAL;
  }

  static Truth within(Measurement m, Measured asked, LocalDate asOf) {
    return Dates.hasBegun(m.taken(), asOf).and(Dates.isWithin(asked.within(), m.taken(), asOf));
  }

  /** The days on which passing time brings results into the window that are not in it yet. */
  private static Outlook entering(List<Measurement> recorded, Measured asked, LocalDate asOf) {
    Outlook outlook = Outlook.FINAL;
    for (Measurement m : recorded) {
      if (within(m, asked, asOf) == Truth.FALSE) {
        outlook = outlook.or(moving(m, Truth.FALSE, asked, asOf).byTimeAlone());
      }
    }
    return outlook;
  }

  /** When passing time brings a result into the window, or out of it. */
  private static NextChange moving(Measurement m, Truth within, Measured asked, LocalDate asOf) {
    NextChange next = new NextChange(asOf, day -> within(m, asked, day) != within);
    Dates.changes(asked.within(), m.taken(), next);
    return next;
  }

  /** Those that no other is surely after. */
  static List<Measurement> possiblyLatest(List<Measurement> measurements) {
    if (measurements.size() == 1) {
      return measurements;
    }
    Optional<LocalDateTime> last =
        measurements.stream().map(m -> taken(m).earliest()).max(Comparator.naturalOrder());
    return measurements.stream().filter(m -> !taken(m).latest().isBefore(last.get())).toList();
  }

  /** Those that no other is surely before. */
  static List<Measurement> possiblyEarliest(List<Measurement> measurements) {
    if (measurements.size() == 1) {
      return measurements;
    }
    Optional<LocalDateTime> first =
        measurements.stream().map(m -> taken(m).latest()).min(Comparator.naturalOrder());
    return measurements.stream().filter(m -> !taken(m).earliest().isAfter(first.get())).toList();
  }

  static Interval taken(Measurement m) {
    return m.taken().orElse(Interval.ANY_TIME);
  }

  private static List<Answer> answerEach(
      List<Measurement> measurements, Measured asked, LocalDate asOf) {
    return Some.each(measurements, m -> answer(m, asked, asOf));
  }

  private static Answer answer(Measurement m, Measured asked, LocalDate asOf) {
    Results.Outcome outcome = Results.apply(asked.test(), m, asked.of());
    Truth within = within(m, asked, asOf);
    Truth truth = isFinal(m) && within == Truth.TRUE ? outcome.truth() : Truth.UNKNOWN;
    return answer(m, truth, why(m, outcome, within), outlook(m, within, asked, asOf));
  }

  private static Outlook outlook(Measurement m, Truth within, Measured asked, LocalDate asOf) {
    return moving(m, within, asked, asOf).openToResults();
  }

  static Observed observed(Measurement m) {
    return new Observed(m.label(), m.result().toString(), m.taken(), m.source());
  }

  private static Answer answer(Measurement m, Truth truth, String why, Outlook outlook) {
    return Answer.of(truth, Evidence.of(truth, observed(m), why), outlook);
  }

  /** One result in the window that passes is enough. */
  private static Answer answerAny(Measured asked, List<Measurement> inWindow, LocalDate asOf) {
    List<Mention> certain =
        inWindow.stream()
            .map(m -> mention(m, asked, asOf))
            .filter(m -> m.counts() == Truth.TRUE)
            .toList();
    if (!certain.isEmpty()) {
      return Answer.anyOf(
          certain.stream().map(m -> Answer.of(Truth.TRUE, m.evidence(), m.outlook())).toList());
    }
    return Answer.anyOf(
        inWindow.stream()
            .map(m -> {
              Mention mention = mention(m, asked, asOf);
              return Answer.of(
                  mention.counts(),
                  mention.evidence(),
                  mention.outlook().or(outlook(m, within(m, asked, asOf), asked, asOf)));
            })
            .toList());
  }

  /** Every result in the window passes, and there is one. */
  private static Answer answerAll(Measured asked, List<Measurement> inWindow, LocalDate asOf) {
    boolean someIsCertain = inWindow.stream().anyMatch(m -> within(m, asked, asOf) == Truth.TRUE);
    List<Answer> answers =
        inWindow.stream()
            .map(m -> {
              Results.Outcome outcome = Results.apply(asked.test(), m, asked.of());
              Truth within = within(m, asked, asOf);
              Truth passes = isFinal(m) ? outcome.truth() : Truth.UNKNOWN;
              Truth truth = someIsCertain ? within.not().or(passes) : Truth.UNKNOWN;
              return answer(m, truth, why(m, outcome, within), outlook(m, within, asked, asOf));
            })
            .toList();
    return Answer.allOf(answers).changingAlso(untilOneChanges(answers));
  }

  private static Outlook untilOneChanges(List<Answer> answers) {
    return answers.stream().map(Answer::outlook).reduce(Outlook.FINAL, Outlook::or);
  }

  private static Answer silent(Measured asked, Series outside, LocalDate asOf) {
    NextChange next = new NextChange(asOf);
    for (int i = 0; i < outside.recorded().size(); i++) {
      Dates.changes(asked.within(), outside.recorded().get(i).taken(), next);
    }
    return silent(asked, outside.noneButLast(asked.within()), next.openToResults());
  }

  /** What it means that there is no result. */
  static Answer silent(Measured asked, String why, Outlook outlook) {
    String what = asked.of().name();
    return asked.silence() == Silence.MEANS_NO
        ? Answer.of(Truth.FALSE, new Evidence.AssumedAbsent(what, why), outlook)
        : Answer.of(Truth.UNKNOWN, new Evidence.Missing(what, why), outlook);
  }
}
