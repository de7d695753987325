package org.trialward.rules.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML mapping read strictly: only known keys, each once. Scalars are taken as they are written,
 * so that {@code 1.10} stays {@code 1.10} and {@code no} stays {@code no}.
 */
final class Fields {
  private final Node at;
  private final Map<String, Node> values;
  private final Map<String, Node> keys;
  private final Mistakes mistakes;

  private Fields(Node at, Map<String, Node> values, Map<String, Node> keys, Mistakes mistakes) {
    this.at = at;
    this.values = values;
    this.keys = keys;
    this.mistakes = mistakes;
  }

  /** The mapping with any keys, for names that the author chooses. */
  static Optional<Fields> open(Node node, String what, Mistakes mistakes) {
    if (!(node instanceof MappingNode mapping)) {
      mistakes.add(node, what + " must be a mapping", "Write `key: value` lines");
      return Optional.empty();
    }
    Map<String, Node> values = new LinkedHashMap<>();
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(tuple.getKeyNode(), "a key must be a word", "Write `key: value`");
        continue;
      }
      if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        mistakes.add(
            key,
            "`%s` stands twice in %s".formatted(Mistakes.shortened(key.getValue()), what),
            "Keep one of them");
      }
      keys.putIfAbsent(key.getValue(), key);
    }
    return Optional.of(new Fields(node, values, keys, mistakes));
  }

  /** The mapping with no other keys than these. */
  static Optional<Fields> of(Node node, String what, Set<String> known, Mistakes mistakes) {
    Optional<Fields> fields = open(node, what, mistakes);
    fields.ifPresent(f ->
        f.keys.forEach((key, keyNode) -> {
          if (!known.contains(key)) {
            mistakes.unknownWord(keyNode, "key of " + what, key, known);
          }
        }));
    return fields;
  }

  Node at() {
    return at;
  }

  Map<String, Node> all() {
    return values;
  }

  Node keyNode(String key) {
    return keys.getOrDefault(key, at);
  }

  Optional<Node> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Optional<Node> need(String key, String example) {
    Optional<Node> value = find(key);
    if (value.isEmpty()) {
      mistakes.add(at, "`%s` is missing".formatted(key), "Add `%s: %s`".formatted(key, example));
    }
    return value;
  }

  Optional<String> needText(String key, String example) {
    return need(key, example).flatMap(node -> text(node, "`" + key + "`", mistakes));
  }

  static Optional<String> text(Node node, String what, Mistakes mistakes) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue().strip());
    }
    mistakes.add(node, what + " must be a text", "Write one value");
    return Optional.empty();
  }

  /** A list, or a single value taken as a list of one. */
  static List<Node> listOrOne(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }
}
