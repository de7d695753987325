package org.trialward.workbench.population;

import java.time.LocalDate;

/** What can be asked of the index now. */
public sealed interface IndexState {

  /** It is examined, or was not asked for yet. */
  record Opening() implements IndexState {}

  /** It does not say what the charts say yet. */
  record Building(Progress progress) implements IndexState {}

  /** It says what the charts say on this day. */
  record Current(LocalDate asOf) implements IndexState {}

  /**
   * Nobody can ask it.
   *
   * @param why with the remedy
   */
  record Unavailable(String why) implements IndexState {}
}
