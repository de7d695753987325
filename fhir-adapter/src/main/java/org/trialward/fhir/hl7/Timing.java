package org.trialward.fhir.hl7;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.Interval;

/**
 * When a drug order begins and ends: as TQ1 says, else RXE-1 or ORC-7. Each may say several times,
 * as in "one dose now, then twice a day".
 */
final class Timing {

  /** HL7 table 0335, and how senders write it. */
  private static final Set<String> ONCE = Set.of("ONCE", "1X", "X1", "ONE TIME", "ONE-TIME");

  /** HL7 v2.5, 4.3.3; its times at an interval (X, T) are no time. */
  private static final Pattern DURATION = Pattern.compile("(?<unit>[SMHDWL])(?<number>\\d{1,4})");

  private static final Pattern NONE = Pattern.compile("0*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /**
   * One of the times of an order.
   *
   * @param once whether it is one dose
   */
  private record Course(
      Optional<Interval> start,
      Optional<Interval> end,
      boolean once,
      Optional<TemporalAmount> lasts) {}

  private final Prescription order;
  private final Times times;

  /** What each source says; those that say nothing are left out. */
  private final List<List<Course>> sources;

  Timing(Prescription order, Times times) {
    this.order = order;
    this.times = times;
    this.sources =
        Stream.of(
                order.timings().stream().filter(Timing::saysSomething).map(this::course).toList(),
                order.part("RXE").map(rxe -> courses(rxe.field(1))).orElse(List.of()),
                order.orc().map(orc -> courses(orc.field(7))).orElse(List.of()))
            .filter(courses -> !courses.isEmpty())
            .toList();
  }

  private static boolean saysSomething(Segment tq1) {
    return IntStream.of(3, 6, 7, 8).anyMatch(field -> tq1.field(field).saysSomething());
  }

  private Course course(Segment tq1) {
    return new Course(
        times.of(tq1.first(7)),
        times.of(tq1.first(8)),
        isOnce(tq1.first(3).text(1, 1)),
        duration(tq1.first(6)));
  }

  /** Of the type TQ, which versions before 2.5 have. */
  private List<Course> courses(Field timing) {
    return timing.repetitions().stream()
        .map(tq ->
            new Course(
                times.of(tq.text(4, 1)),
                times.of(tq.text(5, 1)),
                isOnce(tq.text(2, 1)),
                duration(tq.text(3, 1))))
        .toList();
  }

  private static boolean isOnce(String pattern) {
    return ONCE.contains(pattern.toUpperCase(Locale.ROOT));
  }

  /**
   * As it is said, else when it was dispensed; a running order's also when it took effect (ORC-15)
   * or was entered (ORC-9), which of a stopped one tell of the stop.
   */
  Optional<Interval> start(Status status) {
    Optional<Interval> start =
        sources.stream()
            .flatMap(courses ->
                courses.stream()
                    .flatMap(course -> course.start().stream())
                    .min(Comparator.comparing(Interval::earliest))
                    .stream())
            .findFirst()
            .or(() -> order.part("RXD").flatMap(rxd -> times.of(rxd.first(3))));
    return status == Status.ACTIVE ? start.or(this::changed) : start;
  }

  /** As it is said, else with the one dose, or after as long as it was ordered for. */
  Optional<Interval> end(Status status) {
    return status == Status.ENDED ? changed().or(this::planned) : planned();
  }

  /** The last end of the first source that tells any, if each of its times has one. */
  private Optional<Interval> planned() {
    for (int i = 0; i < sources.size(); i++) {
      List<Course> courses = sources.get(i);
      boolean first = i == 0;
      List<Interval> ends =
          courses.stream()
              .flatMap(course -> course.end().or(() -> first ? reckoned(course) : none()).stream())
              .toList();
      if (!ends.isEmpty()) {
        return ends.size() == courses.size()
            ? ends.stream().max(Comparator.comparing(Interval::latest))
            : none();
      }
    }
    return none();
  }

  /** Only from a time at which it was to begin: an order may be entered long before. */
  private Optional<Interval> reckoned(Course course) {
    Optional<Interval> start =
        course.start().or(() -> order.orc().flatMap(orc -> times.of(orc.first(15))));
    return course.once()
        ? start
        : course
            .lasts()
            .filter(_ -> !isHandedOut())
            .flatMap(lasts -> start.map(from -> after(from, lasts)));
  }

  private static Optional<Interval> none() {
    return Optional.empty();
  }

  /** When the order was changed. */
  private Optional<Interval> changed() {
    return order.orc().flatMap(orc -> times.of(orc.first(15)).or(() -> times.of(orc.first(9))));
  }

  /** By a pharmacy, perhaps for the last time, or with refills: it lasts longer. */
  private boolean isHandedOut() {
    return order.part("RXD").isPresent()
        || Stream.of(
                order.part("RXO").map(rxo -> rxo.text(13)),
                order.part("RXE").map(rxe -> rxe.text(12)),
                order.part("RXE").map(rxe -> rxe.text(16)),
                order.part("RXE").map(rxe -> rxe.text(17)))
            .flatMap(Optional::stream)
            .anyMatch(refills -> !NONE.matcher(refills).matches());
  }

  private static Optional<TemporalAmount> duration(String text) {
    Matcher m = DURATION.matcher(text);
    return m.matches() ? amount(m.group("number"), m.group("unit")) : Optional.empty();
  }

  /** TQ1-6: a number and a unit, e.g. of ISO+. */
  private static Optional<TemporalAmount> duration(Field quantity) {
    String number = quantity.text(1);
    String unit =
        switch (quantity.text(2, 1).toLowerCase(Locale.ROOT)) {
          case "s", "sec", "second", "seconds" -> "S";
          case "min", "minute", "minutes" -> "M";
          case "h", "hr", "hour", "hours" -> "H";
          case "d", "day", "days" -> "D";
          case "wk", "week", "weeks" -> "W";
          case "mo", "month", "months" -> "L";
          default -> "";
        };
    return NUMBER.matcher(number).matches() ? amount(number, unit) : Optional.empty();
  }

  private static Optional<TemporalAmount> amount(String digits, String unit) {
    int number = Integer.parseInt(digits);
    return switch (unit) {
      case "S" -> Optional.of(Duration.ofSeconds(number));
      case "M" -> Optional.of(Duration.ofMinutes(number));
      case "H" -> Optional.of(Duration.ofHours(number));
      case "D" -> Optional.of(Period.ofDays(number));
      case "W" -> Optional.of(Period.ofWeeks(number));
      case "L" -> Optional.of(Period.ofMonths(number));
      default -> Optional.empty();
    };
  }

  private static Interval after(Interval start, TemporalAmount lasts) {
    return new Interval(start.earliest().plus(lasts), start.latest().plus(lasts));
  }
}
