package org.trialward.matcher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.FactsByCode;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.LatestResult;
import org.trialward.rules.verdict.Standing;

/**
 * One patient as the tests of many trials read it: answers that trials share are given once. Is
 * used again for the next patient; not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // places in arrays that live in memory only
final class PatientForm {
  /** The day of a series that has no result. */
  static final int NO_RESULT = Integer.MIN_VALUE;

  /** The day of a series that only the exact evaluator can read. */
  static final int DOUBTFUL = Integer.MAX_VALUE;

  private static final int UNITS = Numbering.UNITS.size();
  private static final byte NOT_ASKED = -1;

  private final Tables tables;
  private final ChartEntries<Fact> entries = new ChartEntries<>();
  private final ChartEntries<Measurement> results = new ChartEntries<>();
  private int[] codes = new int[256];
  private Standing[] standings = new Standing[256];
  private int codeCount;
  private int[] day = {};
  private double[] value = {};
  private int[] filled = new int[128];
  private int filledCount;
  private byte[] answers = {};
  private final List<Integer> answered = new ArrayList<>();
  private final long[] oldest = new long[UNITS];
  private final long[] youngest = new long[UNITS];
  private boolean hasBirthDate;
  private int sex;
  private long today;
  private int[] firstDays = {};
  private Optional<PatientSnapshot> snapshot = Optional.empty();

  PatientForm(Tables tables) {
    this.tables = tables;
  }

  /** Takes the next patient. O(facts). */
  void take(PatientSnapshot patient) {
    forget();
    snapshot = Optional.of(patient);
    LocalDate asOf = patient.asOf();
    today = asOf.toEpochDay();
    firstDays = tables.firstDays(asOf);
    sex = patient.demographics().sex().map(Numbering.SEXES::indexOf).orElse(-1);
    hasBirthDate = patient.demographics().born().isPresent();
    patient.demographics().born().ifPresent(born -> ages(born, asOf));
    for (Class<? extends Fact> kind : Term.KINDS) {
      entries.take(patient.byCode(kind), tables.codes(kind));
      for (int i = 0; i < entries.size(); i++) {
        add(entries.number(i), standing(entries.facts(i), asOf));
      }
    }
    results(patient.byCode(Measurement.class), asOf);
  }

  private static Standing standing(List<? extends Fact> facts, LocalDate asOf) {
    Standing standing = Standing.NEVER;
    for (Fact fact : facts) {
      standing = standing.or(Standing.of(fact, asOf));
    }
    return standing;
  }

  private void add(int code, Standing standing) {
    if (codeCount == codes.length) {
      codes = Arrays.copyOf(codes, 2 * codeCount);
      standings = Arrays.copyOf(standings, 2 * codeCount);
    }
    codes[codeCount] = code;
    standings[codeCount] = standing;
    codeCount++;
  }

  private void forget() {
    codeCount = 0;
    for (int i = 0; i < filledCount; i++) {
      day[filled[i]] = NO_RESULT;
    }
    filledCount = 0;
    answered.forEach(leaf -> answers[leaf] = NOT_ASKED);
    answered.clear();
    int series = tables.seriesCount();
    if (day.length < series) {
      day = new int[series + series / 4];
      Arrays.fill(day, NO_RESULT);
      value = new double[day.length];
    }
    int leaves = tables.leafCount();
    if (answers.length < leaves) {
      answers = new byte[leaves + leaves / 4];
      Arrays.fill(answers, NOT_ASKED);
    }
  }

  private void ages(Interval born, LocalDate asOf) {
    for (int unit = 0; unit < UNITS; unit++) {
      oldest[unit] = Numbering.UNITS.get(unit).completed(born.firstDay(), asOf);
      youngest[unit] = Numbering.UNITS.get(unit).completed(born.lastDay(), asOf);
    }
  }

  private void results(FactsByCode<Measurement> chart, LocalDate asOf) {
    results.take(chart, tables.resultCodes());
    for (int i = 0; i < results.size(); i++) {
      for (int number : tables.seriesOf(results.number(i))) {
        if (number < day.length && day[number] == NO_RESULT) {
          Series series = tables.series(number);
          boolean isOfOneCode = series.codes().size() == 1;
          fill(number, series, isOfOneCode ? results.facts(i) : results(series, chart), asOf);
        }
      }
    }
  }

  private void fill(
      int number, Series series, List<? extends Measurement> results, LocalDate asOf) {
    switch (LatestResult.of(results, asOf)) {
      case LatestResult.None _ -> {
        return;
      }
      case LatestResult.Open _ -> day[number] = DOUBTFUL;
      case LatestResult.Known known -> {
        day[number] = Tables.epochDay(known.taken());
        value[number] = known.in(series.unit(), series.analyte());
      }
    }
    if (filledCount == filled.length) {
      filled = Arrays.copyOf(filled, 2 * filledCount);
    }
    filled[filledCount++] = number;
  }

  private static List<Measurement> results(Series series, FactsByCode<Measurement> chart) {
    return series.codes().stream().flatMap(code -> chart.facts(code).stream()).toList();
  }

  /** How many codes the chart carries that some trial asks. */
  int codeCount() {
    return codeCount;
  }

  int code(int place) {
    return codes[place];
  }

  /** How the code stands. */
  Standing standing(int place) {
    return standings[place];
  }

  PatientSnapshot snapshot() {
    return snapshot.orElseThrow();
  }

  /** What the patient answers to one of the tests that trials share, before it is negated. */
  Truth shared(long header) {
    return switch (Tests.kind(header)) {
      case Tests.SEX ->
          sex < 0
              ? Truth.UNKNOWN
              : Numbering.SEXES.get(sex).is(Numbering.SEXES.get(Tests.number(header)));
      case Tests.AGE -> hasReached(Tests.window(header), Tests.number(header));
      default -> Truth.UNKNOWN;
    };
  }

  private Truth hasReached(int unit, int length) {
    if (!hasBirthDate) {
      return Truth.UNKNOWN;
    }
    return youngest[unit] >= length
        ? Truth.TRUE
        : oldest[unit] >= length ? Truth.UNKNOWN : Truth.FALSE;
  }

  long today() {
    return today;
  }

  /** How many series have a result. */
  int seriesCount() {
    return filledCount;
  }

  int series(int place) {
    return filled[place];
  }

  int resultDay(int series) {
    return day[series];
  }

  double resultValue(int series) {
    return value[series];
  }

  boolean isIn(int window, int day) {
    return day >= firstDays[window];
  }

  /** What the exact evaluator says of a leaf. */
  Truth leaf(int leaf) {
    byte known = answers[leaf];
    if (known != NOT_ASKED) {
      return TRUTHS[known];
    }
    Truth truth = Eligibility.truth(tables.leaf(leaf), snapshot());
    answers[leaf] = (byte) truth.ordinal();
    answered.add(leaf);
    return truth;
  }

  private static final Truth[] TRUTHS = Truth.values();
}
