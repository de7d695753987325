package org.trialward.rules.criterion;

import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Window.Edge.Ago;
import org.trialward.rules.criterion.Window.Edge.On;
import org.trialward.rules.criterion.Window.Edge.Open;

/**
 * A stretch of days up to the reference date, both edges included: the last 90 days, at least 3
 * months ago, since 1 June 2024.
 *
 * @param first the earliest day inside
 * @param last the latest day inside; never after the reference date
 */
public record Window(Edge first, Edge last) {

  /** One edge of a window. */
  public sealed interface Edge {
    /** The beginning of the record, or the reference date. */
    record Open() implements Edge {}

    /** So long before the reference date. */
    record Ago(Span span) implements Edge {}

    record On(LocalDate day) implements Edge {}
  }

  private static final Edge OPEN = new Open();

  public Window {
    if (first instanceof Open && last instanceof Open) {
      throw new IllegalArgumentException("A window needs an edge.");
    }
    if (first instanceof Ago(var span) && last instanceof Open && span.length() == 0) {
      throw new IllegalArgumentException("A window must be at least 1 long, got `0`.");
    }
  }

  /** The last so-and-so many days, weeks, months or years. */
  public static Window last(int length, CalendarUnit unit) {
    return new Window(new Ago(new Span(length, unit)), OPEN);
  }

  /** Longer ago than, or just, so-and-so many days, weeks, months or years. */
  public static Window atLeastAgo(int length, CalendarUnit unit) {
    return new Window(OPEN, new Ago(new Span(length, unit)));
  }

  public static Window since(LocalDate day) {
    return new Window(new On(day), OPEN);
  }

  /** The first day inside. */
  public LocalDate firstDay(LocalDate asOf) {
    return switch (first) {
      case Open _ -> LocalDate.MIN;
      case Ago(var span) -> span.before(asOf);
      case On(var day) -> day;
    };
  }

  /** The last day inside. */
  public LocalDate lastDay(LocalDate asOf) {
    return switch (last) {
      case Open _ -> asOf;
      case Ago(var span) -> span.before(asOf);
      case On(var day) -> day.isBefore(asOf) ? day : asOf;
    };
  }

  /** Whether its edges leave no day between them, as a window since tomorrow does today. */
  public boolean isEmpty(LocalDate asOf) {
    if (last instanceof Open && !(first instanceof On)) {
      return false;
    }
    // Months differ in length, so that 1 month may be shorter than 30 days: a window between them
    // is not empty.
    if (first instanceof Ago(var longest) && last instanceof Ago(var shortest)) {
      return longest.isSurelyShorterThan(shortest);
    }
    return lastDay(asOf).isBefore(firstDay(asOf));
  }

  /**
   * The reference dates among which are all on which it becomes empty or ceases to be, or no longer
   * reaches the reference date.
   */
  public Stream<LocalDate> turns() {
    Stream.Builder<LocalDate> days = Stream.builder();
    eachTurn(days);
    return days.build();
  }

  /** The reference dates among which are all on which something of this day enters or leaves. */
  public Stream<LocalDate> changes(LocalDate day) {
    Stream.Builder<LocalDate> days = Stream.builder();
    eachChange(day, days);
    return days.build();
  }

  /** Tells all {@link #turns}. */
  public void eachTurn(Consumer<LocalDate> days) {
    turns(first, days);
    turns(last, days);
  }

  private void turns(Edge edge, Consumer<LocalDate> days) {
    if (edge instanceof On(var day)) {
      days.accept(day);
      days.accept(day.plusDays(1));
      eachChange(day, days);
    }
  }

  /** Tells all {@link #changes}. */
  public void eachChange(LocalDate day, Consumer<LocalDate> days) {
    if (first instanceof Ago(var span)) {
      days.accept(span.firstDayReaching(day.plusDays(1)));
    }
    if (last instanceof Ago(var span)) {
      days.accept(span.firstDayReaching(day));
    }
  }

  /** In English, to follow a noun: "in the last 90 days". */
  @Override
  public String toString() {
    if (first instanceof Ago(var span) && last instanceof Open) {
      return "in the last " + span;
    }
    String from =
        switch (first) {
          case Open _ -> "";
          case Ago(var span) -> "at most " + span + " ago";
          case On(var day) -> "since " + day;
        };
    String to =
        switch (last) {
          case Open _ -> "";
          case Ago(var span) -> "at least " + span + " ago";
          case On(var day) -> "until " + day;
        };
    return from.isEmpty() || to.isEmpty() ? from + to : from + " and " + to;
  }
}
