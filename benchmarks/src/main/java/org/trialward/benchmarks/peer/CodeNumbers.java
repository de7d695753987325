package org.trialward.benchmarks.peer;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;

/** Numbers for codes, apart for diagnoses, medicines and procedures; 0, 1, 2 as they come. */
final class CodeNumbers {
  private record Coded(Class<? extends Fact> kind, Code code) {}

  private final Map<Coded, Integer> numbers = new HashMap<>();
  private final Map<Class<? extends Fact>, IdentityHashMap<ValueSet, int[]>> sets = new HashMap<>();

  int size() {
    return numbers.size();
  }

  /** The code's number, a new one where it has none. */
  int number(Class<? extends Fact> kind, Code code) {
    return numbers.computeIfAbsent(new Coded(kind, code), c -> numbers.size());
  }

  OptionalInt known(Class<? extends Fact> kind, Code code) {
    Integer number = numbers.get(new Coded(kind, code));
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The set's codes in ascending order; a set that is one object is one array. */
  int[] numbers(Class<? extends Fact> kind, ValueSet set) {
    return sets.computeIfAbsent(kind, k -> new IdentityHashMap<>())
        .computeIfAbsent(
            set, s -> s.codes().stream().mapToInt(code -> number(kind, code)).sorted().toArray());
  }

  /** As above, without the codes that have no number; gives none a number. */
  int[] known(Class<? extends Fact> kind, ValueSet set) {
    return set.codes().stream().flatMapToInt(code -> known(kind, code).stream()).sorted().toArray();
  }

  /** All in one, ascending. */
  static int[] union(List<int[]> sets) {
    return sets.stream().flatMapToInt(IntStream::of).sorted().distinct().toArray();
  }

  /** All sets are read: the table of those that were shared is no longer needed. */
  void forgetSets() {
    sets.clear();
  }
}
