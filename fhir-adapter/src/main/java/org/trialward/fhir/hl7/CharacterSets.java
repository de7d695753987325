package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The character sets of messages, by their names in MSH-18 (HL7 table 0211). */
final class CharacterSets {
  private static final Map<String, String> NAMES = names();

  /** JIS X 0201's Roman part, 0208 and 0212, which ISO 2022 switches to. */
  private static final Set<String> OF_JAPAN =
      Set.of("ISO IR14", "ISO IR87", "ISO IR159", "ISO IR 14", "ISO IR 87", "ISO IR 159");

  private static final byte ESCAPE = 0x1B;

  private CharacterSets() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String part : new String[] {"1", "2", "3", "4", "5", "6", "7", "8", "9", "13", "15"}) {
      names.put("8859/" + part, "ISO-8859-" + part);
      names.put("8859-" + part, "ISO-8859-" + part);
    }
    names.put("GB 18030-2000", "GB18030");
    names.put("BIG-5", "Big5");
    names.put("KS X 1001", "EUC-KR");
    names.put("WINDOWS-1252", "windows-1252");
    names.put("CP1252", "windows-1252");
    names.put("WINDOWS-1250", "windows-1250");
    for (String utf8 : new String[] {"UNICODE UTF-8", "UTF-8", "UTF8", "UNICODE"}) {
      names.put(utf8, "UTF-8");
    }
    names.values().removeIf(name -> !Charset.isSupported(name));
    return Map.copyOf(names);
  }

  /** For a refusal. */
  static String supported() {
    return "UNICODE UTF-8, UNICODE UTF-16, ASCII, 8859/1 to 8859/9, 8859/15, ISO IR87, GB 18030-2000,"
        + " BIG-5 and KS X 1001";
  }

  /** A text, and whether it holds characters in place of bytes that its set does not have. */
  record Text(String text, Charset charset, boolean damaged) {}

  /** Of UTF-16 or with a byte order mark, which needs no header to be known. */
  static Optional<Text> marked(byte[] bytes) {
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(text(bytes, 3, UTF_8));
    }
    if (begins(bytes, 0xFE, 0xFF)) {
      return Optional.of(text(bytes, 2, UTF_16BE));
    }
    if (begins(bytes, 0xFF, 0xFE)) {
      return Optional.of(text(bytes, 2, UTF_16LE));
    }
    if (begins(bytes, 0, 'M')) {
      return Optional.of(text(bytes, 0, UTF_16BE));
    }
    return begins(bytes, 'M', 0) ? Optional.of(text(bytes, 0, UTF_16LE)) : Optional.empty();
  }

  private static boolean begins(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * That of a field. Its first repetition is the set of the beginning; further ones are switched to
   * by escape sequences, as of Japan's characters, whose bytes would pass for separators. Who names
   * these without switching to them sends something else.
   *
   * @param usual the feed's own
   * @return empty where it is not supported
   */
  static Optional<Charset> named(Field names, Charset usual, byte[] bytes) {
    return switches(bytes)
            && names.repetitions().stream().map(Field::text).anyMatch(CharacterSets::isOfJapan)
        ? Optional.of(Charset.forName("ISO-2022-JP"))
        : named(names.first().text(1), usual);
  }

  private static boolean switches(byte[] bytes) {
    for (byte sign : bytes) {
      if (sign == ESCAPE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfJapan(String name) {
    return OF_JAPAN.contains(name.toUpperCase(Locale.ROOT));
  }

  /**
   * The set of a name.
   *
   * @param usual the feed's own: where none is named, and where ASCII is, which many systems write
   *     by default
   * @return empty where it is not supported
   */
  private static Optional<Charset> named(String name, Charset usual) {
    String plain = name.strip().toUpperCase(Locale.ROOT).replaceFirst("^ISO[- ]?(?=8859)", "");
    return switch (plain) {
      case "", "ASCII", "US-ASCII", "ISO IR6", "ISO IR 6" -> Optional.of(usual);
      // Its bytes were looked for already: whoever names it here sends something else.
      case "UNICODE UTF-16", "UTF-16" -> Optional.of(usual);
      default -> Optional.ofNullable(NAMES.get(plain)).map(Charset::forName);
    };
  }

  static Text text(byte[] bytes, int from, Charset charset) {
    var source = ByteBuffer.wrap(bytes, from, bytes.length - from);
    try {
      return new Text(charset.newDecoder().decode(source).toString(), charset, false);
    } catch (CharacterCodingException damaged) {
      return new Text(new String(bytes, from, bytes.length - from, charset), charset, true);
    }
  }

  /** Every byte a character: for a header in any set that keeps ASCII. */
  static String plain(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
