package org.trialward.matcher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;

/** What trials have in common, so that it is answered once a patient. Thread-safe. */
final class Tables {
  private static final int[] NONE = {};

  private final Map<Class<? extends Fact>, CodeNumbers> codes = new HashMap<>();
  private final AtomicInteger codeCount = new AtomicInteger();
  private final Interner<Window> windows = new Interner<>();
  private final Interner<Series> series = new Interner<>();
  private final Interner<Characteristic> leaves = new Interner<>();
  private final CodeNumbers resultCodes = new CodeNumbers();

  /** By the number of a result's code: its series. */
  private volatile int[][] seriesOf = {};

  private volatile Days days = new Days(LocalDate.MIN, new int[0]);

  /** The first epoch day of each window on a reference date. */
  @SuppressWarnings("ArrayRecordComponent") // identity is never asked
  private record Days(LocalDate asOf, int[] first) {}

  Tables() {
    Term.KINDS.forEach(kind -> codes.put(kind, new CodeNumbers()));
  }

  /** The number of a code of a kind of entry, from 0. */
  int code(Class<? extends Fact> kind, Code code) {
    return codes(kind).number(code, codeCount::getAndIncrement);
  }

  /** The codes of a kind that some trial asks, with their numbers. */
  CodeNumbers codes(Class<? extends Fact> kind) {
    return Objects.requireNonNull(codes.get(kind));
  }

  int codeCount() {
    return codeCount.get();
  }

  /** Numbers of windows begin after {@link Tests#ANY_TIME}. */
  int window(Window window) {
    return windows.number(window) + 1;
  }

  boolean hasRoomForWindows() {
    return windows.size() < Tests.MOST_WINDOWS - 1;
  }

  synchronized int series(Series asked) {
    int known = series.size();
    int number = series.number(asked);
    if (number == known) {
      List<int[]> of = new ArrayList<>(List.of(seriesOf));
      for (Code code : asked.codes()) {
        int coded = resultCodes.number(code, of::size);
        if (coded == of.size()) {
          of.add(NONE);
        }
        of.set(coded, union(of.get(coded), new int[] {number}));
      }
      seriesOf = of.toArray(int[][]::new);
    }
    return number;
  }

  int leaf(Characteristic leaf) {
    return leaves.number(leaf);
  }

  Characteristic leaf(int number) {
    return leaves.get(number);
  }

  Series series(int number) {
    return series.get(number);
  }

  int leafCount() {
    return leaves.size();
  }

  int seriesCount() {
    return series.size();
  }

  /** The codes of all series, with their numbers. */
  CodeNumbers resultCodes() {
    return resultCodes;
  }

  /** The series that a result belongs to, by the number of its code; none for one being added. */
  int[] seriesOf(int resultCode) {
    int[][] of = seriesOf;
    return resultCode < of.length ? of[resultCode] : NONE;
  }

  /** The first epoch day of each window by its number. */
  int[] firstDays(LocalDate asOf) {
    Days known = days;
    if (known.asOf.equals(asOf) && known.first.length == windows.size() + 1) {
      return known.first;
    }
    int[] first =
        IntStream.concat(
                IntStream.of(Integer.MIN_VALUE),
                windows.all().stream().mapToInt(w -> epochDay(w.firstDay(asOf))))
            .toArray();
    days = new Days(asOf, first);
    return first;
  }

  /** Days beyond reckoning stand at its ends. */
  static int epochDay(LocalDate day) {
    return Math.clamp(day.toEpochDay(), Integer.MIN_VALUE + 1, Integer.MAX_VALUE - 1);
  }

  private static int[] union(int[] some, int[] others) {
    return IntStream.concat(IntStream.of(some), IntStream.of(others)).distinct().toArray();
  }
}
