package org.trialward.workbench.message;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.cda.DocumentReader;
import org.trialward.fhir.cda.DocumentReading;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;

/** Where documents arrive. What cannot be used is stored too, where a person sees it. */
public final class DocumentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentDesk.class);
  private static final String TYPE = "ClinicalDocument";

  private final String feed;
  private final DocumentReader documents;
  private final MessageStore messages;
  private final InstantSource clock;

  public DocumentDesk(
      String feed, DocumentReader documents, MessageStore messages, InstantSource clock) {
    this.feed = feed;
    this.documents = documents;
    this.messages = messages;
    this.clock = clock;
  }

  /** Stores a document; it is safe when this returns. */
  public void take(byte[] document) {
    var body = new Body(document);
    switch (documents.read(document)) {
      case DocumentReading.Read(var contents, var dedupKey) ->
          messages.add(
              new Arriving(
                  feed, Format.CDA, TYPE, feed + "|" + dedupKey, contents.occurredAt(), body));
      case DocumentReading.Refused(var cause) -> {
        LOG.warn("{}: a document is refused: {}", feed, cause);
        messages.addRefused(
            new Arriving(feed, Format.CDA, TYPE, feed + "|" + body.hash(), clock.instant(), body),
            cause);
      }
    }
  }
}
