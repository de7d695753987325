package org.trialward.workbench.operations;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;

/**
 * Windows end and birthdays come without any event: on a new day every stored chart is matched
 * again.
 */
public class DailyRematch {
  private final Inbox inbox;
  private final FeedCursors cursors;
  private final SiteClock clock;

  public DailyRematch(Inbox inbox, FeedCursors cursors, SiteClock clock) {
    this.inbox = inbox;
    this.cursors = cursors;
    this.clock = clock;
  }

  @Transactional
  public void whenTheDayChanged() {
    LocalDate today = clock.asOf();
    Optional<String> last = cursors.find(Inbox.REMATCH);
    if (last.isEmpty() || !last.get().equals(today.toString())) {
      inbox.rematchAll(today.toString());
      cursors.advance(Inbox.REMATCH, today.toString());
    }
  }
}
