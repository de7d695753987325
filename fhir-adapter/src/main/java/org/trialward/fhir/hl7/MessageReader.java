package org.trialward.fhir.hl7;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trialward.fhir.hl7.Opened.Closed;
import org.trialward.fhir.hl7.Opened.Open;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.MessageContents;
import org.trialward.rules.patient.Source;

/** Messages to what they say of records. For whatever bytes it answers, and never throws. */
public final class MessageReader {

  /** Clocks of hospital systems differ by minutes. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final FeedProfile profile;
  private final InstantSource clock;
  private final Times times;

  /**
   * A reader of one sender's messages.
   *
   * @param clock for a message that does not say when it was written
   */
  public MessageReader(FeedProfile profile, InstantSource clock) {
    this.profile = profile;
    this.clock = clock;
    this.times = new Times(profile.zone());
  }

  /** Reads a message, with or without the bytes that MLLP puts around it. */
  public MessageReading read(byte[] body) {
    try {
      return reading(body);
    } catch (RuntimeException ours) {
      return nothing("it could not be read, which is our mistake: please report it");
    }
  }

  /** As {@link #read}, and throws where we were wrong. */
  MessageReading reading(byte[] body) {
    return switch (Message.open(body, profile.charset())) {
      case Open(var message) -> reading(message);
      case Closed(_, var cause, _) -> nothing(cause);
    };
  }

  private MessageReading nothing(String why) {
    var notes = new Notes(new Source("MSH", "", ""));
    notes.drop("the message", why);
    return new MessageReading(
        new MessageContents(clock.instant(), List.of(), notes.unusable()), List.of());
  }

  private MessageReading reading(Message message) {
    var notes = new Notes(new Source("MSH", message.controlId(), ""));
    if (message.damaged()) {
      notes.drop(
          "MSH-18",
          "some bytes are not of its character set: correct MSH-18 or the feed's character set");
    }
    if (message.strays() > 0) {
      notes.drop("the message", "it has lines that are no segments");
    }
    Instant occurredAt = occurredAt(message, notes);
    Optional<Content> content = Content.of(message.code());
    if (content.isEmpty()) {
      notes.drop("MSH-9", "messages of this type are not read", message.type());
      return new MessageReading(
          new MessageContents(occurredAt, List.of(), notes.unusable()), List.of());
    }
    var walk = new MessageWalk(message, content.get(), profile, times);
    walk.all();
    List<Unusable> unusable = new ArrayList<>(notes.unusable());
    unusable.addAll(walk.unusable());
    return new MessageReading(
        new MessageContents(occurredAt, walk.changes(), unusable), walk.documents());
  }

  private Instant occurredAt(Message message, Notes notes) {
    Instant now = clock.instant();
    Optional<Instant> said = times.occurred(message);
    if (said.isEmpty()) {
      notes.drop("MSH-7", "neither EVN-2 nor MSH-7 is a time: taken as of when it came");
    } else if (said.get().isAfter(now.plus(AHEAD))) {
      notes.drop(
          "MSH-7",
          "EVN-2 or MSH-7 lies ahead, and wins over what comes until then:"
              + " correct the sender's clock");
    }
    return said.orElse(now);
  }
}
