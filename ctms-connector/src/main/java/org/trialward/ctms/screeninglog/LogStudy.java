package org.trialward.ctms.screeninglog;

import java.time.OffsetDateTime;
import java.util.List;
import org.trialward.rules.trial.TrialId;

/**
 * What an export says once for all its candidates.
 *
 * @param title of the study, in our words
 * @param criteria of every rule version that a candidate was judged by, each once
 * @param takenAt the moment that the export shows
 */
public record LogStudy(
    TrialId id, String title, String site, List<Criterion> criteria, OffsetDateTime takenAt) {

  public LogStudy {
    criteria = List.copyOf(criteria);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("The study `%s` has no criterion.".formatted(id));
    }
  }

  /** A criterion as its author numbered and worded it. */
  public record Criterion(String id, String text) {}
}
