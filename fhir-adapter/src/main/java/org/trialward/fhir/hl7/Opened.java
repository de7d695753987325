package org.trialward.fhir.hl7;

import java.util.Optional;
import org.trialward.fhir.hl7.Received.Refusal;

/** A frame that was looked into. */
sealed interface Opened {
  record Open(Message message) implements Opened {}

  /**
   * One that cannot be read.
   *
   * @param headed with the header that could be read, to answer it
   */
  record Closed(Refusal refusal, String cause, Optional<Message> headed) implements Opened {}
}
