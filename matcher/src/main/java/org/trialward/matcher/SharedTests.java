package org.trialward.matcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trialward.rules.logic.Truth;

/**
 * Tests that many trials of a segment share, such as an age: asked once a patient, whatever the
 * number of their trials.
 */
final class SharedTests {

  /** A test and the trials that ask it. */
  private record Shared(long header, Docs trials) {}

  private final List<Shared> tests = new ArrayList<>();

  /** Of rows of {@link Tests}, by document. */
  SharedTests(List<long[]> rows) {
    Map<Long, List<Integer>> asking = new TreeMap<>();
    for (int doc = 0; doc < rows.size(); doc++) {
      long[] row = rows.get(doc);
      for (int at = 0; at < row.length; at += Tests.length(row[at])) {
        if (Tests.isShared(row[at])) {
          asking.computeIfAbsent(row[at], _ -> new ArrayList<>()).add(doc);
        }
      }
    }
    asking.forEach((header, docs) -> tests.add(new Shared(header, Docs.of(docs, rows.size()))));
  }

  /** Adds the trials of which the patient fails a test, and those that one leaves open. */
  void ask(PatientForm patient, long[] failing, long[] open) {
    for (Shared test : tests) {
      Truth truth = patient.shared(test.header);
      if (truth == Truth.UNKNOWN) {
        test.trials.addTo(open);
      } else if ((truth == Truth.TRUE) == Tests.isNegated(test.header)) {
        test.trials.addTo(failing);
      }
    }
  }
}
