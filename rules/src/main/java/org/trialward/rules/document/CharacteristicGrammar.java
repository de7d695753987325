package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Sex;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The inner part of the trial file: what a criterion asks. */
final class CharacteristicGrammar {
  private final Map<String, ValueSet> sets;
  private final Set<String> used;
  private final Mistakes mistakes;
  private final BoundGrammar bounds;

  /** One reader a key; a new kind of characteristic is one line here. */
  private final Map<String, Function<Node, Optional<Characteristic>>> kinds;

  CharacteristicGrammar(Map<String, ValueSet> sets, Set<String> used, Mistakes mistakes) {
    this.sets = sets;
    this.used = used;
    this.mistakes = mistakes;
    this.bounds = new BoundGrammar(mistakes);
    this.kinds =
        Map.ofEntries(
            Map.entry("all", node -> parts(node).map(Characteristic.AllOf::new)),
            Map.entry("any", node -> parts(node).map(Characteristic.AnyOf::new)),
            Map.entry("at-least", this::atLeast),
            Map.entry("not", node -> characteristic(node).map(Characteristic.Not::new)),
            Map.entry("age", node -> bounds.ages(node).map(Characteristic.Age::new)),
            Map.entry("sex", this::sex),
            Map.entry("diagnosis", this::diagnosis),
            Map.entry("medication", this::medication),
            Map.entry("procedure", this::procedure),
            Map.entry("allergy", this::allergy),
            Map.entry("measurement", this::measurement),
            Map.entry("needs-a-person", node -> why(node).map(Characteristic.NeedsAPerson::new)),
            Map.entry(
                "not-yet-supported", node -> why(node).map(Characteristic.NotYetSupported::new)));
  }

