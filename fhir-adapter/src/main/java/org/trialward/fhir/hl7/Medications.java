package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/**
 * Drug orders, whose order, encoding and dispensing are one statement, and doses given. An order is
 * known by its placer's number, which the pharmacy repeats, else by the pharmacy's own.
 */
final class Medications {
  private final Times times;
  private final Codings codings;

  Medications(Times times, Codings codings) {
    this.times = times;
    this.codings = codings;
  }

  /** Empty where no drug is named at all. */
  Optional<Stated> ordered(Prescription order, RecordKey record, String message) {
    return order.drugs().isEmpty()
        ? Optional.empty()
        : Optional.of(ordered(order, order.drugs(), record, message));
  }

  private Stated ordered(
      Prescription order, List<Segment> drugs, RecordKey record, String message) {
    Segment drug = drugs.getFirst();
    Field name = name(drug);
    List<String> number = number(new Order(order.orc(), Optional.empty()));
    String id =
        number.isEmpty()
            ? Names.of(record, "RX", Codings.written(name))
            : Names.of(record, "RX", number.get(0), number.get(1));
    var notes = new Notes(new Source(drug.name(), id, message));
    List<Code> codes = new ArrayList<>(codes(drugs, notes));
    order.additives().forEach(rxc -> codes.addAll(codings.of(rxc.first(2), "RXC-2", notes)));
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Status status = statusOf(order);
    return Stated.facts(
        "RX/" + id,
        List.of(
            new MedicationUse(
                codes.stream().distinct().toList(),
                status,
                start(order, status),
                end(order, status),
                notes.source())),
        notes);
  }

  private static Field name(Segment drug) {
    return drug.first(drug.is("RXO") ? 1 : 2);
  }

  /**
   * Those of the last hand; where only the sender knows them also those of the hand before, unless
   * it describes another drug: the pharmacy may have replaced it.
   */
  private List<Code> codes(List<Segment> drugs, Notes notes) {
    List<Code> codes = new ArrayList<>();
    List<Field> read = new ArrayList<>();
    for (Segment drug : drugs) {
      Field name = name(drug);
      String what = drug.is("RXO") ? "RXO-1" : drug.name() + "-2";
      boolean isNeeded = codes.stream().allMatch(CodeSystems::isLocal);
      if (read.isEmpty() || (isNeeded && name.saysSomething())) {
        if (read.stream().allMatch(last -> isSame(last, name))) {
          codes.addAll(codings.of(name, what, notes));
          read.add(name);
        } else {
          notes.drop(what, "the pharmacy's drug has another text: map the pharmacy's own code");
        }
      }
    }
    return codes;
  }

  private static boolean isSame(Field one, Field other) {
    String text = one.text(2);
    return text.isEmpty() || other.text(2).isEmpty() || text.equalsIgnoreCase(other.text(2));
  }

  private static List<String> number(Order order) {
    return order.placer().isEmpty() ? order.filler() : order.placer();
  }

  /** Where nothing orders it, only a time says that it is taken. */
  private Status statusOf(Prescription order) {
    Status bare = start(order, Status.UNCLEAR).isPresent() ? Status.ACTIVE : Status.UNCLEAR;
    return order.orc().map(Medications::status).orElse(bare);
  }

  /**
   * ORC-1 (HL7 table 0119) where it ends or stops the order, else ORC-5 (table 0038). Complete may
   * be the work of the pharmacy as well as the treatment, unless the message is of that change.
   */
  private static Status status(Segment orc) {
    String control = orc.text(1).toUpperCase(Locale.ROOT);
    return switch (control) {
      case "DC", "DR", "OD", "RP", "RQ", "RU" -> Status.ENDED;
      case "CA", "CR", "OC", "UA" -> Status.NEVER;
      case "HD", "HR", "OH", "DE" -> Status.UNCLEAR;
      default ->
          switch (orc.text(5).toUpperCase(Locale.ROOT)) {
            case "CM" -> control.equals("SC") ? Status.ENDED : Status.UNCLEAR;
            case "DC", "RP" -> Status.ENDED;
            case "CA" -> Status.NEVER;
            case "HD", "ER" -> Status.UNCLEAR;
            default -> Status.ACTIVE;
          };
    };
  }

  /**
   * TQ1-7, else the timing in RXE-1 or ORC-7, else when it was dispensed; a running order's also
   * when it took effect (ORC-15) or was entered (ORC-9), which of a stopped one tell of the stop.
   */
  private Optional<Interval> start(Prescription order, Status status) {
    Stream<Optional<Interval>> said =
        Stream.of(
            order.part("TQ1").flatMap(tq1 -> times.of(tq1.first(7))),
            order.part("RXE").flatMap(rxe -> times.of(rxe.first(1).text(4, 1))),
            order.orc().flatMap(orc -> times.of(orc.first(7).text(4, 1))),
            order.part("RXD").flatMap(rxd -> times.of(rxd.first(3))));
    Optional<Interval> start = said.flatMap(Optional::stream).findFirst();
    return status == Status.ACTIVE ? start.or(() -> changed(order)) : start;
  }

  private Optional<Interval> end(Prescription order, Status status) {
    Optional<Interval> planned =
        Stream.of(
                order.part("TQ1").flatMap(tq1 -> times.of(tq1.first(8))),
                order.part("RXE").flatMap(rxe -> times.of(rxe.first(1).text(5, 1))),
                order.orc().flatMap(orc -> times.of(orc.first(7).text(5, 1))))
            .flatMap(Optional::stream)
            .findFirst();
    return status == Status.ENDED ? changed(order).or(() -> planned) : planned;
  }

  private Optional<Interval> changed(Prescription order) {
    return order.orc().flatMap(orc -> times.of(orc.first(15)).or(() -> times.of(orc.first(9))));
  }

  /** RXA of an administration (RAS): one dose. */
  Stated given(Segment rxa, Order order, RecordKey record, String message) {
    List<String> number = number(order);
    String id =
        Names.of(
            record,
            "RXA",
            number.isEmpty() ? Codings.written(rxa.first(5)) : number.get(0),
            number.isEmpty() ? "" : number.get(1),
            rxa.text(3));
    var notes = new Notes(new Source("RXA", id, message));
    if (rxa.text(21).equalsIgnoreCase("D")) {
      return Stated.retracted("RXA/" + id, notes);
    }
    List<Code> codes = codings.of(rxa.first(5), "RXA-5", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    Optional<Interval> start = times.of(rxa.first(3));
    if (start.isEmpty() && rxa.field(3).saysSomething()) {
      notes.drop("RXA-3", "it is not a time of the form YYYYMMDDHHMM");
    }
    Status status =
        switch (Completion.of(rxa)) {
          case GIVEN -> Status.ENDED;
          case NOT_GIVEN -> Status.NEVER;
          case UNCLEAR -> {
            notes.drop("RXA-20", "it does not say whether the dose was given (HL7 table 0322)");
            yield Status.UNCLEAR;
          }
        };
    return Stated.facts(
        "RXA/" + id,
        List.of(
            new MedicationUse(
                codes,
                status,
                start,
                status == Status.ENDED ? times.of(rxa.first(4)).or(() -> start) : Optional.empty(),
                notes.source())),
        notes);
  }
}
