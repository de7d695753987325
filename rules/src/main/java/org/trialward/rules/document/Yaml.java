package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** YAML to be printed: short mappings and lists on one line, everything else in blocks. */
sealed interface Yaml {
  /** What needs no quotes anywhere. */
  Pattern PLAIN = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 _./()+%*<>=-]*[A-Za-z0-9_./()+%*])?");

  /** Lines stay about this short where they can. */
  int WIDTH = 90;

  /** In characters; YAML 1.1 wants a question mark before a longer key. */
  int LONGEST_SIMPLE_KEY = 1024;

  record Text(String value) implements Yaml {}

  /** A list. */
  record Items(List<Yaml> items) implements Yaml {}

  /** A mapping; the order is kept. */
  record Fields(List<String> keys, List<Yaml> values) implements Yaml {

    Fields with(String key, Yaml value) {
      List<String> moreKeys = new ArrayList<>(keys);
      List<Yaml> moreValues = new ArrayList<>(values);
      moreKeys.add(key);
      moreValues.add(value);
      return new Fields(moreKeys, moreValues);
    }

    Fields with(String key, String value) {
      return with(key, new Text(value));
    }

    /** Unchanged where there is no value. */
    Fields with(String key, Optional<? extends Yaml> value) {
      return value.map(v -> with(key, v)).orElse(this);
    }
  }

  /** A mapping that is never put on one line. */
  record Block(Fields fields) implements Yaml {}

  static Fields map() {
    return new Fields(List.of(), List.of());
  }

  static Yaml text(Object value) {
    return new Text(value.toString());
  }

  /** The whole file. */
  default String print() {
    StringBuilder text = new StringBuilder();
    block(this, 0, text);
    return text.toString();
  }

  private static void block(Yaml yaml, int indent, StringBuilder out) {
    switch (yaml) {
      case Text(var value) -> out.append(scalar(value)).append('\n');
      case Block(var fields) -> block(fields, indent, out);
      case Items(var items) -> {
        for (Yaml item : items) {
          out.append(" ".repeat(indent)).append("- ");
          nested(item, indent + 2, out);
        }
      }
      case Fields(var keys, var values) -> {
        for (int i = 0; i < keys.size(); i++) {
          key(scalar(keys.get(i)), indent, out);
          value(values.get(i), indent, out);
        }
      }
    }
  }

  private static void key(String key, int indent, StringBuilder out) {
    String before = " ".repeat(indent);
    boolean isLong = key.length() > LONGEST_SIMPLE_KEY;
    out.append(before).append(isLong ? "? " + key + "\n" + before : key).append(':');
  }

  /** An item after its dash: the first line of a mapping stands beside the dash. */
  private static void nested(Yaml item, int indent, StringBuilder out) {
    Optional<String> line = oneLine(item, indent);
    if (line.isPresent()) {
      out.append(line.get()).append('\n');
      return;
    }
    StringBuilder lines = new StringBuilder();
    block(item, indent, lines);
    out.append(lines.substring(indent));
  }

  private static void value(Yaml value, int indent, StringBuilder out) {
    Optional<String> line = oneLine(value, indent);
    if (line.isPresent()) {
      out.append(' ').append(line.get()).append('\n');
    } else {
      out.append('\n');
      block(value, indent + 2, out);
    }
  }

  private static Optional<String> oneLine(Yaml yaml, int indent) {
    return flow(yaml).filter(line -> yaml instanceof Text || line.length() + indent <= WIDTH);
  }

  private static Optional<String> flow(Yaml yaml) {
    return switch (yaml) {
      case Text(var value) -> Optional.of(scalar(value));
      case Block _ -> Optional.empty();
      case Items(var items) ->
          items.stream().allMatch(Text.class::isInstance)
              ? joined(items.stream().map(Yaml::flow).toList(), "[", "]")
              : Optional.empty();
      case Fields(var keys, var values) -> {
        List<Optional<String>> parts = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
          String key = scalar(keys.get(i));
          parts.add(flow(values.get(i)).map(value -> key + ": " + value));
        }
        yield joined(parts, "{", "}");
      }
    };
  }

  private static Optional<String> joined(List<Optional<String>> parts, String open, String close) {
    return parts.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            parts.stream().flatMap(Optional::stream).collect(Collectors.joining(", ", open, close)))
        : Optional.empty();
  }

  private static String scalar(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> {
        boolean printable = (c >= ' ' && c < 0x7F) || (c >= 0xA0 && Character.isLetter(c));
        yield printable && c <= 0xFFFF
            ? Character.toString(c)
            : c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c);
      }
    };
  }
}
