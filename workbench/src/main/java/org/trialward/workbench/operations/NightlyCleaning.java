package org.trialward.workbench.operations;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.workbench.feed.FeedSlots;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.report.ArrivalReport;
import org.trialward.workbench.settings.SiteClock;

/** Once a night: deletes messages that were read long ago, and old counts. */
public class NightlyCleaning {
  private static final Logger LOG = LoggerFactory.getLogger(NightlyCleaning.class);
  private static final LocalTime NIGHT = LocalTime.of(2, 0);
  private static final String CLEANED = "cleaned";

  /** Counts name no patient; the reports look back 14 days. */
  private static final Duration KEEP_COUNTS = Duration.ofDays(90);

  private final MessageStore messages;
  private final ArrivalReport arrivals;
  private final FeedSlots slots;
  private final FeedCursors cursors;
  private final SiteClock clock;
  private final Duration keepMessages;
  private final ZoneId zone;

  public NightlyCleaning(
      MessageStore messages,
      ArrivalReport arrivals,
      FeedSlots slots,
      FeedCursors cursors,
      SiteClock clock,
      Duration keepMessages,
      ZoneId zone) {
    this.messages = messages;
    this.arrivals = arrivals;
    this.slots = slots;
    this.cursors = cursors;
    this.clock = clock;
    this.keepMessages = keepMessages;
    this.zone = zone;
  }

  /** Does nothing before two at night, and nothing twice a day. */
  public void whenItIsNight() {
    ZonedDateTime now = clock.now().atZone(zone);
    LocalDate night = now.toLocalDate().minusDays(now.toLocalTime().isBefore(NIGHT) ? 1 : 0);
    Optional<String> last = cursors.find(CLEANED);
    if (last.isEmpty() || last.get().compareTo(night.toString()) < 0) {
      clean();
      cursors.advance(CLEANED, night.toString());
    }
  }

  private void clean() {
    int read = messages.forget(keepMessages);
    int counts = arrivals.forget(KEEP_COUNTS) + slots.forget(KEEP_COUNTS);
    LOG.info(
        "{} messages deleted that were read more than {} days ago, {} old counts",
        read,
        keepMessages.toDays(),
        counts);
  }
}
