package org.trialward.rules.verdict;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Interval;

/**
 * Something that lasts: a medicine taken, a study taken part in.
 *
 * @param everSo whether it was ever so
 * @param state whether it goes on
 * @param longest where it has ended without saying when: how long after its start the question
 *     stays open; empty: for ever
 */
record Course(
    Truth everSo,
    State state,
    Optional<Interval> start,
    Optional<Interval> end,
    Optional<Span> longest) {

  enum State {
    GOES_ON,
    ENDED,
    NOT_SAID
  }

  Truth counts(Taken taken, LocalDate asOf) {
    Truth asked =
        switch (taken) {
          case Taken.Now _ -> isSoNow(asOf);
          case Taken.Ever _ -> everSo;
          case Taken.During(var window) -> everSo.and(overlaps(window, asOf));
        };
    return asked.and(Dates.hasBegun(start, asOf));
  }

  /** Tells days among which are all on which {@link #counts} changes. */
  void changes(Taken taken, Consumer<LocalDate> days) {
    Optional<Window> window =
        taken instanceof Taken.During(var asked) ? Optional.of(asked) : Optional.empty();
    Dates.changes(window, start, days);
    Dates.changes(window, end, days);
    if (end.isPresent()) {
      days.accept(end.get().lastDay().plusDays(1));
      days.accept(end.get().firstDay().plusDays(1));
    }
    Dates.changes(window, lastPossibleDay().map(Interval::on), days);
  }

  /** Whether it lasted at least so long by the reference date. */
  Truth lasted(Span atLeast, LocalDate asOf) {
    if (start.isEmpty()) {
      return Truth.UNKNOWN;
    }
    LocalDate surely = atLeast.after(start.get().lastDay());
    LocalDate soonest = atLeast.after(start.get().firstDay());
    LocalDate earliestEnd = end.map(Interval::firstDay).filter(asOf::isAfter).orElse(asOf);
    LocalDate latestEnd = end.map(Interval::lastDay).filter(asOf::isAfter).orElse(asOf);
    if (soonest.isAfter(latestEnd)) {
      return Truth.FALSE;
    }
    boolean endIsKnown = end.isPresent() || state == State.GOES_ON;
    return endIsKnown && !surely.isAfter(earliestEnd) ? Truth.TRUE : Truth.UNKNOWN;
  }

  /** What the state alone says. */
  Truth hasEnded() {
    return switch (state) {
      case GOES_ON -> Truth.FALSE;
      case ENDED -> Truth.TRUE;
      case NOT_SAID -> Truth.UNKNOWN;
    };
  }

  /** Tells days among which are all on which {@link #lasted} changes. */
  void changesOfLength(Span atLeast, Consumer<LocalDate> days) {
    if (start.isPresent()) {
      days.accept(atLeast.after(start.get().firstDay()));
      days.accept(atLeast.after(start.get().lastDay()));
    }
    if (end.isPresent()) {
      days.accept(end.get().firstDay());
      days.accept(end.get().lastDay());
    }
  }

  private Truth isSoNow(LocalDate asOf) {
    Truth byState = state == State.ENDED ? Truth.FALSE : everSo;
    Truth byEnd =
        end.map(when -> when.isWithin(LocalDate.MIN, asOf.minusDays(1)).not()).orElse(Truth.TRUE);
    return byState.and(byEnd);
  }

  private Truth overlaps(Window window, LocalDate asOf) {
    if (window.isEmpty(asOf)) {
      return Truth.FALSE;
    }
    LocalDate first = window.firstDay(asOf);
    return hadBegunBy(window.lastDay(asOf), asOf).and(beganSince(first).or(wentOnUntil(first)));
  }

  private Truth beganSince(LocalDate first) {
    return start.map(when -> when.isWithin(first, LocalDate.MAX)).orElse(Truth.FALSE);
  }

  private Truth hadBegunBy(LocalDate last, LocalDate asOf) {
    return last.equals(asOf)
        ? Truth.TRUE
        : start.map(when -> when.isWithin(LocalDate.MIN, last)).orElse(Truth.UNKNOWN);
  }

  private Truth wentOnUntil(LocalDate first) {
    if (end.isPresent()) {
      return end.get().isWithin(first, LocalDate.MAX);
    }
    if (state == State.GOES_ON) {
      return Truth.TRUE;
    }
    return lastPossibleDay().filter(day -> day.isBefore(first)).isPresent()
        ? Truth.FALSE
        : Truth.UNKNOWN;
  }

  private Optional<LocalDate> lastPossibleDay() {
    return state == State.ENDED
        ? start.flatMap(when -> longest.map(span -> span.after(when.lastDay())))
        : Optional.empty();
  }
}
