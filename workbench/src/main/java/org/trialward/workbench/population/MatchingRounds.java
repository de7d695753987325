package org.trialward.workbench.population;

import java.time.LocalDate;

/** How far the matching of all patients has come. */
public interface MatchingRounds {

  /** The trials by which everybody was last asked to be matched; empty where nobody was yet. */
  String rules();

  /** Whether everybody whom this day concerns was asked to be matched. */
  boolean asked(LocalDate day);

  /** Whether some of them still wait. */
  boolean waiting();
}
