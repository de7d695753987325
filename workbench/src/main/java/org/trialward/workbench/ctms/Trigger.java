package org.trialward.workbench.ctms;

import java.util.Optional;
import org.trialward.ctms.StatusChange;

/** Another system rings: a record changed. What is true is read there, not from the call. */
@FunctionalInterface
public interface Trigger {

  /** What the record says now; empty where it is none of ours. */
  Optional<StatusChange> rung(String form);
}
