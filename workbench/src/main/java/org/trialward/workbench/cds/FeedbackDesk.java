package org.trialward.workbench.cds;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.trialward.fhir.cds.CdsFeedback;
import org.trialward.fhir.cds.CdsFeedback.Item;
import org.trialward.fhir.cds.CdsFeedback.Outcome;
import org.trialward.fhir.cds.OverrideReasons;
import org.trialward.workbench.flag.Answer;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Impressions.Shown;
import org.trialward.workbench.flag.Snooze;
import org.trialward.workbench.settings.SiteClock;

/** Takes what physicians did with a card as their answer about each candidate on it. */
public class FeedbackDesk {
  /** An EMR may send feedback late; what it dates otherwise is dated by us. */
  private static final Duration LATE = Duration.ofDays(7);

  private static final String COUNTER = "trialward.cds.feedback";

  private final Impressions impressions;
  private final Answers answers;
  private final MeterRegistry meters;
  private final SiteClock clock;

  public FeedbackDesk(
      Impressions impressions, Answers answers, MeterRegistry meters, SiteClock clock) {
    this.impressions = impressions;
    this.answers = answers;
    this.meters = meters;
    this.clock = clock;
    for (Outcome outcome : Outcome.values()) {
      counter(true, outcome);
      counter(false, outcome);
    }
  }

  private Counter counter(boolean known, Outcome outcome) {
    return Counter.builder(COUNTER)
        .description("Answers to cards; of a card that we do not know, too")
        .tag("card", known ? "known" : "unknown")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  /** A card that we do not know changes nothing and is counted. */
  void take(CdsFeedback feedback) {
    feedback.feedback().forEach(this::take);
  }

  private void take(Item item) {
    Shown shown = uuid(item.card()).map(impressions::on).orElse(new Shown(List.of(), ""));
    counter(!shown.candidates().isEmpty(), item.outcome()).increment();
    boolean alone = shown.candidates().size() == 1;
    for (long candidate : shown.candidates()) {
      answers.give(answer(candidate, shown.practitioner(), item, alone));
    }
  }

  private static Optional<UUID> uuid(String card) {
    try {
      return Optional.of(UUID.fromString(card));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Answer answer(long candidate, String practitioner, Item item, boolean alone) {
    Kind kind = kind(item, alone);
    return new Answer(
        candidate,
        practitioner,
        kind,
        item.reason().filter(OverrideReasons::isOffered),
        Optional.empty(),
        kind == Kind.SNOOZED ? Optional.of(Snooze.DAYS_30.until(given(item))) : Optional.empty(),
        Answer.CARD);
  }

  /**
   * On a card of several trials nobody can tell which of them the patient is not eligible for, so
   * that this says no more than a dismissal.
   */
  private static Kind kind(Item item, boolean alone) {
    if (item.outcome() == Outcome.ACCEPTED) {
      return Kind.SEEN;
    }
    return switch (item.reason().orElse("")) {
      case OverrideReasons.PATIENT_INELIGIBLE -> alone ? Kind.NOT_SUITABLE : Kind.WAVED_AWAY;
      case OverrideReasons.NEVER_AGAIN -> Kind.NEVER_THIS_TRIAL;
      case OverrideReasons.LIMITED_TIME, OverrideReasons.WRONG_TIME -> Kind.SNOOZED;
      default -> Kind.WAVED_AWAY;
    };
  }

  /** The same for feedback that is sent twice: the EMR's own time, else the day. */
  private Instant given(Item item) {
    Instant now = clock.now();
    return item.at()
        .filter(at -> at.isAfter(now.minus(LATE)) && !at.isAfter(now))
        .orElseGet(() -> now.truncatedTo(ChronoUnit.DAYS));
  }
}
