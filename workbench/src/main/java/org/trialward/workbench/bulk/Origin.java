package org.trialward.workbench.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.trialward.fhir.bulk.Lines;

/** Where the lines of a load come from. */
public interface Origin {

  /** What is asked, in words that say the same the next time: by them a load is continued. */
  String name();

  /** Only what changed since then; empty: everything. */
  Optional<Instant> since();

  /** What becomes of charts whose patient is not in a load of everything. */
  Missing missing();

  /** Whether patients that do not come are gone. */
  enum Missing {
    /** The load says nothing of others. */
    KEPT,
    /** They may have left the group: the EMR is asked for each. */
    ASKED,
    /** The EMR holds nobody else. */
    REMOVED
  }

  /**
   * Waits until the lines can be read.
   *
   * @param state how this stood when it was interrupted; empty at first
   * @param remember stores how it stands
   */
  Ready ready(String state, Consumer<String> remember);

  /**
   * The lines.
   *
   * @param asOf the moment that they show; charts read later are left alone
   * @param deleted {@code Type/id} of what the EMR says was deleted
   * @param complete whether these are all that was asked for
   */
  record Ready(Lines lines, Instant asOf, List<String> deleted, boolean complete) {
    public Ready {
      deleted = List.copyOf(deleted);
    }
  }

  /** All was taken; what the EMR keeps of it may go. */
  default void taken(String state) {
    // Files stay.
  }
}
