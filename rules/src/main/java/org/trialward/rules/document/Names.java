package org.trialward.rules.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.ValueSet;
import org.yaml.snakeyaml.nodes.Node;

/** The names of one file: its own value sets and definitions, and behind them the vocabulary. */
final class Names {
  /** Every step is a few calls deep. */
  private static final int LONGEST_CHAIN = 50;

  static final int MOST_PARTS = 1000;

  private final Map<String, ValueSet> sets;
  private final Map<String, Node> definitions;
  private final Vocabulary vocabulary;
  private final Shared shared;
  private final Mistakes mistakes;
  private final Set<String> usedSets = new HashSet<>();
  private final Set<String> usedDefinitions = new HashSet<>();
  private final Deque<String> opened = new ArrayDeque<>();
  private final Map<String, Optional<Characteristic>> read = new HashMap<>();

  /** Definitions outside of the file, known by name, perhaps not read yet. */
  record Shared(Set<String> names, Function<String, Optional<Characteristic>> find) {}

  Names(
      Map<String, ValueSet> sets,
      Map<String, Node> definitions,
      Vocabulary vocabulary,
      Mistakes mistakes) {
    this(
        sets,
        definitions,
        vocabulary,
        new Shared(
            vocabulary.definitions().keySet(),
            name -> Optional.ofNullable(vocabulary.definitions().get(name))),
        mistakes);
  }

  Names(
      Map<String, ValueSet> sets,
      Map<String, Node> definitions,
      Vocabulary vocabulary,
      Shared shared,
      Mistakes mistakes) {
    this.sets = sets;
    this.definitions = definitions;
    this.vocabulary = vocabulary;
    this.shared = shared;
    this.mistakes = mistakes;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Sets that other sets include are used. */
  void useAll(Set<String> included) {
    usedSets.addAll(included);
  }

  boolean usesSet(String name) {
    return usedSets.contains(name);
  }

  boolean usesDefinition(String name) {
    return usedDefinitions.contains(name);
  }

  Optional<ValueSet> set(Node node) {
    return Fields.text(node, "the set's name", mistakes)
        .flatMap(name -> {
          Optional<ValueSet> set = findSet(name);
          if (set.isEmpty()) {
            reportUnknown(node, "set", name, "codes", sets.keySet(), vocabulary.sets().keySet());
          }
          return set;
        });
  }

  Optional<ValueSet> findSet(String name) {
    usedSets.add(name);
    return Optional.ofNullable(sets.get(name))
        .or(() -> Optional.ofNullable(vocabulary.sets().get(name)));
  }

  /** What the name stands for; each definition is read once, and none may hold itself. */
  Optional<Characteristic> definition(Node node, Function<Node, Optional<Characteristic>> reader) {
    return Fields.text(node, "the name", mistakes).flatMap(name -> definition(node, name, reader));
  }

  private Optional<Characteristic> definition(
      Node node, String name, Function<Node, Optional<Characteristic>> reader) {
    usedDefinitions.add(name);
    if (opened.contains(name)) {
      mistakes.add(
          node,
          "the definition `%s` holds itself".formatted(Mistakes.shortened(name)),
          "Break the circle " + String.join(" > ", opened.reversed()) + " > " + name);
      return Optional.empty();
    }
    Node own = definitions.get(name);
    if (own == null) {
      if (!shared.names().contains(name)) {
        reportUnknown(node, "definition", name, "define", definitions.keySet(), shared.names());
      }
      return shared.find().apply(name);
    }
    Optional<Characteristic> already = read.get(name);
    if (already != null) {
      return already;
    }
    if (opened.size() >= LONGEST_CHAIN) {
      mistakes.add(
          node,
          "definitions use each other more than %d deep".formatted(LONGEST_CHAIN),
          "Write out what the last of them hold");
      return Optional.empty();
    }
    opened.push(name);
    Optional<Characteristic> characteristic =
        reader.apply(own).filter(found -> isSmallEnough(own, found));
    opened.pop();
    read.put(name, characteristic);
    return characteristic;
  }

  /**
   * Whether a definition stays within bounds when all that it uses is written out: definitions that
   * use each other twice double with every step.
   */
  boolean isSmallEnough(Node node, Characteristic characteristic) {
    boolean small = parts(characteristic) <= MOST_PARTS;
    if (!small) {
      mistakes.add(
          node,
          "written out, this is more than %d characteristics".formatted(MOST_PARTS),
          "Use fewer definitions inside of each other");
    }
    return small;
  }

  private static long parts(Characteristic characteristic) {
    return switch (characteristic) {
      case Characteristic.AllOf(var parts) -> parts(parts);
      case Characteristic.AnyOf(var parts) -> parts(parts);
      case Characteristic.AtLeast(_, var parts) -> parts(parts);
      case Characteristic.Not(var part) -> 1 + parts(part);
      default -> 1;
    };
  }

  private static long parts(List<Characteristic> parts) {
    return parts.stream().mapToLong(Names::parts).reduce(1, Long::sum);
  }

  private void reportUnknown(
      Node node, String kind, String name, String section, Set<String> own, Set<String> shared) {
    if (own.isEmpty() && shared.isEmpty()) {
      mistakes.add(
          node,
          "the %s `%s` is not defined".formatted(kind, Mistakes.shortened(name)),
          "Define it under `%s`".formatted(section));
    } else {
      mistakes.unknownWord(node, kind, name, () -> known(own, shared));
    }
  }

  private static Set<String> known(Set<String> own, Set<String> shared) {
    Set<String> known = new TreeSet<>(own);
    known.addAll(shared);
    return known;
  }
}
