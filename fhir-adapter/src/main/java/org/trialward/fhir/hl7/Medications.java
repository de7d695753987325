package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    var timing = new Timing(order, times);
    Status status = statusOf(order, timing);
    return Stated.facts(
        "RX/" + id,
        List.of(
            new MedicationUse(
                codes.stream().distinct().toList(),
                status,
                timing.start(status),
                timing.end(status),
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
  private static Status statusOf(Prescription order, Timing timing) {
    Status bare = timing.start(Status.UNCLEAR).isPresent() ? Status.ACTIVE : Status.UNCLEAR;
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
      // On hold, wrong, or refused: a refill, the end of a hold.
      case "HD", "HR", "OH", "UR", "DE", "DF", "UF" -> Status.UNCLEAR;
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
   * RXA of an administration (RAS): one dose.
   *
   * @param told the day of the message: what lies behind it cannot have been given
   */
  Stated given(
      Segment rxa, Order order, RecordKey record, String message, Optional<LocalDate> told) {
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
    if (Times.isFarAhead(start, told)) {
      notes.drop("RXA-3", "it lies ahead of the message: planned, not given");
      return Stated.retracted("RXA/" + id, notes);
    }
    Status status =
        switch (Completion.of(rxa, order)) {
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
