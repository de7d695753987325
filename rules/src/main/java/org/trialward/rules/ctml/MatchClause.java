package org.trialward.rules.ctml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.document.Content;

/**
 * A match clause: every item must hold.
 *
 * @param items in the order of the file
 */
public record MatchClause(List<Item> items) {

  /** A level becomes up to four of the 50 levels of a trial file; the leaves need the others. */
  private static final int MOST_LEVELS = 9;

  /** What stands together in one mapping; every part must hold. */
  public record Item(List<Part> parts) {
    public Item {
      parts = List.copyOf(parts);
    }

    /** As a person reads it. */
    public String print() {
      return parts.stream().map(Part::print).collect(Collectors.joining(" and "));
    }
  }

  /** One labelled entry of an item. */
  public sealed interface Part {
    /** As the file has it. */
    String label();

    String print();

    /** Every item holds. */
    record And(String label, List<Item> items) implements Part {
      public And {
        items = List.copyOf(items);
      }

      @Override
      public String print() {
        return joined(items, " and ");
      }
    }

    /** At least one item holds. */
    record Or(String label, List<Item> items) implements Part {
      public Or {
        items = List.copyOf(items);
      }

      @Override
      public String print() {
        return joined(items, " or ");
      }
    }

    /** A question to one record, such as {@code clinical} or {@code genomic}. */
    record Leaf(String label, Content.Mapping asks) implements Part {
      @Override
      public String print() {
        return (label + " " + asks.print()).strip();
      }
    }

    private static String joined(List<Item> items, String word) {
      return items.stream().map(Item::print).collect(Collectors.joining(word, "(", ")"));
    }
  }

  public MatchClause {
    items = List.copyOf(items);
  }

  /** The clause, or every mistake in it put into the margin. */
  static Optional<MatchClause> read(Content match, Margin margin) {
    return items(match, "`match`", 0, margin).map(MatchClause::new);
  }

  private static Optional<List<Item>> items(
      Content content, String what, int depth, Margin margin) {
    if (!(content instanceof Content.Items list)) {
      margin.mistake(content, what + " must be a list", "Write `- genomic:` or `- and:` items");
      return Optional.empty();
    }
    List<Item> items = new ArrayList<>();
    for (Content item : list.items()) {
      item(item, what, depth, margin).ifPresent(items::add);
    }
    return items.size() == list.items().size() ? Optional.of(items) : Optional.empty();
  }

  private static Optional<Item> item(Content content, String what, int depth, Margin margin) {
    if (!(content instanceof Content.Mapping mapping) || mapping.fields().isEmpty()) {
      margin.mistake(
          content,
          "an item of %s must be a mapping".formatted(what),
          "Write `genomic:`, `clinical:`, `and:` or `or:` with what it asks");
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    mapping
        .fields()
        .forEach((label, value) -> part(label, value, depth, margin).ifPresent(parts::add));
    return parts.size() == mapping.fields().size()
        ? Optional.of(new Item(parts))
        : Optional.empty();
  }

  /** The match engine goes by how the label begins, so {@code or_1} is an {@code or}. */
  private static Optional<Part> part(String label, Content value, int depth, Margin margin) {
    if (label.isBlank()) {
      margin.mistake(value, "a label is empty", "Write `genomic:`, `clinical:`, `and:` or `or:`");
      return Optional.empty();
    }
    if (label.startsWith("and")) {
      return filled(value, label, depth, margin).map(items -> new Part.And(label, items));
    }
    if (label.startsWith("or")) {
      return filled(value, label, depth, margin).map(items -> new Part.Or(label, items));
    }
    if (value instanceof Content.Mapping asks && !asks.fields().isEmpty()) {
      return Optional.of(new Part.Leaf(label, asks));
    }
    margin.mistake(
        value,
        "`%s` asks nothing".formatted(label),
        "Write what it asks as `key: value` lines, e.g. `hugo_symbol: BRAF`");
    return Optional.empty();
  }

  private static Optional<List<Item>> filled(
      Content value, String label, int depth, Margin margin) {
    if (depth == MOST_LEVELS) {
      margin.mistake(
          value,
          "`and` and `or` are nested more than %d deep".formatted(MOST_LEVELS),
          "Take an `and` inside an `and`, or an `or` inside an `or`, into the outer one");
      return Optional.empty();
    }
    Optional<List<Item>> items = items(value, "`" + label + "`", depth + 1, margin);
    if (items.filter(List::isEmpty).isPresent()) {
      margin.mistake(value, "`%s` is empty".formatted(label), "List what it joins or remove it");
      return Optional.empty();
    }
    return items;
  }

  /** Every leaf, in the order of the file. */
  public Stream<Part.Leaf> leaves() {
    return leaves(items);
  }

  private static Stream<Part.Leaf> leaves(List<Item> items) {
    return items.stream()
        .flatMap(item -> item.parts().stream())
        .flatMap(part ->
            switch (part) {
              case Part.And(_, var inner) -> leaves(inner);
              case Part.Or(_, var inner) -> leaves(inner);
              case Part.Leaf leaf -> Stream.of(leaf);
            });
  }
}
