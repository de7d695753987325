package org.trialward.matcher;

import java.util.ArrayList;
import java.util.List;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.FactsByCode;
import org.trialward.rules.patient.Measurement;

/**
 * Those entries of a chart, of one kind, whose codes some trial asks. All are fetched step by step
 * together: memory answers many questions at once, but only one at a time where each entry waits
 * for the one before it. Is used again for the next chart.
 */
final class ChartEntries<F extends Fact> {
  private int[] numbers = new int[256];
  private final List<List<? extends F>> facts = new ArrayList<>();

  @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
  private int touched;

  void take(FactsByCode<? extends F> chart, CodeNumbers asked) {
    if (numbers.length < chart.size()) {
      numbers = new int[2 * chart.size()];
    }
    facts.clear();
    asked.find(chart, numbers);
    for (int i = 0; i < chart.size(); i++) {
      if (numbers[i] != CodeNumbers.NONE) {
        numbers[facts.size()] = numbers[i];
        facts.add(chart.facts(i));
      }
    }
    touched = 0;
    for (int i = 0; i < size(); i++) {
      touched += facts.get(i).getFirst() instanceof Measurement ? 1 : 0;
    }
  }

  int size() {
    return facts.size();
  }

  /** The number of an entry's code. */
  int number(int place) {
    return numbers[place];
  }

  List<? extends F> facts(int place) {
    return facts.get(place);
  }
}
