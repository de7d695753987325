package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.Side;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.GeneVariant;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Mentions.Mention;

/** Order and distance of two events. O(first x then). */
final class Sequences {
  private Sequences() {}

  /** A first entry and one that may have followed it. */
  private record Pair(Mention first, Mention then, Truth followed) {
    Truth holds() {
      return first.counts().and(then.counts()).and(followed);
    }

    Stream<Evidence> evidence() {
      return holds() == Truth.UNKNOWN && followed == Truth.UNKNOWN
          ? Stream.of(first, then)
              .map(m -> m.inconclusive("the order or the distance is not known exactly"))
          : Stream.of(first, then).map(Mention::evidence);
    }
  }

  static Answer answer(Followed asked, RacePair member, PatientSnapshot patient) {
    List<Mention> firsts = Events.mentions(asked.first(), member, patient);
    List<Mention> thens = Events.mentions(asked.then(), member, patient);
    List<Pair> pairs = pairs(asked, firsts, thens, patient.asOf());
    Truth truth = pairs.stream().map(Pair::holds).reduce(Truth.FALSE, Truth::or);
    Outlook outlook =
        firsts.stream()
            .map(m -> endOf(m, asked.from(), patient.asOf()))
            .reduce(Mentions.untilOneChanges(firsts), Outlook::or)
            .or(Mentions.untilOneChanges(thens));
    if (truth != Truth.FALSE) {
      return new Answer(
          truth,
          pairs.stream()
              .filter(pair -> pair.holds() == truth)
              .flatMap(Pair::evidence)
              .distinct()
              .toList(),
          outlook);
    }
    return silent(asked, firsts, thens, outlook);
  }

  /** No pair is as asked: the record's silence on either event decides. */
  private static Answer silent(
      Followed asked, List<Mention> firsts, List<Mention> thens, Outlook outlook) {
    List<Evidence> evidence = new ArrayList<>();
    Stream.concat(firsts.stream(), thens.stream())
        .filter(m -> m.counts() == Truth.TRUE)
        .map(m -> m.evidence().negated())
        .forEach(evidence::add);
    String what = Events.name(asked.then());
    String why =
        "%s that follows %s".formatted(Events.lookedFor(asked.then()), Events.name(asked.first()));
    boolean no =
        asked.first().silence() == Silence.MEANS_NO && asked.then().silence() == Silence.MEANS_NO;
    evidence.add(
        no
            ? new Evidence.AssumedAbsent(what, why)
            : new Evidence.Missing(what, "no " + why + " in the record"));
    return new Answer(no ? Truth.FALSE : Truth.UNKNOWN, evidence, outlook);
  }

  private static List<Pair> pairs(
      Followed asked, List<Mention> firsts, List<Mention> thens, LocalDate asOf) {
    return firsts.stream()
        .flatMap(first ->
            thens.stream()
                .filter(then -> !then.fact().equals(first.fact()))
                .map(then -> new Pair(first, then, followed(asked, first.fact(), then, asOf))))
        .toList();
  }

  private static Truth followed(Followed asked, Fact first, Mention then, LocalDate asOf) {
    if (asked.from() == Side.BEGIN) {
      return followed(asked, first.date().orElse(Interval.ANY_TIME), then.date());
    }
    return hasEnded(first, asOf)
        .and(followed(asked, end(first).orElse(Interval.ANY_TIME), then.date()));
  }

  private static Truth followed(Followed asked, Interval first, Interval then) {
    Truth late =
        asked
            .atLeast()
            .map(span ->
                isOnOrAfter(then, span.after(first.firstDay()), span.after(first.lastDay())))
            .orElseGet(() -> first.isBefore(then));
    Truth soon =
        asked
            .atMost()
            .map(span ->
                isOnOrAfter(
                        then,
                        span.after(first.firstDay()).plusDays(1),
                        span.after(first.lastDay()).plusDays(1))
                    .not())
            .orElse(Truth.TRUE);
    return late.and(soon);
  }

  /** Whether the moment's day is not before a day that lies between two. */
  private static Truth isOnOrAfter(Interval moment, LocalDate soonest, LocalDate latest) {
    if (!moment.firstDay().isBefore(latest)) {
      return Truth.TRUE;
    }
    return moment.lastDay().isBefore(soonest) ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static Truth hasEnded(Fact fact, LocalDate asOf) {
    return end(fact)
        .map(end -> end.isWithin(LocalDate.MIN, asOf))
        .orElseGet(() -> hasEndedBySaying(fact));
  }

  /** Whether time alone can end it: its end lies ahead. */
  private static Outlook endOf(Mention mention, Side from, LocalDate asOf) {
    if (from == Side.BEGIN) {
      return Outlook.FINAL;
    }
    NextChange next = new NextChange(asOf);
    Dates.changes(Optional.empty(), end(mention.fact()), next);
    return next.byTimeAlone();
  }

  private static Optional<Interval> end(Fact fact) {
    return switch (fact) {
      case Diagnosis diagnosis -> diagnosis.abatement();
      case MedicationUse use -> use.end();
      case StudyParticipation participation -> participation.end();
      case PerformedProcedure procedure -> procedure.performed();
      case Immunization immunization -> immunization.given();
      case Measurement measurement -> measurement.taken();
      case GeneVariant variant -> variant.taken();
      case Allergy _ -> Optional.empty();
    };
  }

  private static Truth hasEndedBySaying(Fact fact) {
    return switch (fact) {
      case MedicationUse use -> Medications.course(use).hasEnded();
      case StudyParticipation participation -> Participations.course(participation).hasEnded();
      case Diagnosis diagnosis ->
          switch (diagnosis.status()) {
            case ACTIVE -> Truth.FALSE;
            case INACTIVE -> Truth.TRUE;
            case NOT_SAID -> Truth.UNKNOWN;
          };
      case PerformedProcedure _, Immunization _, Measurement _, GeneVariant _ -> Truth.TRUE;
      case Allergy _ -> Truth.UNKNOWN;
    };
  }
}
