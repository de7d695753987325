package org.trialward.workbench.bulk;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.bulk.ExportExpired;
import org.trialward.fhir.emr.EmrException;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.settings.SiteClock;

/** Once a night: compares all charts with an export, because no feed tells of every deletion. */
public class NightlyReconcile {
  private static final Logger LOG = LoggerFactory.getLogger(NightlyReconcile.class);

  /** Under which the last night stands, and a failure is shown. */
  private static final String FEED = FeedCursors.EXPORT;

  private final BulkLoad load;
  private final Supplier<Origin> origin;
  private final LocalTime at;
  private final FeedCursors cursors;
  private final SiteClock clock;

  /**
   * The reconcile of one site.
   *
   * @param at on the site's wall clock
   */
  public NightlyReconcile(
      BulkLoad load, Supplier<Origin> origin, LocalTime at, FeedCursors cursors, SiteClock clock) {
    this.load = load;
    this.origin = origin;
    this.at = at;
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Does it where it is time and this night's was not done; what was interrupted goes on. */
  public void whenItIsTime() {
    LocalDateTime now = LocalDateTime.ofInstant(clock.now(), clock.zone());
    LocalDate night =
        now.toLocalTime().isBefore(at) ? now.toLocalDate().minusDays(1) : now.toLocalDate();
    Optional<String> last = cursors.find(FEED);
    if (last.isEmpty()) {
      // Nothing was missed before the first night.
      cursors.advance(FEED, night.toString());
      return;
    }
    if (last.get().compareTo(night.toString()) >= 0) {
      return;
    }
    try {
      BulkReport report = load.run(origin.get(), progress -> {});
      cursors.advance(FEED, night.toString());
      LOG.info(
          "Compared with the EMR: {} patients, {} charts changed, {} removed, {} asked for",
          report.patients(),
          report.changed(),
          report.removed(),
          report.asked());
      report.problems().forEach(problem -> LOG.warn("Bulk load: {}", problem));
    } catch (EmrException | LoadUnderWay e) {
      LOG.warn("The nightly comparison with the EMR was interrupted: {}", e.getMessage());
      cursors.failed(FEED, String.valueOf(e.getMessage()));
    } catch (ExportExpired e) {
      LOG.warn("No comparison with the EMR tonight, its export failed: {}", e.getMessage());
      cursors.advance(FEED, night.toString());
      cursors.failed(FEED, "The nightly export failed, the next is tomorrow. " + e.getMessage());
    }
  }
}
