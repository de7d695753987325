package org.trialward.matcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.quantity.Code;

/**
 * Those entries of a chart, of one kind, that some trial asks. All are fetched step by step
 * together: memory answers many questions at once, but only one at a time where each entry waits
 * for the one before it. Is used again for the next kind.
 */
final class ChartEntries {
  private Code[] codes = new Code[256];
  private int[] numbers = new int[256];
  private final List<List<Fact>> facts = new ArrayList<>();
  private int size;

  @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
  private int touched;

  void take(Map<Code, List<Fact>> byCode, CodeNumbers asked) {
    makeRoom(byCode.size());
    facts.clear();
    byCode.forEach((code, some) -> {
      codes[facts.size()] = code;
      facts.add(some);
    });
    asked.find(codes, facts.size(), numbers);
    size = 0;
    for (int i = 0; i < facts.size(); i++) {
      if (numbers[i] != CodeNumbers.NONE) {
        numbers[size] = numbers[i];
        facts.set(size++, facts.get(i));
      }
    }
    touched = 0;
    for (int i = 0; i < size; i++) {
      touched += facts.get(i).getFirst() instanceof Measurement ? 1 : 0;
    }
  }

  private void makeRoom(int entries) {
    if (codes.length < entries) {
      codes = Arrays.copyOf(codes, 2 * entries);
      numbers = new int[2 * entries];
    }
  }

  int size() {
    return size;
  }

  int number(int place) {
    return numbers[place];
  }

  List<Fact> facts(int place) {
    return facts.get(place);
  }
}
