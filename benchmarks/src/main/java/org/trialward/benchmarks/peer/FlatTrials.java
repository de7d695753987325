package org.trialward.benchmarks.peer;

import java.io.CharArrayWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.benchmarks.peer.PlainTrial.Excluded;
import org.trialward.benchmarks.peer.PlainTrial.LabTest;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

/**
 * Trials as arrays.
 *
 * @param count how many trials
 * @param trials one after the other: {@link #HEAD} ints, places of required sets, places of
 *     excluded sets, numbers of laboratory tests
 * @param sets one after the other, equal ones once: the number of codes, then the codes
 * @param labs of each test the laboratory number and the oldest day that counts
 * @param bounds of each test the lowest and the highest value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FlatTrials(
    int count, int[] trials, char[] sets, int[] labs, double[] bounds, Numbers numbers) {

  /** Lowest age, age no longer inside, sexes with flags, numbers of parts. */
  static final int HEAD = 4;

  /** Flags beside the bits of the sexes. */
  static final int OPEN = 1 << 8;

  static final int ASKS_AGE = 1 << 9;
  static final int ASKS_SEX = 1 << 10;

  static FlatTrials of(Stream<Trial> trials) {
    var loading = new Loading();
    trials.map(PlainTrial::of).forEachOrdered(loading::add);
    return loading.loaded();
  }

  static int required(int parts) {
    return parts & 0xff;
  }

  static int excluded(int parts) {
    return parts >>> 8 & 0xff;
  }

  static int tests(int parts) {
    return parts >>> 16;
  }

  long bytes() {
    return 4L * trials.length + 2L * sets.length + 4L * labs.length + 8L * bounds.length;
  }

  /** Tables that grow. */
  private static final class Loading {
    private int count;
    private final IntStream.Builder trials = IntStream.builder();
    private final CharArrayWriter sets = new CharArrayWriter();
    private final IntStream.Builder labs = IntStream.builder();
    private final DoubleStream.Builder bounds = DoubleStream.builder();
    private final Numbers numbers = new Numbers();

    /** By the codes of the set in order, a character each. */
    private final Map<String, Integer> places = new HashMap<>();

    private final Map<LabTest, Integer> tests = new HashMap<>();

    FlatTrials loaded() {
      return new FlatTrials(
          count,
          trials.build().toArray(),
          sets.toCharArray(),
          labs.build().toArray(),
          bounds.build().toArray(),
          numbers);
    }

    void add(PlainTrial trial) {
      count++;
      trials.add(trial.from());
      trials.add(trial.below());
      trials.add(trial.sexes() | flags(trial));
      trials.add(parts(trial.required().size(), trial.excluded().size(), trial.labs().size()));
      trial.required().forEach(set -> trials.add(place(Kind.CONDITION, set)));
      for (Excluded excluded : trial.excluded()) {
        trials.add(place(excluded.kind(), excluded.set()));
      }
      trial.labs().forEach(test -> trials.add(number(test)));
    }

    private static int flags(PlainTrial trial) {
      return (trial.open() ? OPEN : 0)
          | (trial.asksAge() ? ASKS_AGE : 0)
          | (trial.asksSex() ? ASKS_SEX : 0);
    }

    private static int parts(int required, int excluded, int tests) {
      if (required > 0xff || excluded > 0xff || tests > 0xff) {
        throw PlainPatient.unknown("a trial of more than 255 parts of a kind", required);
      }
      return required | excluded << 8 | tests << 16;
    }

    private int place(Kind kind, ValueSet set) {
      char[] codes = codes(kind, List.copyOf(set.codes()));
      return places.computeIfAbsent(
          new String(codes),
          text -> {
            int place = sets.size();
            sets.append((char) codes.length);
            sets.append(text);
            return place;
          });
    }

    private char[] codes(Kind kind, List<Code> set) {
      if (set.size() > Character.MAX_VALUE) {
        throw PlainPatient.unknown("a value set of more than 65,535 codes", set.size());
      }
      char[] codes = new char[set.size()];
      for (int n = 0; n < codes.length; n++) {
        codes[n] = numbers.number(kind, set.get(n));
      }
      Arrays.sort(codes);
      return codes;
    }

    private int number(LabTest test) {
      return tests.computeIfAbsent(
          test,
          added -> {
            labs.add(numbers.lab(added.lab(), added.unit()));
            labs.add(added.days());
            bounds.add(added.low());
            bounds.add(added.high());
            return tests.size();
          });
    }
  }
}
