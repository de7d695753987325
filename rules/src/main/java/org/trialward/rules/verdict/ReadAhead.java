package org.trialward.rules.verdict;

import java.util.ArrayList;
import java.util.List;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.CodeSet;
import org.trialward.rules.trial.Trial;

/**
 * Touches what many trials ask, level by level, before they are asked: the processor then waits for
 * several words of memory at a time, where verdicts would wait for one after the other.
 */
final class ReadAhead {
  private ReadAhead() {}

  /** What was read, added up: means nothing. */
  static int of(List<Trial> trials) {
    List<EligibilityCriterion> criteria = new ArrayList<>(16 * trials.size());
    trials.forEach(trial -> criteria.addAll(trial.criteria()));
    List<Characteristic> asked = Some.each(criteria, EligibilityCriterion::when);
    List<ValueSet> sets = new ArrayList<>(asked.size());
    for (Characteristic characteristic : asked) {
      switch (characteristic) {
        case Diagnosed diagnosed -> sets.add(diagnosed.of());
        case Medicated medicated -> sets.add(medicated.of());
        case Underwent underwent -> sets.add(underwent.of());
        default -> {}
      }
    }
    int read = 0;
    for (CodeSet codes : Some.each(sets, set -> CodeSet.of(set.codes()))) {
      read += codes.readAhead();
    }
    return read;
  }
}
