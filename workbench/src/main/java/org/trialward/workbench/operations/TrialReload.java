package org.trialward.workbench.operations;

import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.rules.document.Vocabulary;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
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
  private static final String SHARED = "shared-files";

  private final TrialLibrary trials;
  private final Inbox inbox;
  private final FeedCursors cursors;
  private final AuditLog audit;
  private final SiteClock clock;
  private final TransactionTemplate transaction;

  public TrialReload(
      TrialLibrary trials,
      Inbox inbox,
      FeedCursors cursors,
      AuditLog audit,
      SiteClock clock,
      TransactionTemplate transaction) {
    this.trials = trials;
    this.inbox = inbox;
    this.cursors = cursors;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  @Override
  public void afterPropertiesSet() {
    reload("engine");
  }

  /** Returns how many trials changed. */
  public int reload(String who) {
    int changed = trials.reload(who).size();
    String inForce =
        trials.inForce().stream()
            .map(trial -> trial.id() + " " + trial.version() + " " + trial.status())
            .collect(Collectors.joining("\n", "", "\n" + trials.vocabulary().version()));
    transaction.executeWithoutResult(status -> {
      rematchIfNew(inForce);
      auditIfNew(who, trials.vocabulary().version());
    });
    return changed;
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
    if (!cursors.find(RematchRounds.RULES).orElse("").equals(inForce)) {
      inbox.rematchAll(RematchRounds.RULES + "|" + clock.now());
      cursors.advance(RematchRounds.RULES, inForce);
    }
  }
}
