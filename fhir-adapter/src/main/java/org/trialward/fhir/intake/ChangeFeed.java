package org.trialward.fhir.intake;

import java.util.List;
import java.util.Optional;
import org.trialward.fhir.emr.EmrException;

/** One way of learning which patients changed. */
public interface ChangeFeed {

  /** Its name in hints, e.g. {@code emr-history}. */
  String name();

  /**
   * What changed since the cursor. The first poll, without cursor, names every patient, where the
   * EMR lists them. Polls overlap by design: a hint may come again, with the same key.
   *
   * @throws EmrException where the EMR does not answer; poll again with the same cursor
   */
  Poll poll(Optional<String> cursor);

  /** What this feed cannot see, for the operations page: a nightly full read has to find it. */
  List<String> blindTo();
}
