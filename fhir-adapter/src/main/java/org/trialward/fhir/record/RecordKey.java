package org.trialward.fhir.record;

import java.util.Locale;

/**
 * How a sender names a patient: HL7 v2's PID-3 or a CDA {@code recordTarget} id. Never logged.
 *
 * @param authority who gave the number, e.g. an assigning authority or an OID; upper case, because
 *     senders of one hospital do not agree on it
 * @param number a medical record number
 */
public record RecordKey(String authority, String number) {
  public RecordKey {
    authority = authority.strip().toUpperCase(Locale.ROOT);
    number = number.strip();
    if (number.isEmpty()) {
      throw new IllegalArgumentException("A record number must not be blank.");
    }
  }

  /** Hides all, so that no log gives it away. */
  @Override
  public String toString() {
    return "RecordKey[hidden]";
  }
}
