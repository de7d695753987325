package org.trialward.benchmarks.peer;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;

/** Numbers for codes and laboratory codes, from 0 in the order of their first appearance. */
final class Numbers {
  static final int NONE = -1;

  private final Map<Kind, Map<Code, Integer>> codes = new EnumMap<>(Kind.class);
  private int codesSoFar;
  private final Map<Code, Lab> labs = new HashMap<>();

  /** A laboratory code and the only unit of its results. */
  private record Lab(int number, UcumUnit unit) {}

  Numbers() {
    for (Kind kind : Kind.values()) {
      codes.put(kind, new HashMap<>());
    }
  }

  int codes() {
    return codesSoFar;
  }

  int labs() {
    return labs.size();
  }

  /** The number of a code; a new one where it has none. */
  char number(Kind kind, Code code) {
    return (char) ofKind(kind).computeIfAbsent(code, c -> within16Bits(codesSoFar++)).intValue();
  }

  /** The number of a code, or {@link #NONE}. */
  int known(Kind kind, Code code) {
    return ofKind(kind).getOrDefault(code, NONE);
  }

  /** The number of a laboratory code; a new one where it has none. */
  char lab(Code code, UcumUnit unit) {
    return (char)
        checked(
                labs.computeIfAbsent(code, c -> new Lab(within16Bits(labs.size()), unit)),
                code,
                unit)
            .number();
  }

  /** The number of a laboratory code, or {@link #NONE}. */
  int knownLab(Code code, UcumUnit unit) {
    Lab known = labs.get(code);
    return known == null ? NONE : checked(known, code, unit).number();
  }

  private Map<Code, Integer> ofKind(Kind kind) {
    return codes.getOrDefault(kind, Map.of());
  }

  private static Lab checked(Lab lab, Code code, UcumUnit unit) {
    if (!lab.unit().equals(unit)) {
      throw PlainPatient.unknown("a laboratory code with two units", code + " in " + unit);
    }
    return lab;
  }

  private static int within16Bits(int number) {
    if (number >= Character.MAX_VALUE) {
      throw PlainPatient.unknown("more than 65,535 distinct codes", number);
    }
    return number;
  }
}
