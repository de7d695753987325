package org.trialward.fhir.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.trialward.fhir.hl7.CharacterSets.Text;
import org.trialward.fhir.hl7.Opened.Closed;
import org.trialward.fhir.hl7.Opened.Open;
import org.trialward.fhir.hl7.Received.Refusal;

/**
 * A message as a list of segments.
 *
 * @param segments the first is MSH
 * @param damaged whether some of its bytes are no characters of its character set
 * @param strays lines that are no segments
 */
record Message(List<Segment> segments, Charset charset, boolean damaged, int strays) {

  private static final int MOST_BYTES = 20_000_000;
  private static final int MOST_SEGMENTS = 250_000;

  /** The header stands in its first bytes, and says in which character set the others are. */
  private static final int LONGEST_HEADER = 10_000;

  private static final byte START = 0x0B;
  private static final byte END = 0x1C;

  private static final Pattern BATCH = Pattern.compile("(FHS|BHS|BTS|FTS)\\W.*|BTS|FTS");

  Message {
    segments = List.copyOf(segments);
  }

  Segment header() {
    return segments.getFirst();
  }

  Delimiters by() {
    return header().by();
  }

  /** MSH-9, e.g. {@code ADT}. */
  String code() {
    return header().first(9).text(1);
  }

  /** The second part of MSH-9, else EVN-1, else of MSH-9's structure; e.g. {@code A01}. */
  String event() {
    String event = header().first(9).text(2);
    if (!event.isEmpty()) {
      return event;
    }
    Optional<String> said = first("EVN").map(evn -> evn.text(1)).filter(e -> !e.isEmpty());
    String structure = header().first(9).text(3);
    return said.orElseGet(() -> structure.matches("\\w{3}_\\w{3}") ? structure.substring(4) : "");
  }

  String type() {
    return event().isEmpty() ? code() : code() + "^" + event();
  }

  String controlId() {
    String id = header().field(10).text();
    return id.length() > 199 ? id.substring(0, 199) : id; // HL7 v2.8: 1 to 199 characters
  }

  Optional<Segment> first(String name) {
    return segments.stream().filter(segment -> segment.is(name)).findFirst();
  }

  /** The message without the bytes that MLLP puts around it. */
  static byte[] body(byte[] frame) {
    int from = frame.length > 0 && frame[0] == START ? 1 : 0;
    int to = frame.length;
    if (to > from && frame[to - 1] == '\r' && to - 1 > from && frame[to - 2] == END) {
      to -= 2;
    } else if (to > from && frame[to - 1] == END) {
      to -= 1;
    }
    return from == 0 && to == frame.length ? frame : Arrays.copyOfRange(frame, from, to);
  }

  static Opened open(byte[] frame, Charset usual) {
    byte[] bytes = body(frame);
    if (bytes.length > MOST_BYTES) {
      return closed("It is larger than 20 MB: have the sender split it or send the document aside");
    }
    Optional<Text> marked = CharacterSets.marked(bytes);
    if (marked.isPresent()) {
      return open(marked.get());
    }
    byte[] beginning = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_HEADER));
    Opened plain =
        open(new Text(CharacterSets.plain(beginning), StandardCharsets.ISO_8859_1, false));
    if (!(plain instanceof Open(var asLatin1))) {
      return plain;
    }
    return CharacterSets.named(asLatin1.header().field(18), usual, bytes)
        .map(charset -> open(CharacterSets.text(bytes, 0, charset)))
        .orElseGet(() ->
            new Closed(
                Refusal.CHARACTER_SET,
                "The character set in MSH-18 is not one of %s: have the sender use one of these"
                    .formatted(CharacterSets.supported()),
                Optional.of(asLatin1)));
  }

  private static Opened open(Text text) {
    List<String> lines = new ArrayList<>();
    // Some senders pad with NUL, which no database keeps.
    int strays = split(text.text().replace("\0", "").stripLeading(), lines);
    lines.removeIf(line -> BATCH.matcher(line).matches());
    if (lines.isEmpty()) {
      return closed("There is no message in the frame: have the sender begin with MSH");
    }
    if (lines.size() > MOST_SEGMENTS) {
      return closed("It has more than 250,000 segments: have the sender split it");
    }
    String first = lines.getFirst();
    if (!first.startsWith("MSH")) {
      return closed("It does not begin with MSH: have the sender put one message into a frame");
    }
    boolean isOne = lines.stream().skip(1).noneMatch(line -> line.startsWith("MSH"));
    return Delimiters.of(first)
        .map(by ->
            new Message(
                lines.stream().map(line -> Segment.of(line, by)).toList(),
                text.charset(),
                text.damaged(),
                strays))
        .map(message ->
            isOne
                ? new Open(message)
                : new Closed(
                    Refusal.UNREADABLE,
                    "Several messages came in one frame, the end of one is missing: have the sender"
                        + " send them again, each whole",
                    Optional.of(message)))
        .orElseGet(() ->
            closed(
                "The separators in MSH-1 and MSH-2 cannot be told apart: have the sender write"
                    + " MSH|^~\\& at the beginning"));
  }

  private static Closed closed(String cause) {
    return new Closed(Refusal.UNREADABLE, cause, Optional.empty());
  }

  /**
   * Segments end with a carriage return, though many senders end them with a line feed or both. A
   * line feed before something that is no segment is part of a text; so is the line break of word
   * processors, VT, but before a header it begins a block whose predecessor was never ended. O(n).
   *
   * @return how many lines are no segments
   */
  private static int split(String text, List<String> lines) {
    char separator = separator(text);
    int strays = 0;
    var segment = new StringBuilder();
    int from = 0;
    while (from < text.length()) {
      int to = end(text, from);
      String line = text.substring(from, to);
      boolean isSegment = isSegment(line, separator);
      boolean afterLineFeed = from > 0 && text.charAt(from - 1) != '\r';
      if (isSegment) {
        flush(segment, lines);
        segment.append(line);
      } else if (!segment.isEmpty() && afterLineFeed && !line.isBlank()) {
        segment.append('\n').append(line);
      } else if (!line.isBlank()) {
        strays++;
      }
      from = to + 1;
    }
    flush(segment, lines);
    return strays;
  }

  private static int end(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign == '\r' || sign == '\n' || sign == START) {
        return i;
      }
    }
    return text.length();
  }

  private static void flush(StringBuilder segment, List<String> lines) {
    if (!segment.isEmpty()) {
      lines.add(segment.toString());
      segment.setLength(0);
    }
  }

  /** MSH-1; the usual one where there is no header. */
  private static char separator(String text) {
    int header = text.indexOf("MSH");
    return header >= 0 && header + 3 < text.length()
        ? text.charAt(header + 3)
        : Delimiters.USUAL.field();
  }

  /** A capital and two capitals or digits, and then the separator or nothing. */
  private static boolean isSegment(String line, char separator) {
    return line.length() >= 3
        && isCapital(line.charAt(0))
        && isCapitalOrDigit(line.charAt(1))
        && isCapitalOrDigit(line.charAt(2))
        && (line.length() == 3 || line.charAt(3) == separator);
  }

  private static boolean isCapital(char sign) {
    return sign >= 'A' && sign <= 'Z';
  }

  private static boolean isCapitalOrDigit(char sign) {
    return isCapital(sign) || (sign >= '0' && sign <= '9');
  }
}
