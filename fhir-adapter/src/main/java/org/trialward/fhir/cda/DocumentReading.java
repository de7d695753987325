package org.trialward.fhir.cda;

import org.trialward.fhir.record.MessageContents;

/** What became of a document. */
public sealed interface DocumentReading {

  /**
   * It was read.
   *
   * @param dedupKey the same for the same document with the same content, and for no other; hex
   */
  record Read(MessageContents contents, String dedupKey) implements DocumentReading {}

  /**
   * Nothing of it was taken.
   *
   * @param cause in plain words, with the remedy; never the patient's data
   */
  record Refused(String cause) implements DocumentReading {}
}
