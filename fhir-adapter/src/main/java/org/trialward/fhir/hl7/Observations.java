package org.trialward.fhir.hl7;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.VitalSigns;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** OBX: each value a measurement. */
final class Observations {
  private final Times times;
  private final Optional<LocalDate> told;
  private final Codings codings;
  private final ResultUnits units;
  private final ResultValues values;

  /**
   * Of one message.
   *
   * @param told its day: what lies behind it was not measured then
   */
  Observations(FeedProfile profile, Times times, Codings codings, Optional<LocalDate> told) {
    this.times = times;
    this.told = told;
    this.codings = codings;
    this.units = new ResultUnits(profile);
    this.values = new ResultValues(codings);
  }

  Stated of(Segment obx, Order order, RecordKey record, String message) {
    String id = id(obx, code(obx.first(3)), order, record);
    var notes = new Notes(new Source("OBX", id, message));
    String reference = "OBX/" + id;
    Standing standing = Standing.of(obx, order, notes);
    if (standing == Standing.RETRACTED || obx.field(5).isNull()) {
      return Stated.retracted(reference, notes);
    }
    if (standing == Standing.NO_RESULT) {
      return Stated.nothing(notes);
    }
    List<Code> codes = codings.of(obx.first(3), "OBX-3", notes);
    if (codes.isEmpty()) {
      return Stated.nothing(notes);
    }
    List<Fact> facts = facts(obx, codes, standing, taken(obx, order, notes), notes);
    return standing == Standing.CORRECTED
        ? Stated.corrected(reference, facts, notes)
        : Stated.facts(reference, facts, notes);
  }

  private List<Fact> facts(
      Segment obx, List<Code> codes, Standing standing, Optional<Interval> taken, Notes notes) {
    ResultUnits.Reading unit = unit(obx, notes);
    List<Fact> facts = new ArrayList<>();
    for (Result said : results(obx, unit, notes)) {
      Result result = VitalSigns.believed(said, codes, "OBX-5", notes);
      ReferenceRange normal =
          result instanceof Result.Numeric(_, var quantity)
              ? Ranges.of(obx.field(7), quantity.unit(), obx.text(6), notes)
              : ReferenceRange.NOT_REPORTED;
      facts.add(new Measurement(codes, standing.status(), result, normal, taken, notes.source()));
    }
    return facts;
  }

  private ResultUnits.Reading unit(Segment obx, Notes notes) {
    return units.of(obx.first(6), notes);
  }

  private List<Result> results(Segment obx, ResultUnits.Reading unit, Notes notes) {
    Field value = obx.field(5);
    String type = obx.text(2);
    if (value.isEmpty()) {
      return List.of(ResultValues.unusable("the result has no value", notes));
    }
    if (isText(type)) {
      return List.of(values.of(type, value, unit, notes)); // its repetitions are lines
    }
    List<Field> all = value.repetitions();
    if (all.size() == Field.MOST_REPETITIONS) {
      notes.drop("OBX-5", "only the first 1,000 of its values are read");
    }
    return all.stream().map(one -> values.of(type, one, unit, notes)).toList();
  }

  private static boolean isText(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "", "ST", "TX", "FT", "TXT", "ED", "RP" -> true;
      default -> false;
    };
  }

  /** When it was measured: OBX-14, else when the specimen was taken, OBR-7; never when reported. */
  Optional<Interval> taken(Segment obx, Order order, Notes notes) {
    Optional<Interval> measured = times.of(obx.first(14));
    if (measured.isEmpty() && obx.first(14).saysSomething()) {
      notes.drop("OBX-14", "it is not a time of the form YYYYMMDDHHMM");
    }
    Optional<Interval> taken =
        measured.or(() -> order.obr().flatMap(obr -> times.of(obr.first(7))));
    if (Times.isFarAhead(taken, told)) {
      notes.drop(
          measured.isPresent() ? "OBX-14" : "OBR-7",
          "it lies ahead of the message: when it was measured is not known");
      return Optional.empty();
    }
    return taken;
  }

  /**
   * The order by its filler's number, else its placer's, else by what was ordered and when, and
   * within it the observation and its sub-id.
   */
  static String id(Segment obx, String code, Order order, RecordKey record) {
    List<String> number =
        Stream.of(order.filler(), order.placer())
            .filter(part -> !part.isEmpty())
            .findFirst()
            .orElseGet(() -> described(obx, order));
    return Names.of(
        record,
        Stream.concat(number.stream(), Stream.of(code, obx.text(4))).toArray(String[]::new));
  }

  private static List<String> described(Segment obx, Order order) {
    String ordered = order.obr().map(obr -> code(obr.first(4))).orElse("");
    String taken = order.obr().map(obr -> obr.text(7)).orElse("");
    return List.of("", ordered, taken.isEmpty() ? obx.text(14) : taken);
  }

  static String code(Field concept) {
    return Stream.of(1, 4, 2)
        .map(concept::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
