package org.trialward.fhir.hl7;

import java.util.Optional;

/** What came of a frame. */
public sealed interface Received {

  /** A message that can be stored, and read later. */
  record Accepted(Envelope envelope) implements Received {}

  /**
   * One that cannot be used. It is stored all the same, where a person sees it.
   *
   * @param cause in plain words, with the remedy; never the patient's data
   * @param envelope as far as its header could be read
   */
  record Refused(Refusal refusal, String cause, Optional<Envelope> envelope) implements Received {}

  /** Why a message is refused; the codes are of HL7 tables 0008 and 0357. */
  enum Refusal {
    UNREADABLE("AE", "100", "Segment sequence error", ""),
    TOO_LARGE("AE", "104", "Value too long", ""),
    TYPE_MISSING("AE", "101", "Required field missing", "MSH^1^9"),
    CHARACTER_SET("AE", "103", "Table value not found", "MSH^1^18"),
    PROCESSING("AR", "202", "Unsupported processing id", "MSH^1^11"),
    VERSION("AR", "203", "Unsupported version id", "MSH^1^12");

    private final String code;
    private final String error;
    private final String text;
    private final String location;

    Refusal(String code, String error, String text, String location) {
      this.code = code;
      this.error = error;
      this.text = text;
      this.location = location;
    }

    /** {@code AE} or {@code AR}. */
    public String code() {
      return code;
    }

    String error() {
      return error;
    }

    String text() {
      return text;
    }

    String location() {
      return location;
    }
  }
}
