package org.trialward.workbench.message;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.trialward.fhir.cda.DocumentReader;
import org.trialward.fhir.cda.DocumentReading;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.hl7.MessageReader;
import org.trialward.fhir.hl7.MessageReading;
import org.trialward.fhir.hl7.Received;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.rules.patient.Source;
import org.trialward.workbench.message.MessageFeed.Read;
import org.trialward.workbench.message.MessageStore.Format;

/** Reads both kinds: a message may carry documents. */
final class Readings implements MessageFeed.Reading {
  private final MessageDesk desk;
  private final MessageReader messages;
  private final DocumentReader documents;
  private final InstantSource clock;

  Readings(FeedProfile profile, InstantSource clock) {
    this.desk = new MessageDesk(profile, clock);
    this.messages = new MessageReader(profile, clock);
    this.documents = new DocumentReader(profile);
    this.clock = clock;
  }

  @Override
  public Read read(Format format, byte[] body) {
    return switch (format) {
      case CDA ->
          switch (documents.read(body)) {
            case DocumentReading.Read(var contents, _) -> new Read.Contents(List.of(contents));
            case DocumentReading.Refused(var cause) -> new Read.Refused(cause);
          };
      // Once more as it arrived: what was refused then may come from the list of dead letters.
      case HL7V2 ->
          switch (desk.receive(body)) {
            case Received.Accepted _ when desk.isBeheaded(body) ->
                new Read.Refused("Only its header was kept: have the sender send it again");
            case Received.Accepted _ -> new Read.Contents(message(body));
            case Received.Refused(_, var cause, _) -> new Read.Refused(cause);
          };
    };
  }

  private List<MessageContents> message(byte[] body) {
    MessageReading reading = messages.read(body);
    List<MessageContents> contents = new ArrayList<>(List.of(reading.contents()));
    reading.documents().forEach(embedded -> contents.add(document(embedded)));
    return contents;
  }

  private MessageContents document(byte[] body) {
    return switch (documents.read(body)) {
      case DocumentReading.Read(var contents, _) -> contents;
      case DocumentReading.Refused(var cause) ->
          new MessageContents(
              clock.instant(),
              List.of(),
              List.of(new Unusable(new Source("ClinicalDocument", "", ""), "the document", cause)));
    };
  }
}
