package org.trialward.fhir.hl7;

import java.util.ArrayList;
import java.util.List;
import org.trialward.fhir.record.Digest;
import org.trialward.fhir.record.RecordKey;

/**
 * Names for what a message says, the same whenever the same thing is said again. Hashed, because
 * order numbers lead to patients.
 */
final class Names {
  private Names() {}

  /** Of a record's thing, by the parts that identify it. */
  static String of(RecordKey record, String... parts) {
    List<String> all = new ArrayList<>(List.of(record.authority(), record.number()));
    all.addAll(List.of(parts));
    return Digest.shortOf(all);
  }
}
