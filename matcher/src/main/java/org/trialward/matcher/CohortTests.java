package org.trialward.matcher;

import java.io.IOException;
import java.time.LocalDate;
import org.apache.lucene.index.LeafReader;
import org.trialward.matcher.Remaining.Sieve;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.logic.Truth;

/**
 * Asks one trial's {@link Tests} of many patients, test by test, so that each column is read in one
 * go.
 */
final class CohortTests {
  private final PatientSegment segment;
  private final LeafReader reader;
  private final Tables tables;
  private final LocalDate asOf;
  private final int[] firstDays;

  CohortTests(PatientSegment segment, LeafReader reader, Tables tables, LocalDate asOf) {
    this.segment = segment;
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
            remaining.clear();
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
        case Tests.LEAF -> remaining.askExactly();
        default -> remaining.leaveOpen();
      }
    }
  }

  private static void take(Truth truth, long header, int place, Sieve sieve) {
    if (truth == Truth.UNKNOWN) {
      sieve.open(place);
    } else if ((truth == Truth.TRUE) != Tests.isNegated(header)) {
      sieve.pass(place);
    }
  }

  private void sex(long header, Remaining remaining) {
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      if (remaining.isExact(i)) {
        sieve.pass(i);
      } else {
        int sex = segment.sex(remaining.doc(i));
        take(sex < 0 ? Truth.UNKNOWN : Truth.of(sex == Tests.number(header)), header, i, sieve);
      }
    }
    sieve.done();
  }

  private void age(long header, Remaining remaining) {
    int latest =
        Tables.epochDay(lastBirth(Numbering.UNITS.get(Tests.window(header)), Tests.number(header)));
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      if (remaining.isExact(i)) {
        sieve.pass(i);
      } else {
        take(hasReached(latest, remaining.doc(i)), header, i, sieve);
      }
    }
    sieve.done();
  }

  private Truth hasReached(int latest, int doc) {
    if (!segment.hasBirthDate(doc)) {
      return Truth.UNKNOWN;
    }
    return segment.bornLast(doc) <= latest
        ? Truth.TRUE
        : segment.bornFirst(doc) <= latest ? Truth.UNKNOWN : Truth.FALSE;
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
    ResultColumn column = new ResultColumn(tables.series(Tests.number(header)), segment, reader);
    int firstDay = firstDays[Tests.window(header)];
    Truth silence = Answering.silence(header);
    // First all are read, then all are judged: a processor reads ahead as long as it need not
    // guess.
    int[] days = new int[remaining.size()];
    double[] values = new double[remaining.size()];
    for (int i = 0; i < remaining.size(); i++) {
      column.goTo(remaining.doc(i));
      days[i] = column.day();
      values[i] = column.value();
    }
    Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < remaining.size(); i++) {
      if (remaining.isExact(i)) {
        sieve.pass(i);
      } else if (days[i] == PatientForm.DOUBTFUL) {
        sieve.exact(i);
      } else if (days[i] == PatientForm.NO_RESULT || days[i] < firstDay) {
        take(silence, header, i, sieve);
      } else {
        take(Answering.passes(header, low, high, values[i]), header, i, sieve);
      }
    }
    sieve.done();
  }
}
