package org.trialward.benchmarks.peer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.PlainPatient.LabResult;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * Asks every trial, from flat arrays: value sets and laboratory tests are shared, the codes of the
 * patient are bits. O(trials x codes asked until decided).
 */
public final class FlatScan implements TrialsOfPatient<FlatScan.Chart> {

  /**
   * A patient as bits and arrays.
   *
   * @param codes a bit a code number
   * @param values latest value by laboratory number
   * @param daysAgo age of the latest value; {@link #NEVER} where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chart(int age, int sex, long[] codes, double[] values, int[] daysAgo) {}

  private static final int NEVER = Integer.MAX_VALUE;

  private enum Tested {
    PASSED,
    MISSING,
    FAILED
  }

  private final FlatTrials flat;
  private final int[] trials;
  private final char[] sets;
  private final int[] labs;
  private final double[] bounds;

  private FlatScan(FlatTrials flat) {
    this.flat = flat;
    trials = flat.trials();
    sets = flat.sets();
    labs = flat.labs();
    bounds = flat.bounds();
  }

  public static FlatScan of(Stream<Trial> trials) {
    return new FlatScan(FlatTrials.of(trials));
  }

  @Override
  public String name() {
    return "flat scan";
  }

  @Override
  public long bytes() {
    return flat.bytes();
  }

  @Override
  public Chart prepare(PatientSnapshot patient) {
    PlainPatient plain = PlainPatient.of(patient);
    double[] values = new double[flat.numbers().labs()];
    int[] daysAgo = new int[values.length];
    Arrays.fill(daysAgo, NEVER);
    for (LabResult result : plain.results()) {
      int lab = flat.numbers().knownLab(result.lab(), result.unit());
      if (lab != Numbers.NONE) {
        values[lab] = result.value();
        daysAgo[lab] = result.daysAgo();
      }
    }
    return new Chart(plain.age(), plain.sex(), bits(plain), values, daysAgo);
  }

  private long[] bits(PlainPatient patient) {
    long[] bits = new long[flat.numbers().codes() / Long.SIZE + 1];
    for (Kind kind : Kind.values()) {
      patient.codes().getOrDefault(kind, List.of()).stream()
          .mapToInt(code -> flat.numbers().known(kind, code))
          .filter(number -> number != Numbers.NONE)
          .forEach(number -> bits[number >>> 6] |= 1L << number);
    }
    return bits;
  }

  @Override
  public void ask(Chart patient, Answer answer) {
    BitSet eligible = answer.eligible();
    BitSet possible = answer.possible();
    int age = patient.age();
    int sex = patient.sex();
    int unanswered = unanswered(patient);
    for (int number = 0, at = 0; number < flat.count(); number++) {
      int asked = trials[at + 2];
      int parts = trials[at + 3];
      int required = at + FlatTrials.HEAD;
      int excluded = required + FlatTrials.required(parts);
      int tests = excluded + FlatTrials.excluded(parts);
      int end = tests + FlatTrials.tests(parts);
      if (fitsAge(age, trials[at], trials[at + 1])
          && (sex == 0 || (asked & sex) != 0)
          && hasEach(required, excluded, patient.codes())
          && hasNone(excluded, tests, patient.codes())) {
        Tested tested = test(tests, end, patient);
        if (tested == Tested.PASSED && (asked & unanswered) == 0) {
          eligible.set(number);
        } else if (tested != Tested.FAILED) {
          possible.set(number);
        }
      }
      at = end;
    }
  }

  /** What a trial may ask without an answer. */
  private static int unanswered(Chart patient) {
    return FlatTrials.OPEN
        | (patient.age() == PlainPatient.NO_AGE ? FlatTrials.ASKS_AGE : 0)
        | (patient.sex() == 0 ? FlatTrials.ASKS_SEX : 0);
  }

  private static boolean fitsAge(int age, int from, int below) {
    return (age >= from && age < below) || age == PlainPatient.NO_AGE;
  }

  private boolean hasEach(int first, int end, long[] codes) {
    for (int at = first; at < end; at++) {
      if (!hasAny(trials[at], codes)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNone(int first, int end, long[] codes) {
    for (int at = first; at < end; at++) {
      if (hasAny(trials[at], codes)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasAny(int set, long[] codes) {
    int end = set + 1 + sets[set];
    for (int at = set + 1; at < end; at++) {
      int code = sets[at];
      if ((codes[code >>> 6] >>> code & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  private Tested test(int first, int end, Chart patient) {
    Tested tested = Tested.PASSED;
    for (int at = first; at < end; at++) {
      int test = 2 * trials[at];
      int lab = labs[test];
      if (patient.daysAgo()[lab] > labs[test + 1]) {
        tested = Tested.MISSING;
      } else {
        double value = patient.values()[lab];
        if (value < bounds[test] || value > bounds[test + 1]) {
          return Tested.FAILED;
        }
      }
    }
    return tested;
  }
}
