package org.trialward.fhir.hl7;

import java.util.List;
import org.trialward.fhir.record.MessageContents;

/**
 * What a message holds.
 *
 * @param documents XML documents that are embedded in it, e.g. CDA, to be read as such
 */
public record MessageReading(MessageContents contents, List<byte[]> documents) {
  public MessageReading {
    documents = List.copyOf(documents);
  }
}
