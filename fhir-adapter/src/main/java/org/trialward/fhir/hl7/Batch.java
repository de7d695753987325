package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of one MLLP block, mostly a single one. Several stand one behind the other, with the
 * segments of the batch protocol around them or without (HL7 v2.5, 2.10.3). Each is answered, and
 * their answers are put together as they were.
 */
public final class Batch {
  private static final int NAME = 3;
  private static final Set<String> CUT_AT = Set.of("MSH", "FHS", "BHS", "BTS", "FTS");

  /** Those that may have no field. */
  private static final Set<String> BARE = Set.of("BTS", "FTS");

  private static final Pattern HEADER = Pattern.compile("(?:MSH|[FB]HS)([^\\w\\s]).*");

  private sealed interface Part {
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Message(byte[] bytes) implements Part {}

    /** FHS or BHS. */
    record Beginning(String line) implements Part {}

    /** BTS or FTS. */
    record End(String line) implements Part {}
  }

  private final List<Part> parts;

  private Batch(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Cuts a block where a line begins a message or is one of the batch protocol. What stands between
   * them is a message too, to be refused where a person sees it; so are messages that a block which
   * was never ended runs into. Never throws; O(n).
   *
   * @param block with or without the bytes that MLLP puts around it
   */
  public static Batch of(byte[] block) {
    byte[] body = Message.body(block);
    List<Part> parts = CharacterSets.marked(body).isPresent() ? List.of() : cut(body);
    return new Batch(parts.size() > 1 ? parts : List.of(new Part.Message(block)));
  }

  private static List<Part> cut(byte[] body) {
    List<Part> parts = new ArrayList<>();
    Optional<String> separator = Optional.empty();
    int message = -1;
    boolean hasHeader = false;
    int to;
    for (int from = 0; from < body.length; from = to) {
      to = nextLine(body, from);
      String line = new String(body, from, to - from, ISO_8859_1).strip();
      separator = separator.or(() -> separatorOf(line));
      String name = separator.map(by -> name(line, by)).orElse("");
      boolean isHeader = name.equals("MSH");
      boolean isAround = !isHeader && !name.isEmpty();
      if (message >= 0 && (isAround || (isHeader && hasHeader))) {
        parts.add(new Part.Message(Arrays.copyOfRange(body, message, from)));
        message = -1;
        hasHeader = false;
      }
      if (isAround) {
        parts.add(name.endsWith("HS") ? new Part.Beginning(line) : new Part.End(line));
      } else if (message < 0 && !line.isEmpty()) {
        message = from;
      }
      hasHeader |= isHeader;
    }
    if (message >= 0) {
      parts.add(new Part.Message(Arrays.copyOfRange(body, message, body.length)));
    }
    return parts;
  }

  /** That of the first header; all others have it, too. */
  private static Optional<String> separatorOf(String line) {
    Matcher header = HEADER.matcher(line);
    return header.matches() ? Optional.of(header.group(1)) : Optional.empty();
  }

  /**
   * The name of a segment at which a block is cut, else nothing: a text may have a line that begins
   * with MSH2, a gene.
   */
  private static String name(String line, String separator) {
    boolean isNamed = line.startsWith(separator, NAME) || BARE.contains(line);
    return isNamed && CUT_AT.contains(name(line)) ? name(line) : "";
  }

  private static int nextLine(byte[] body, int from) {
    int at = from;
    while (at < body.length && body[at] != '\r' && body[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, body.length);
  }

  /** In their order; none of an empty batch, which a sender may send to say that it lives. */
  public List<byte[]> messages() {
    return parts.stream()
        .filter(Part.Message.class::isInstance)
        .map(part -> ((Part.Message) part).bytes())
        .toList();
  }

  /** Whether a trailer (BTS-1) counts more messages than came. */
  public boolean isShort() {
    long counted = 0;
    for (Part part : parts) {
      if (part instanceof Part.End(var line) && isBatch(line)) {
        counted += count(line);
      }
    }
    return counted > messages().size();
  }

  private static boolean isBatch(String line) {
    return line.startsWith("B");
  }

  private static long count(String trailer) {
    String said = field(trailer, 1);
    return said.matches("\\d{1,9}") ? Long.parseLong(said) : 0;
  }

  /** What stands behind so many separators. */
  private static String field(String line, int separators) {
    String[] fields = line.split(Pattern.quote(separator(line)), -1);
    return separators < fields.length ? fields[separators] : "";
  }

  private static String separator(String line) {
    return line.length() > NAME ? line.substring(NAME, NAME + 1) : "|";
  }

  /**
   * The answers as one block, between the same segments.
   *
   * @param answers one a message, empty where its sender wants none
   * @param time as HL7 writes it
   * @param number gives each header one of its own
   * @return empty where no message wants an answer
   */
  Optional<byte[]> answered(List<Optional<byte[]>> answers, String time, Supplier<String> number) {
    if (!answers.isEmpty() && answers.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    var block = new ByteArrayOutputStream();
    Iterator<Optional<byte[]>> each = answers.iterator();
    int given = 0;
    int batches = 0;
    for (Part part : parts) {
      switch (part) {
        case Part.Message _ -> {
          Optional<byte[]> answer = each.next();
          answer.ifPresent(block::writeBytes);
          given += answer.isPresent() ? 1 : 0;
        }
        case Part.Beginning(var line) -> {
          given = 0;
          batches += isBatch(line) ? 1 : 0;
          write(heading(line, time, number.get()), block);
        }
        case Part.End(var line) ->
            write(name(line) + separator(line) + (isBatch(line) ? given : batches), block);
      }
    }
    return Optional.of(block.toByteArray());
  }

  /**
   * The header of the answer: who sent receives. The fields of FHS and BHS stand alike; the last
   * two are the number of this batch and that of the one which is answered.
   */
  private static String heading(String theirs, String time, String number) {
    return String.join(
        separator(theirs),
        name(theirs),
        field(theirs, 1),
        field(theirs, 4),
        field(theirs, 5),
        field(theirs, 2),
        field(theirs, 3),
        time,
        "",
        "",
        "",
        number,
        field(theirs, 10));
  }

  private static String name(String line) {
    return line.substring(0, NAME);
  }

  private static void write(String line, ByteArrayOutputStream block) {
    block.writeBytes((line + '\r').getBytes(ISO_8859_1));
  }
}
