package org.trialward.workbench.operations;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.audit.AuditLog.Verification;
import org.trialward.workbench.settings.SiteClock;

/**
 * Walks the audit's chain once a day, so that a change is seen without anybody asking. What no
 * chain shows, a cut end or a chain that was written anew, shows by the end that it had before.
 */
public final class AuditWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);

  private final AuditLog audit;
  private final SiteClock clock;
  private volatile Optional<Walk> last = Optional.empty();
  private Optional<Verification> end = Optional.empty();

  /** One walk, and when it ended. */
  record Walk(boolean intact, Instant at) {}

  public AuditWatch(AuditLog audit, SiteClock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** O(entries), constant memory. */
  public synchronized void walk() {
    Verification found = audit.verify();
    Optional<String> wrong = found.broken().or(this::rewritten);
    if (wrong.isPresent()) {
      LOG.error(
          "The audit's chain is broken: {}. Somebody changed the table: keep a copy of the database and look who could",
          wrong.get());
    } else {
      LOG.info("The audit holds: {} entries, last hash {}", found.entries(), found.lastHash());
      end = Optional.of(found);
    }
    last = Optional.of(new Walk(wrong.isEmpty(), clock.now()));
  }

  private Optional<String> rewritten() {
    return end.filter(before -> before.entries() > 0)
        .filter(before -> !audit.hash(before.entries()).equals(Optional.of(before.lastHash())))
        .map(before -> "entry %d is not the one that stood there".formatted(before.entries()));
  }

  Optional<Walk> last() {
    return last;
  }
}
