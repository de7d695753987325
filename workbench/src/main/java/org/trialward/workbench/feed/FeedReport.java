package org.trialward.workbench.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A feed with its numbers and what its rhythm says.
 *
 * @param last the last arrival, known longer than the messages are kept
 */
public record FeedReport(
    Feed feed, Optional<Instant> last, FeedFigures figures, FeedRhythm.Finding finding) {

  public boolean isSilent() {
    return finding instanceof FeedRhythm.Finding.Silent;
  }
}
