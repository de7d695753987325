package org.trialward.fhir.hl7;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.fhir.hl7.Opened.Closed;
import org.trialward.fhir.hl7.Opened.Open;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.hl7.Received.Refusal;
import org.trialward.fhir.hl7.Received.Refused;
import org.trialward.fhir.record.Digest;
import org.trialward.fhir.record.FeedProfile;

/** Where frames arrive: what each is, and what its sender is answered. */
public final class MessageDesk {
  private static final Pattern VERSION = Pattern.compile("2\\.[1-9](\\.\\d)?");
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{2}");
  private static final Pattern LAST_DIGITS = Pattern.compile("\\d{1,12}(?=\\D*$)");
  private static final Set<String> TEST_PURPOSES = Set.of("T", "D");

  private final FeedProfile profile;
  private final InstantSource clock;
  private final Times times;
  private final Acknowledgements acknowledgements;

  public MessageDesk(FeedProfile profile, InstantSource clock) {
    this(profile, Acknowledge.AS_ASKED, clock);
  }

  public MessageDesk(FeedProfile profile, Acknowledge when, InstantSource clock) {
    this.profile = profile;
    this.clock = clock;
    this.times = new Times(profile.zone());
    this.acknowledgements = new Acknowledgements(profile.zone(), when, clock);
  }

  /** Looks into a message, with or without the bytes that MLLP puts around it. Never throws. */
  public Received receive(byte[] frame) {
    try {
      return received(frame);
    } catch (RuntimeException ours) {
      return new Refused(
          Refusal.UNREADABLE,
          "It could not be read, which is our mistake: please report it",
          Optional.empty());
    }
  }

  /** As {@link #receive}, and throws where we were wrong. */
  Received received(byte[] frame) {
    return switch (Message.open(frame, profile.charset())) {
      case Open(var message) -> judged(message, envelope(message, frame));
      case Closed(var refusal, var cause, var headed) ->
          new Refused(refusal, cause, headed.map(message -> envelope(message, frame)));
    };
  }

  /**
   * Refuses a message that is larger than whoever listens takes.
   *
   * @param beginning of it
   */
  public Received tooLarge(byte[] beginning) {
    return new Refused(
        Refusal.TOO_LARGE,
        "It is larger than the listener takes: raise its most-bytes, or have the sender send the"
            + " document aside",
        headed(beginning));
  }

  private Optional<Envelope> headed(byte[] beginning) {
    try {
      return Message.open(header(beginning), profile.charset()) instanceof Open(var message)
          ? Optional.of(envelope(message, beginning))
          : Optional.empty();
    } catch (RuntimeException ours) {
      return Optional.empty();
    }
  }

  /** Whether only the header is there of a message whose segments would have been read. */
  public boolean isBeheaded(byte[] body) {
    return header(body).length == body.length
        && Message.open(body, profile.charset()) instanceof Open(var message)
        && Content.of(message.code()).isPresent();
  }

  /** Its first segment. */
  public static byte[] header(byte[] frame) {
    int start = 0;
    while (start < frame.length && Character.isWhitespace(frame[start])) {
      start++;
    }
    int end = start;
    while (end < frame.length && frame[end] != '\r' && frame[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(frame, start, end);
  }

  private static Received judged(Message message, Envelope envelope) {
    if (!CODE.matcher(message.code()).matches()) {
      return refused(
          Refusal.TYPE_MISSING,
          "MSH-9 does not say what kind of message it is: have the sender write it, e.g. ADT^A08",
          envelope);
    }
    String processing = message.header().text(11);
    if (!processing.isEmpty() && !processing.equals("P")) {
      return refused(Refusal.PROCESSING, wrong(processing), envelope);
    }
    String version = message.header().text(12);
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      return refused(
          Refusal.VERSION,
          "MSH-12 is not a version from 2.1 to 2.9: have the sender write HL7 v2",
          envelope);
    }
    return new Accepted(envelope);
  }

  private static Received refused(Refusal refusal, String cause, Envelope envelope) {
    return new Refused(refusal, cause, Optional.of(envelope));
  }

  private static String wrong(String processing) {
    return TEST_PURPOSES.contains(processing)
        ? "MSH-11 says that it is for training or debugging: send it to a test system, or set"
            + " MSH-11 to P"
        : "MSH-11 is not P: set it to P for production";
  }

  private Envelope envelope(Message message, byte[] frame) {
    Header header = Header.of(message.header(), message.charset());
    Instant occurredAt = times.occurred(message).orElseGet(clock::instant);
    return new Envelope(
        cut(message.type()),
        header.application() + "|" + header.facility(),
        occurredAt,
        key(message.header(), frame),
        header);
  }

  private static String cut(String type) {
    return type.length() > 20 ? type.substring(0, 20) : type;
  }

  /**
   * Who sent it, its number and all of it: a number that is used again names another message.
   * Before that when it was written and its number, so that of two that tell of the same moment the
   * one that was sent later has the greater key.
   */
  private String key(Segment msh, byte[] frame) {
    String sent =
        String.format(
            Locale.ROOT,
            "%013d%012d",
            Math.max(0, times.instant(msh.first(7)).orElse(Instant.EPOCH).toEpochMilli()),
            number(msh.field(10).raw()));
    String all =
        Digest.of(
            List.of(
                msh.field(3).raw(),
                msh.field(4).raw(),
                msh.field(10).raw(),
                Digest.of(Message.body(frame))));
    return sent + all.substring(sent.length());
  }

  /** The last digits of a control id; most senders count in them. */
  private static long number(String controlId) {
    Matcher digits = LAST_DIGITS.matcher(controlId);
    return digits.find() ? Long.parseLong(digits.group()) : 0;
  }

  /** Whether a message was stored. */
  public enum Storing {
    STORED,
    FAILED
  }

  /**
   * What the sender is answered, without the bytes that MLLP puts around it; empty where it wants
   * no answer. Only a stored message is acknowledged; where storing failed the sender is asked to
   * send it again.
   */
  public Optional<byte[]> acknowledge(Received received, Storing storing) {
    return acknowledgements.of(received, storing);
  }

  /**
   * The same for all messages of a block. Where one could not be stored, all are asked for again: a
   * sender may look at the first answer alone.
   *
   * @param received what each turned out to be
   */
  public Optional<byte[]> acknowledge(Batch batch, List<Received> received, Storing storing) {
    return acknowledgements.of(batch, received, storing);
  }
}
