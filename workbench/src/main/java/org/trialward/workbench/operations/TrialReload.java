package org.trialward.workbench.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.rules.document.Vocabulary;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.trials.TrialLibrary;

/**
 * Reads the trial files at start and on demand; where rules changed, every stored chart is matched
 * again.
 */
public class TrialReload implements InitializingBean {
  private static final Logger LOG = LoggerFactory.getLogger(TrialReload.class);
  private static final String ENGINE = "engine";
  private static final String SHARED = "shared-files";

  /** Files that another machine has already may reach this one later. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final TrialLibrary trials;
  private final Agreement agreement;
  private final BooleanSupplier onDuty;
  private final Inbox inbox;
  private final FeedCursors cursors;
  private final AuditLog audit;
  private final SiteClock clock;
  private final TransactionTemplate transaction;
  private Instant followedAt = Instant.MIN;
  private String found = "";
  private boolean settled;

  /**
   * @param onDuty whether this workbench is the one that does what is done once for all
   */
  public TrialReload(
      TrialLibrary trials,
      Agreement agreement,
      BooleanSupplier onDuty,
      Inbox inbox,
      FeedCursors cursors,
      AuditLog audit,
      SiteClock clock,
      TransactionTemplate transaction) {
    this.trials = trials;
    this.agreement = agreement;
    this.onDuty = onDuty;
    this.inbox = inbox;
    this.cursors = cursors;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Files of a start are put in force unless another workbench is at work: see {@link #follow}. */
  @Override
  public void afterPropertiesSet() {
    trials.reload(ENGINE);
    found = cursors.find(RematchRounds.RULES).orElse("");
    if (found.isEmpty() || onDuty.getAsBoolean()) {
      putInForce(ENGINE);
    }
  }

  /** Returns how many trials changed. */
  public synchronized int reload(String who) {
    int changed = trials.reload(who).size();
    putInForce(who);
    return changed;
  }

  private void putInForce(String who) {
    settled = true;
    transaction.executeWithoutResult(status -> {
      rematchIfNew(trials.rules());
      auditIfNew(who, trials.vocabulary().version());
    });
  }

  /**
   * Where another workbench on this database put other files in force, ours are read again; while
   * they differ, this one leaves patients to the others ({@link Agreement}). Other files than those
   * in force come into force by Reload, or by a start once nobody who was there before is left: a
   * workbench that starts with an old or damaged copy must not decide for one that works.
   */
  public synchronized void follow() {
    if (agreement.holds()) {
      settled = true;
      followedAt = Instant.MIN;
    } else if (!settled
        && onDuty.getAsBoolean()
        && cursors.find(RematchRounds.RULES).orElse("").equals(found)) {
      putInForce(ENGINE);
    } else if (!clock.now().isBefore(followedAt.plus(LOOK_AGAIN))) {
      boolean isNew = followedAt.equals(Instant.MIN);
      followedAt = clock.now();
      trials.reload(ENGINE);
      if (isNew && !agreement.holds()) {
        LOG.warn(
            "Other trial files than those of this workbench are in force: it matches nobody until they are the same. Mount the same files, or press Reload here to put these in force");
      }
    }
  }

  /** The shared files belong to every verdict as the trials do. */
  private void auditIfNew(String who, String version) {
    if (!cursors.find(SHARED).orElse(Vocabulary.standard().version()).equals(version)) {
      cursors.advance(SHARED, version);
      audit.append(who, AuditAction.TRIAL_LOADED, "shared files", "version " + version);
    }
  }

  /** After a restart with the same rules the stored charts are matched already. */
  private void rematchIfNew(String inForce) {
    agreement.end();
    if (!cursors.find(RematchRounds.RULES).orElse("").equals(inForce)) {
      inbox.rematchAll(RematchRounds.RULES + "|" + clock.now());
      cursors.advance(RematchRounds.RULES, inForce);
    }
  }
}
