package org.trialward.fhir.hl7;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.Interval;

/** When a drug order begins and ends: TQ1, else the timing in RXE-1 or ORC-7. */
record Timing(Prescription order, Times times) {

  /** HL7 table 0335, and how senders write it. */
  private static final Set<String> ONCE = Set.of("ONCE", "1X", "X1", "ONE TIME", "ONE-TIME");

  /** HL7 v2.5, 4.3.3; its times at an interval (X, T) are no time. */
  private static final Pattern DURATION = Pattern.compile("(?<unit>[SMHDWL])(?<number>\\d{1,4})");

  private static final Pattern NONE = Pattern.compile("0*");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /**
   * TQ1-7, else the timing in RXE-1 or ORC-7, else when it was dispensed; a running order's also
   * when it took effect (ORC-15) or was entered (ORC-9), which of a stopped one tell of the stop.
   */
  Optional<Interval> start(Status status) {
    Stream<Optional<Interval>> said =
        Stream.concat(
            Stream.of(order.part("TQ1").flatMap(tq1 -> times.of(tq1.first(7)))),
            Stream.concat(
                older(4).map(times::of),
                Stream.of(order.part("RXD").flatMap(rxd -> times.of(rxd.first(3))))));
    Optional<Interval> start = said.flatMap(Optional::stream).findFirst();
    return status == Status.ACTIVE ? start.or(this::changed) : start;
  }

  /** As it is said, else with the one dose, or after as long as it was ordered for. */
  Optional<Interval> end(Status status) {
    Optional<Interval> planned =
        Stream.concat(
                order.part("TQ1").flatMap(tq1 -> times.of(tq1.first(8))).stream(),
                older(5).flatMap(text -> times.of(text).stream()))
            .findFirst()
            .or(() -> isOnce() ? start(status) : Optional.empty())
            .or(() -> duration().flatMap(lasts -> start(status).map(from -> after(from, lasts))));
    return status == Status.ENDED ? changed().or(() -> planned) : planned;
  }

  /** When the order was changed. */
  private Optional<Interval> changed() {
    return order.orc().flatMap(orc -> times.of(orc.first(15)).or(() -> times.of(orc.first(9))));
  }

  /** A part of the type TQ, which versions before 2.5 have. */
  private Stream<String> older(int component) {
    return Stream.concat(
            order.part("RXE").map(rxe -> rxe.first(1)).stream(),
            order.orc().map(orc -> orc.first(7)).stream())
        .map(timing -> timing.text(component, 1));
  }

  private boolean isOnce() {
    return Stream.concat(order.part("TQ1").map(tq1 -> tq1.first(3).text(1, 1)).stream(), older(2))
        .anyMatch(pattern -> ONCE.contains(pattern.toUpperCase(Locale.ROOT)));
  }

  /** How long it lasts; with refills longer than that. */
  private Optional<TemporalAmount> duration() {
    return Stream.concat(
            order.part("TQ1").flatMap(tq1 -> duration(tq1.first(6))).stream(),
            older(3).flatMap(text -> duration(text).stream()))
        .findFirst()
        .filter(_ -> !isRefilled());
  }

  private boolean isRefilled() {
    return Stream.of(
            order.part("RXO").map(rxo -> rxo.text(13)),
            order.part("RXE").map(rxe -> rxe.text(12)),
            order.part("RXE").map(rxe -> rxe.text(16)),
            order.part("RXD").map(rxd -> rxd.text(8)))
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
