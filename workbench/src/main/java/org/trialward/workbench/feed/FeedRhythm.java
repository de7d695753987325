package org.trialward.workbench.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a feed usually speaks, learnt from its own last 14 days, and whether its silence is unusual.
 *
 * <p>At the same hour of comparable days (weekdays, or days of weekends) we look how old the last
 * message was; the worst day is left out, for it may have been an outage. Silence that lasts three
 * times as long as the worst of the other days is unusual. So a night that is always quiet, a batch
 * that always comes at two, and a feed of three messages a day raise no alarm, and a busy feed does
 * so within half an hour. What was once unusual stays so until a message comes.
 */
public final class FeedRhythm {
  /** As finely as arrivals are counted. */
  static final Duration SLOT = Duration.ofMinutes(10);

  /** How far back before the last arrival it is learnt. */
  static final Duration LEARNT_FROM = Duration.ofDays(14);

  /** Shorter silence is nobody's concern. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** After a start senders need this long to connect again. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private static final int TIMES_THE_USUAL = 3;

  /** The same kind of hour: the hour before and after the clock time. */
  private static final int SLOTS_AROUND = 6;

  private static final int FEWEST_SLOTS = 10;
  private static final int FEWEST_WEEKDAYS = 3;
  private static final int FEWEST_WEEKEND_DAYS = 2;

  /** With so many days one of them may be left out. */
  private static final int DAYS_TO_SPARE = 5;

  /** Silence that was usual for so long stays so: the feed is used now and then. */
  private static final Duration DECIDED_WITHIN = Duration.ofDays(7);

  private final NavigableMap<Instant, Integer> slots;
  private final Instant last;
  private final ZoneId zone;

  private FeedRhythm(NavigableMap<Instant, Integer> slots, Instant last, ZoneId zone) {
    this.slots = slots;
    this.last = last;
    this.zone = zone;
  }

  /** What the rhythm says of the silence now. */
  public sealed interface Finding {
    /** Too few days or arrivals to know what is usual. */
    record Learning() implements Finding {}

    /**
     * As ever.
     *
     * @param gap a message usually comes every so long at this hour
     */
    record Usual(Duration gap) implements Finding {}

    /**
     * Longer than ever.
     *
     * @param since the last arrival
     * @param gap a message usually comes every so long at this hour
     */
    record Silent(Instant since, Duration gap) implements Finding {}
  }

  /**
   * Judges a feed's silence.
   *
   * @param slots arrivals by the beginning of the ten minutes in which they came
   * @param last the last arrival
   * @param watchedSince since when we could have heard the feed
   */
  public static Finding judge(
      Map<Instant, Integer> slots, Instant last, Instant watchedSince, Instant now, ZoneId zone) {
    NavigableMap<Instant, Integer> history =
        new TreeMap<>(new TreeMap<>(slots).subMap(last.minus(LEARNT_FROM), true, last, true));
    return history.size() < FEWEST_SLOTS
        ? new Finding.Learning()
        : new FeedRhythm(history, last, zone).judge(watchedSince.plus(GRACE), now);
  }

  private Finding judge(Instant from, Instant now) {
    Instant first = last.plus(PATIENCE).isAfter(from) ? last.plus(PATIENCE) : from;
    Instant end = now.isBefore(first.plus(DECIDED_WITHIN)) ? now : first.plus(DECIDED_WITHIN);
    for (Instant t = first; !t.isAfter(end); t = t.plus(SLOT)) {
      Instant moment = t;
      if (longestUsual(t).filter(usual -> isUnusual(moment, usual)).isPresent()) {
        return new Finding.Silent(last, gap(t));
      }
    }
    return longestUsual(now).isPresent() ? new Finding.Usual(gap(now)) : new Finding.Learning();
  }

  private boolean isUnusual(Instant t, Duration usual) {
    Duration silence = Duration.between(last, t);
    return silence.compareTo(usual.multipliedBy(TIMES_THE_USUAL)) >= 0;
  }

  /** How old the last message was at most, at this hour of comparable days. */
  private Optional<Duration> longestUsual(Instant t) {
    ZonedDateTime local = t.atZone(zone);
    List<Duration> worst =
        comparableDays(local).stream()
            .map(day -> worstAge(day.atTime(local.toLocalTime())))
            .flatMap(Optional::stream)
            .sorted(Comparator.reverseOrder())
            .toList();
    int fewest = isWeekend(local.toLocalDate()) ? FEWEST_WEEKEND_DAYS : FEWEST_WEEKDAYS;
    return worst.size() < fewest
        ? Optional.empty()
        : Optional.of(worst.get(worst.size() >= DAYS_TO_SPARE ? 1 : 0));
  }

  private List<LocalDate> comparableDays(ZonedDateTime local) {
    LocalDate end = last.atZone(zone).toLocalDate();
    return end.minusDays(LEARNT_FROM.toDays())
        .datesUntil(end.plusDays(1))
        .filter(day -> isWeekend(day) == isWeekend(local.toLocalDate()))
        .toList();
  }

  /** Empty where the history does not reach around this moment. */
  private Optional<Duration> worstAge(LocalDateTime around) {
    Instant moment = around.atZone(zone).toInstant();
    Instant from = moment.minus(SLOT.multipliedBy(SLOTS_AROUND));
    Instant to = moment.plus(SLOT.multipliedBy(SLOTS_AROUND));
    if (from.isBefore(slots.firstKey()) || to.isAfter(last)) {
      return Optional.empty();
    }
    Duration worst = Duration.ZERO;
    for (Instant t = from; !t.isAfter(to); t = t.plus(SLOT)) {
      worst = Collections.max(List.of(worst, age(t)));
    }
    return Optional.of(worst);
  }

  /** The last arrival may have come at the very beginning of its slot. */
  private Duration age(Instant t) {
    return Duration.between(slots.floorKey(t), t);
  }

  /** A message usually comes every so long: by this hour, else by the whole day. */
  private Duration gap(Instant t) {
    ZonedDateTime local = t.atZone(zone);
    List<LocalDate> days =
        comparableDays(local).stream().filter(day -> isWhole(day, local)).toList();
    int hourly = median(days.stream().map(day -> inHour(day, local)).toList());
    int daily = median(days.stream().map(this::inDay).toList());
    if (hourly > 0) {
      return Duration.ofHours(1).dividedBy(hourly);
    }
    return daily > 0 ? Duration.ofDays(1).dividedBy(daily) : longestUsual(t).orElse(LEARNT_FROM);
  }

  private boolean isWhole(LocalDate day, ZonedDateTime local) {
    Instant hour = day.atTime(local.getHour(), 0).atZone(zone).toInstant();
    return !hour.isBefore(slots.firstKey()) && !hour.plus(1, ChronoUnit.HOURS).isAfter(last);
  }

  private int inHour(LocalDate day, ZonedDateTime local) {
    Instant hour = day.atTime(local.getHour(), 0).atZone(zone).toInstant();
    return sum(hour, hour.plus(1, ChronoUnit.HOURS));
  }

  private int inDay(LocalDate day) {
    return sum(day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
  }

  private int sum(Instant from, Instant to) {
    return slots.subMap(from, true, to, false).values().stream().mapToInt(n -> n).sum();
  }

  private static int median(List<Integer> counts) {
    return counts.isEmpty() ? 0 : counts.stream().sorted().toList().get(counts.size() / 2);
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
