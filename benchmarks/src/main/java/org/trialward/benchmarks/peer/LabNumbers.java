package org.trialward.benchmarks.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;

/** Numbers for laboratory codes, each with the one unit in which its results are kept. */
final class LabNumbers {

  /** A laboratory code's number and unit. */
  record Lab(int number, UcumUnit unit) {}

  private final Map<Code, Lab> labs = new HashMap<>();

  int size() {
    return labs.size();
  }

  /** The code's number, a new one where it has none. */
  Lab in(UcumUnit unit, Code code) {
    Lab lab = labs.computeIfAbsent(code, c -> new Lab(labs.size(), unit));
    if (!lab.unit().equals(unit)) {
      throw new IllegalArgumentException(
          "The results of `%s` are in `%s` and in `%s`; keep each laboratory code to one unit."
              .formatted(code, lab.unit(), unit));
    }
    return lab;
  }

  Optional<Lab> known(Code code) {
    return Optional.ofNullable(labs.get(code));
  }
}
