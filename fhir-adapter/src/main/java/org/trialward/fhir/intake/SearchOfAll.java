package org.trialward.fhir.intake;

import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Reason;

/** A search that names no patient. */
final class SearchOfAll {
  private static final Logger LOG = LoggerFactory.getLogger(SearchOfAll.class);

  private SearchOfAll() {}

  /** Many list a parameter that they take only together with a patient, so it is tried. */
  static boolean isAnswered(Emr emr, String query) {
    return isAnswered(emr, query, e -> !e.isRetryable() && !e.isStatus(401));
  }

  /**
   * Tries it.
   *
   * @param refusal what says that the EMR does not take it
   * @throws EmrException for what says neither: the EMR may be away, or rights be granted later
   */
  static boolean isAnswered(Emr emr, String query, Predicate<EmrException> refusal) {
    try {
      emr.page(query);
      return true;
    } catch (EmrException e) {
      if (e.is(Reason.RESTRICTED)) {
        return true;
      }
      if (refusal.test(e)) {
        LOG.warn(
            "The EMR does not take the search `{}` of all patients: {}", query, e.getMessage());
        return false;
      }
      throw e;
    }
  }
}
