package org.trialward.matcher;

import java.io.IOException;
import java.time.LocalDate;
import org.apache.lucene.index.LeafReader;
import org.trialward.matcher.Remaining.Sieve;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Sex;

/**
 * Asks one trial's {@link Tests} of many patients, test by test, so that each column is read in one
 * go. What a test says is looked up, not decided: see {@link Sieve#take}.
 */
final class CohortTests {
  private final PatientSegment segment;
  private final UnpackedSegment unpacked;
  private final LeafReader reader;
  private final Tables tables;
  private final LocalDate asOf;
  private final int[] firstDays;

  CohortTests(
      PatientSegment segment,
      UnpackedSegment unpacked,
      LeafReader reader,
      Tables tables,
      LocalDate asOf) {
    this.segment = segment;
    this.unpacked = unpacked;
    this.reader = reader;
    this.tables = tables;
    this.asOf = asOf;
    this.firstDays = tables.firstDays(asOf);
  }

  /** Leaves those who fail no test. */
  void ask(long[] row, Remaining remaining) throws IOException {
    for (int at = 0; at < row.length; at += Tests.length(row[at])) {
      long header = row[at];
      switch (Tests.kind(header)) {
        case Tests.IN_FORCE -> {
          if (asOf.toEpochDay() < row[at + 1] || asOf.toEpochDay() > row[at + 2]) {
            remaining.takeOfAll(Remaining.OUT);
          }
        }
        case Tests.SEX -> sex(header, remaining);
        case Tests.AGE -> age(header, remaining);
        case Tests.RESULT ->
            result(
                header,
                Double.longBitsToDouble(row[at + 1]),
                Double.longBitsToDouble(row[at + 2]),
                remaining);
        case Tests.LEAF -> remaining.takeOfAll(Remaining.EXACT);
        default -> remaining.takeOfAll(Remaining.OPEN);
      }
    }
  }

  private static byte said(Truth truth, long header) {
    return switch (truth) {
      case UNKNOWN -> Remaining.OPEN;
      case TRUE -> Tests.isNegated(header) ? Remaining.OUT : Remaining.FITS;
      case FALSE -> Tests.isNegated(header) ? Remaining.FITS : Remaining.OUT;
    };
  }

  private void sex(long header, Remaining remaining) {
    byte[] said = new byte[1 + Numbering.SEXES.size()];
    said[0] = said(Truth.UNKNOWN, header);
    Sex asked = Numbering.SEXES.get(Tests.number(header));
    for (int sex = 0; sex < Numbering.SEXES.size(); sex++) {
      said[1 + sex] = said(Numbering.SEXES.get(sex).is(asked), header);
    }
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      sieve.take(i, said[1 + segment.sex(remaining.doc(i))]);
    }
    sieve.done();
  }

  private void age(long header, Remaining remaining) {
    int latest =
        Tables.epochDay(lastBirth(Numbering.UNITS.get(Tests.window(header)), Tests.number(header)));
    byte[] said = {
      said(Truth.FALSE, header), said(Truth.UNKNOWN, header), said(Truth.TRUE, header)
    };
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      sieve.take(i, said[segment.bornBy(latest, remaining.doc(i))]);
    }
    sieve.done();
  }

  /**
   * The last day of birth of those who have reached an age. Completed units fall as birth comes
   * later, so that the day is near and unique.
   */
  private LocalDate lastBirth(CalendarUnit unit, int length) {
    LocalDate day = asOf.minus(unit.times(length));
    while (unit.completed(day.plusDays(1), asOf) >= length) {
      day = day.plusDays(1);
    }
    while (unit.completed(day, asOf) < length) {
      day = day.minusDays(1);
    }
    return day;
  }

  private void result(long header, double low, double high, Remaining remaining)
      throws IOException {
    SegmentResults results = unpacked.results(tables.series(Tests.number(header)), reader);
    byte[] said = new byte[results.places()];
    said[SegmentResults.NO_RESULT] = said(silence(header), header);
    said[SegmentResults.DOUBTFUL] = Remaining.EXACT;
    for (int place = SegmentResults.FIRST_VALUE; place < said.length; place++) {
      said[place] = said(passes(header, low, high, results.value(place)), header);
    }
    int since = SegmentResults.since(firstDays[Tests.window(header)]);
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      sieve.take(i, said[results.place(remaining.doc(i), since)]);
    }
    sieve.done();
  }

  /** What it means that the window has no result. */
  private static Truth silence(long header) {
    return Tests.silenceMeansNo(header) ? Truth.FALSE : Truth.UNKNOWN;
  }

  /** Whether a number lies within the bounds; one that does not convert is not a number. */
  private static Truth passes(long header, double low, double high, double value) {
    if (Double.isNaN(value)) {
      return Truth.UNKNOWN;
    }
    boolean above = value > low || (value == low && Tests.includesLow(header));
    boolean below = value < high || (value == high && Tests.includesHigh(header));
    return Truth.of(above && below);
  }
}
