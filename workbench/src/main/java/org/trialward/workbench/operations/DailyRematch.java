package org.trialward.workbench.operations;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.population.Due;
import org.trialward.workbench.settings.SiteClock;

/**
 * Windows end and birthdays come without any event: on a new day the charts that it concerns are
 * matched again.
 */
public class DailyRematch {
  private static final Logger LOG = LoggerFactory.getLogger(DailyRematch.class);

  private final Inbox inbox;
  private final FeedCursors cursors;
  private final Census census;
  private final OptOuts optOuts;
  private final Agreement agreement;
  private final Others others;
  private final SiteClock clock;

  public DailyRematch(
      Inbox inbox,
      FeedCursors cursors,
      Census census,
      OptOuts optOuts,
      Agreement agreement,
      Others others,
      SiteClock clock) {
    this.inbox = inbox;
    this.cursors = cursors;
    this.census = census;
    this.optOuts = optOuts;
    this.agreement = agreement;
    this.others = others;
    this.clock = clock;
  }

  @Transactional
  public void whenTheDayChanged() {
    LocalDate today = clock.asOf();
    Optional<String> last = cursors.find(Inbox.REMATCH);
    if (agreement.holds() && (last.isEmpty() || !last.get().equals(today.toString()))) {
      switch (others.wereThereSince(last) ? new Due.Everybody() : census.due()) {
        case Due.Later _ -> {
          return; // The next tick asks again.
        }
        case Due.These(var patients, var of) -> {
          inbox.rematch(patients, today.toString());
          inbox.rematch(turning(last, today), today.toString());
          LOG.info("New day {}: {} of {} patients are matched again", today, patients.size(), of);
        }
        case Due.Everybody _ -> {
          inbox.rematchAll(today.toString());
          LOG.info("New day {}: all patients are matched again", today);
        }
      }
      cursors.advance(Inbox.REMATCH, today.toString());
    }
  }

  /** Whose refusal to be asked began or ended meanwhile. */
  private List<PatientId> turning(Optional<String> last, LocalDate today) {
    return optOuts.turning(last.map(LocalDate::parse).orElse(LocalDate.EPOCH), today);
  }
}
