package org.trialward.workbench.operations;

import java.util.Set;
import org.springframework.beans.factory.InitializingBean;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.trials.TrialLibrary;

/**
 * Reads the trial files at start and on demand; where rules changed, every stored chart is matched
 * again.
 */
public class TrialReload implements InitializingBean {
  private final TrialLibrary trials;
  private final Inbox inbox;
  private final SiteClock clock;

  public TrialReload(TrialLibrary trials, Inbox inbox, SiteClock clock) {
    this.trials = trials;
    this.inbox = inbox;
    this.clock = clock;
  }

  @Override
  public void afterPropertiesSet() {
    reload("engine");
  }

  /** Returns how many trials changed. */
  public int reload(String who) {
    Set<TrialId> changed = trials.reload(who);
    if (!changed.isEmpty()) {
      inbox.rematchAll("trials|" + clock.now());
    }
    return changed.size();
  }
}
