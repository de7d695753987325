package org.trialward.workbench.operations;

import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.trials.TrialLibrary;

/**
 * Reads the trial files at start and on demand; where rules changed, every stored chart is matched
 * again.
 */
public class TrialReload implements InitializingBean {
  private static final String RULES = "rules";

  private final TrialLibrary trials;
  private final Inbox inbox;
  private final FeedCursors cursors;
  private final SiteClock clock;
  private final TransactionTemplate transaction;

  public TrialReload(
      TrialLibrary trials,
      Inbox inbox,
      FeedCursors cursors,
      SiteClock clock,
      TransactionTemplate transaction) {
    this.trials = trials;
    this.inbox = inbox;
    this.cursors = cursors;
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
            .collect(Collectors.joining("\n"));
    transaction.executeWithoutResult(status -> rematchIfNew(inForce));
    return changed;
  }

  /** After a restart with the same rules the stored charts are matched already. */
  private void rematchIfNew(String inForce) {
    if (!cursors.find(RULES).orElse("").equals(inForce)) {
      inbox.rematchAll(RULES + "|" + clock.now());
      cursors.advance(RULES, inForce);
    }
  }
}
