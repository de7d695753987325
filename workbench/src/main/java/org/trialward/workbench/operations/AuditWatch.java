package org.trialward.workbench.operations;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.audit.AuditLog.Verification;
import org.trialward.workbench.settings.SiteClock;

/** Walks the audit's chain once a day, so that a change is seen without anybody asking. */
public final class AuditWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);

  private final AuditLog audit;
  private final SiteClock clock;
  private volatile Optional<Walk> last = Optional.empty();

  /** One walk, and when it ended. */
  record Walk(boolean intact, Instant at) {}

  public AuditWatch(AuditLog audit, SiteClock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** O(entries), constant memory. */
  public void walk() {
    Verification found = audit.verify();
    found
        .broken()
        .ifPresent(what ->
            LOG.error(
                "The audit's chain is broken: {}. Somebody changed the table: keep a copy of the database and look who could",
                what));
    last = Optional.of(new Walk(found.broken().isEmpty(), clock.now()));
  }

  Optional<Walk> last() {
    return last;
  }
}