  Optional<Characteristic> characteristic(Node node) {
    if (!(node instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
      mistakes.add(
          node,
          "exactly one characteristic must stand here",
          "Write one of them, or join several with `all` or `any`");
      return Optional.empty();
    }
    Node key = mapping.getValue().getFirst().getKeyNode();
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
    Function<Node, Optional<Characteristic>> kind = kinds.get(name);
    if (kind == null) {
      mistakes.unknownWord(key, "characteristic", name, kinds.keySet());
      return Optional.empty();
    }
    return kind.apply(mapping.getValue().getFirst().getValueNode());
  }

  private Optional<List<Characteristic>> parts(Node node) {
    List<Node> items = Fields.listOrOne(node);
    if (items.isEmpty()) {
      mistakes.add(node, "the list is empty", "Write at least one characteristic");
      return Optional.empty();
    }
    List<Characteristic> parts = new ArrayList<>();
    for (Node item : items) {
      characteristic(item).ifPresent(parts::add);
    }
    return parts.size() == items.size() ? Optional.of(parts) : Optional.empty();
  }

  private Optional<Characteristic> atLeast(Node node) {
    Optional<Fields> read = Fields.of(node, "`at-least`", Set.of("count", "of"), mistakes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    Optional<Integer> count =
        fields.need("count", "2").flatMap(value -> bounds.wholeNumber(value, "`count`"));
    Optional<List<Characteristic>> parts = fields.need("of", "a list").flatMap(this::parts);
    if (count.isEmpty() || parts.isEmpty()) {
      return Optional.empty();
    }
    if (count.get() > parts.get().size()) {
      mistakes.add(
          node,
          "%d of %d can never hold".formatted(count.get(), parts.get().size()),
          "Lower `count` or list more characteristics");
      return Optional.empty();
    }
    return Optional.of(new AtLeast(count.get(), parts.get()));
  }

  private Optional<Characteristic> sex(Node node) {
    return TrialGrammar.word(node, "sex", Sex.class, mistakes).map(Characteristic.SexIs::new);
  }

  private Optional<Characteristic> diagnosis(Node node) {
    return mention(node, "`diagnosis`", Set.of("status", "onset-within", "recorded-within"))
        .map(asked ->
            new Diagnosed(
                asked.of(),
                asked
                    .find("status")
                    .flatMap(s -> TrialGrammar.word(s, "status", Presence.class, mistakes))
                    .orElse(Presence.CURRENT),
                asked.find("onset-within").flatMap(bounds::window),
                asked.find("recorded-within").flatMap(bounds::window),
                asked.silenceOr(Silence.MEANS_NO)));
  }

  private Optional<Characteristic> medication(Node node) {
    return mention(node, "`medication`", Set.of("taken"))
        .map(asked ->
            new Medicated(
                asked.of(),
                asked.find("taken").flatMap(this::taken).orElseGet(Taken.Now::new),
                asked.silenceOr(Silence.MEANS_NO)));
  }

  private Optional<Taken> taken(Node node) {
    if (node instanceof MappingNode) {
      return Fields.of(node, "`taken`", Set.of("within"), mistakes)
          .flatMap(fields -> fields.need("within", "90 days"))
          .flatMap(bounds::window)
          .map(Taken.During::new);
    }
    return TrialGrammar.word(node, "taken", TakenWord.class, mistakes)
        .map(word ->
            switch (word) {
              case NOW -> new Taken.Now();
              case EVER -> new Taken.Ever();
            });
  }

  private enum TakenWord {
    NOW,
    EVER
  }

  private Optional<Characteristic> procedure(Node node) {
    return mention(node, "`procedure`", Set.of("within"))
        .map(asked ->
            new Underwent(
                asked.of(),
                asked.find("within").flatMap(bounds::window),
                asked.silenceOr(Silence.MEANS_NO)));
  }

  private Optional<Characteristic> allergy(Node node) {
    return mention(node, "`allergy`", Set.of())
        .map(asked -> new AllergicTo(asked.of(), asked.silenceOr(Silence.MEANS_NO)));
  }

  private Optional<Characteristic> measurement(Node node) {
    Optional<Mention> asked =
        mention(node, "`measurement`", Set.of("value", "is", "within", "choose"));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Optional<Node> value = asked.get().find("value");
    Optional<Node> is = asked.get().find("is");
    if (value.isPresent() == is.isPresent()) {
      mistakes.add(
          node,
          "a measurement needs either `value` or `is`",
          "Write `value: {at-least: 7.0 %}` for a number, `is: set-name` for a coded result");
      return Optional.empty();
    }
    Optional<ResultTest> test =
        value.isPresent()
            ? value.flatMap(bounds::quantities).map(ResultTest.InRange::new)
            : is.flatMap(this::valueSet).map(ResultTest.CodedAs::new);
    Optional<Window> within = asked.get().find("within").flatMap(bounds::window);
    Choice choice =
        asked
            .get()
            .find("choose")
            .flatMap(c -> TrialGrammar.word(c, "choose", Choice.class, mistakes))
            .orElse(Choice.LATEST);
    Silence silence = asked.get().silenceOr(Silence.MEANS_UNKNOWN);
    return test.map(t -> new Measured(asked.get().of(), t, within, choice, silence));
  }

  private Optional<String> why(Node node) {
    return Fields.text(node, "the reason", mistakes);
  }

  /** A set's name alone, or a mapping with `of`, `silence` and the keys of the kind. */
  private Optional<Mention> mention(Node node, String what, Set<String> ownKeys) {
    if (node instanceof ScalarNode) {
      return valueSet(node).map(set -> new Mention(set, Optional.empty()));
    }
    Set<String> keys = new HashSet<>(ownKeys);
    keys.add("of");
    keys.add("silence");
    return Fields.of(node, what, keys, mistakes)
        .flatMap(fields ->
            fields
                .need("of", "set-name")
                .flatMap(this::valueSet)
                .map(set -> new Mention(set, Optional.of(fields))));
  }

  private final class Mention {
    private final ValueSet of;
    private final Optional<Fields> fields;

    private Mention(ValueSet of, Optional<Fields> fields) {
      this.of = of;
      this.fields = fields;
    }

    ValueSet of() {
      return of;
    }

    Optional<Node> find(String key) {
      return fields.flatMap(f -> f.find(key));
    }

    Silence silenceOr(Silence byDefault) {
      return find("silence")
          .flatMap(s -> TrialGrammar.word(s, "silence", SilenceWord.class, mistakes))
          .map(w -> w == SilenceWord.MEANS_NO ? Silence.MEANS_NO : Silence.MEANS_UNKNOWN)
          .orElse(byDefault);
    }
  }

  private enum SilenceWord {
    MEANS_NO,
    UNKNOWN
  }

  private Optional<ValueSet> valueSet(Node node) {
    Optional<String> name = Fields.text(node, "the set's name", mistakes);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    used.add(name.get());
    ValueSet set = sets.get(name.get());
    if (set == null) {
      if (sets.isEmpty()) {
        mistakes.add(
            node,
            "the set `%s` is not defined".formatted(Mistakes.shortened(name.get())),
            "Define it under `codes`");
      } else {
        mistakes.unknownWord(node, "set", name.get(), sets.keySet());
      }
    }
    return Optional.ofNullable(set);
  }
}
