package org.trialward.rules.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a YAML or JSON file of another format holds, with the lines for messages. */
public sealed interface Content {
  /** Counted from 1. */
  int line();

  /** On one line, as a person reads it: {@code gene BRAF, change p.V600E}. */
  String print();

  /**
   * A mapping.
   *
   * @param fields in the order of the file
   */
  record Mapping(int line, Map<String, Content> fields) implements Content {
    public Mapping {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<Content> find(String key) {
      return Optional.ofNullable(fields.get(key));
    }

    /** The text of that key, if it has one. */
    public Optional<String> text(String key) {
      return find(key).filter(Text.class::isInstance).map(value -> ((Text) value).value());
    }

    @Override
    public String print() {
      return fields.entrySet().stream()
          .map(field -> (field.getKey() + " " + field.getValue().print()).strip())
          .collect(Collectors.joining(", "));
    }
  }

  record Items(int line, List<Content> items) implements Content {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String print() {
      return items.stream().map(Content::print).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** A text, number or truth value, as it is written. */
  record Text(int line, String value) implements Content {
    @Override
    public String print() {
      return value;
    }
  }
}
