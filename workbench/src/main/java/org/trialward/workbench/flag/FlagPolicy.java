package org.trialward.workbench.flag;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.settings.TrialwardSettings.Flags.Show;
import org.trialward.workbench.settings.TrialwardSettings.TrialFlags;

/** What the site allows on cards. Reads no clock and no database. */
public final class FlagPolicy {
  /**
   * EMRs ask again whenever a chart is redrawn, and then take away what is not answered once more:
   * so long a showing is still the same one.
   */
  static final Duration SAME_OPENING = Duration.ofMinutes(10);

  /** From the contact on, a person is at work. */
  static final Set<CandidateState> BEFORE_CONTACT =
      EnumSet.range(CandidateState.DETECTED, CandidateState.REFERRED);

  private static final TrialFlags NOTHING_SAID =
      new TrialFlags(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  private final TrialwardSettings.Flags settings;
  private final Moment moment;
  private final Map<String, TrialFlags> trials;

  public FlagPolicy(TrialwardSettings.Flags settings, Moment moment) {
    this.settings = settings;
    this.moment = moment;
    this.trials =
        settings.trials().entrySet().stream()
            .collect(
                Collectors.toMap(entry -> lower(entry.getKey()), Map.Entry::getValue, (a, b) -> a));
  }

  private static String lower(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private TrialFlags of(TrialId trial) {
    return trials.getOrDefault(lower(trial.value()), NOTHING_SAID);
  }

  /** Whether any trial may be on a card; mostly none. */
  boolean isSilent() {
    return settings.show() == Show.QUEUE
        && trials.values().stream().noneMatch(t -> t.show().orElse(Show.QUEUE) == Show.CARD);
  }

  public boolean shows(TrialId trial) {
    return of(trial).show().orElse(settings.show()) == Show.CARD;
  }

  /** Whose cards they are; empty: everybody's. */
  public List<String> specialties(TrialId trial) {
    return of(trial).specialties();
  }

  public int weeklyCap() {
    return settings.weeklyCap();
  }

  public Thresholds thresholds(TrialId trial) {
    return new Thresholds(
        of(trial).minimumResponse().orElse(settings.minimumResponse()),
        of(trial).minimumPrecision().orElse(settings.minimumPrecision()));
  }

  /** The first reason against showing this candidate to this viewer now; empty: show it. */
  Optional<Withheld> withheld(Standing candidate, Viewer viewer, Instant now) {
    return byViewer(candidate.trial(), viewer)
        .or(() -> byCandidate(candidate))
        .or(() -> byAnswers(candidate))
        .or(() -> byCount(candidate, now));
  }

  private Optional<Withheld> byViewer(TrialId trial, Viewer viewer) {
    if (!shows(trial)) {
      return Optional.of(Withheld.QUEUE_ONLY);
    }
    if (!viewer.treats()) {
      return Optional.of(Withheld.NOT_TREATING);
    }
    boolean listed =
        specialties(trial).isEmpty()
            || !Collections.disjoint(specialties(trial), viewer.specialties());
    return listed ? Optional.empty() : Optional.of(Withheld.OTHER_SPECIALTY);
  }

  private Optional<Withheld> byCandidate(Standing candidate) {
    if (candidate.optedOut()) {
      return Optional.of(Withheld.OPTED_OUT);
    }
    if (!isOfTheMoment(candidate.state())) {
      return Optional.of(Withheld.NOT_NOW);
    }
    if (candidate.outcome() == Outcome.INELIGIBLE) {
      return Optional.of(Withheld.DOES_NOT_FIT);
    }
    return candidate.steppedDown() ? Optional.of(Withheld.STEPPED_DOWN) : Optional.empty();
  }

  /** A physician is shown what has left the queue, by the same setting as every other delivery. */
  private boolean isOfTheMoment(CandidateState state) {
    return moment == Moment.DETECTION
        ? BEFORE_CONTACT.contains(state)
        : state == CandidateState.CONFIRMED;
  }

  private static Optional<Withheld> byAnswers(Standing candidate) {
    if (candidate.answered()) {
      return Optional.of(Withheld.ANSWERED);
    }
    if (candidate.snoozed()) {
      return Optional.of(Withheld.SNOOZED);
    }
    return candidate.never() ? Optional.of(Withheld.NEVER_THIS_TRIAL) : Optional.empty();
  }

  /** What is still on the screen counts no second time. */
  private Optional<Withheld> byCount(Standing candidate, Instant now) {
    Function<Instant, Optional<Withheld>> again =
        first ->
            first.plus(SAME_OPENING).isAfter(now)
                ? Optional.empty()
                : Optional.of(Withheld.SHOWN_TODAY);
    return candidate
        .shownToday()
        .map(again)
        .orElseGet(() ->
            candidate.cardsInSevenDays() < settings.weeklyCap()
                ? Optional.empty()
                : Optional.of(Withheld.WEEKLY_CAP));
  }
}
