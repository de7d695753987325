package org.trialward.ctms;

import java.util.List;
import java.util.Optional;

/**
 * Some status changes and where to go on.
 *
 * @param cursor to be stored once the changes are, and given back next time; empty where there is
 *     nothing to poll
 */
public record StatusPage(List<StatusChange> changes, Optional<String> cursor) {
  public StatusPage {
    changes = List.copyOf(changes);
  }

  public static StatusPage none() {
    return new StatusPage(List.of(), Optional.empty());
  }
}
