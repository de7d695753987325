package org.trialward.workbench.bulk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.trialward.workbench.bulk.Changes.Outcome;

/** Counts of one run. */
final class Tally {
  private static final int MOST_PROBLEMS = 20;

  private final Set<String> problems = new LinkedHashSet<>();
  private long changed;
  private long removed;
  private long asked;

  void problem(String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(what);
    }
  }

  void count(Outcome outcome) {
    switch (outcome) {
      case CHANGED -> changed++;
      case REMOVED -> removed++;
      case ASKED -> asked++;
      case SAME -> {
        // Nothing to tell.
      }
    }
  }

  void changed(int charts) {
    changed += charts;
  }

  long changed() {
    return changed;
  }

  long removed() {
    return removed;
  }

  long asked() {
    return asked;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
