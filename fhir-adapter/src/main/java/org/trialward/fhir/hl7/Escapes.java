package org.trialward.fhir.hl7;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Escape sequences, e.g. {@code \T\} for the subcomponent separator (HL7 v2.5, 2.7). */
final class Escapes {
  private Escapes() {}

  /** The text that was meant; a sequence that HL7 does not have stays as it is. O(n). */
  static String read(String raw, Delimiters by) {
    char mark = by.escape();
    int from = mark == Delimiters.NONE ? -1 : raw.indexOf(mark);
    if (from < 0) {
      return raw;
    }
    var text = new StringBuilder(raw.length());
    int done = 0;
    while (from >= 0) {
      int to = raw.indexOf(mark, from + 1);
      if (to < 0) {
        break;
      }
      Optional<String> meant = meant(raw.substring(from + 1, to), by);
      text.append(raw, done, from).append(meant.orElse(raw.substring(from, to)));
      done = meant.isPresent() ? to + 1 : to;
      from = meant.isPresent() ? raw.indexOf(mark, done) : to;
    }
    return text.append(raw, done, raw.length()).toString();
  }

  private static Optional<String> meant(String sequence, Delimiters by) {
    return switch (sequence) {
      case "F" -> Optional.of(String.valueOf(by.field()));
      case "S" -> Optional.of(String.valueOf(by.component()));
      case "R" -> Optional.of(String.valueOf(by.repetition()));
      case "E" -> Optional.of(String.valueOf(by.escape()));
      case "T" -> Optional.of(String.valueOf(by.subcomponent()));
      case "H", "N", "P" -> Optional.of("");
      case ".br", ".sp" -> Optional.of("\n");
      case "" -> Optional.empty();
      default ->
          switch (sequence.charAt(0)) {
            case 'X' -> hexadecimal(sequence.substring(1));
            case '.', 'C', 'M', 'Z' -> sequence.length() <= 8 ? Optional.of("") : Optional.empty();
            default -> Optional.empty();
          };
    };
  }

  private static Optional<String> hexadecimal(String digits) {
    try {
      return Optional.of(new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notHexadecimal) {
      return Optional.empty();
    }
  }

  /** The text so that no separator stands in it; line ends become blanks. */
  static String write(String text, Delimiters by) {
    var raw = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      char name = name(sign, by);
      if (sign < ' ') {
        raw.append(' ');
      } else if (name == Delimiters.NONE) {
        raw.append(sign);
      } else if (by.escape() == Delimiters.NONE) {
        raw.append(' ');
      } else {
        raw.append(by.escape()).append(name).append(by.escape());
      }
    }
    return raw.toString();
  }

  private static char name(char sign, Delimiters by) {
    if (sign == by.field()) {
      return 'F';
    }
    if (sign == by.component()) {
      return 'S';
    }
    if (sign == by.repetition()) {
      return 'R';
    }
    if (sign == by.escape()) {
      return 'E';
    }
    return sign == by.subcomponent() ? 'T' : Delimiters.NONE;
  }
}
