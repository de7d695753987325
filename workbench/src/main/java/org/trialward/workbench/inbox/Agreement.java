package org.trialward.workbench.inbox;

import java.util.function.Supplier;

/**
 * Whether this workbench reads the trial files by which everybody was last asked to be matched. Of
 * several on one database one may still have yesterday's; it must not answer for a patient whom
 * today's concern.
 */
public final class Agreement {
  private final RematchRounds rounds;
  private final Supplier<String> ours;

  /**
   * @param ours what this workbench matches by
   */
  public Agreement(RematchRounds rounds, Supplier<String> ours) {
    this.rounds = rounds;
    this.ours = ours;
  }

  /** Asks the database. */
  public boolean holds() {
    String asked = rounds.rules();
    return asked.isEmpty() || asked.equals(ours.get());
  }
}
