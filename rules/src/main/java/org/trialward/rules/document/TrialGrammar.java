package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.yaml.snakeyaml.nodes.Node;

/** The outer part of the trial file: the study, its value sets, its list of criteria. */
final class TrialGrammar {
  private static final Set<String> TRIAL_KEYS =
      Set.of(
          "trialward", "id", "version", "title", "area", "status", "registry", "codes", "criteria");
  private static final Set<String> CRITERION_KEYS =
      Set.of("id", "kind", "text", "registry", "when");
  private static final Pattern SENTENCE_NUMBER = Pattern.compile("[1-9]\\d{0,3}");

  private final Mistakes mistakes;

  TrialGrammar(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  Optional<Trial> trial(Node root) {
    Optional<Fields> read = Fields.of(root, "the trial file", TRIAL_KEYS, mistakes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields file = read.get();
    formatVersion(file);
    Optional<TrialId> id = file.need("id", "NCT01234567").flatMap(this::trialId);
    Optional<String> version = file.needText("version", "\"1\"");
    Optional<String> title = file.needText("title", "what the trial tries, in your words");
    Optional<String> area = file.needText("area", "diabetes");
    Optional<RecruitmentStatus> status =
        file.need("status", "recruiting")
            .flatMap(node -> word(node, "status", RecruitmentStatus.class));
    Optional<RegistryReference> registry = file.find("registry").flatMap(this::registry);
    Map<String, ValueSet> sets =
        file.find("codes").map(this::valueSets).orElseGet(LinkedHashMap::new);
    Set<String> used = new HashSet<>();
    List<EligibilityCriterion> criteria =
        file.need("criteria", "a list, see docs/trial-file.md")
            .map(node -> criteria(node, registry.isPresent(), sets, used))
            .orElse(List.of());
    file.find("codes").ifPresent(codes -> reportUnused(codes, used));
    if (id.isEmpty()
        || version.isEmpty()
        || title.isEmpty()
        || area.isEmpty()
        || status.isEmpty()
        || criteria.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Trial(
            id.get(), version.get(), title.get(), area.get(), status.get(), registry, criteria));
  }

  private void formatVersion(Fields file) {
    file.needText("trialward", "1")
        .filter(version -> !version.equals("1"))
        .ifPresent(version ->
            mistakes.add(
                file.keyNode("trialward"),
                "format version `%s` is not known".formatted(Mistakes.shortened(version)),
                "This program reads `trialward: 1`"));
  }

  private Optional<TrialId> trialId(Node node) {
    Optional<String> text = Fields.text(node, "`id`", mistakes);
    try {
      return text.map(TrialId::new);
    } catch (IllegalArgumentException e) {
      mistakes.add(
          node,
          "the trial id `%s` has a character that ids may not have"
              .formatted(Mistakes.shortened(text.orElse(""))),
          "Use letters, digits, `-`, `_` and `.`, at most 64");
      return Optional.empty();
    }
  }

  private Optional<RegistryReference> registry(Node node) {
    Optional<Fields> read =
        Fields.of(node, "`registry`", Set.of("record", "not-criteria"), mistakes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> notCriteria = new LinkedHashMap<>();
    read.get()
        .find("not-criteria")
        .flatMap(list -> Fields.open(list, "`not-criteria`", mistakes))
        .ifPresent(reasons ->
            reasons
                .all()
                .forEach((key, reason) -> {
                  registryPart(reasons.keyNode(key), key);
                  Fields.text(reason, "the reason", mistakes)
                      .ifPresent(text -> notCriteria.put(key, text));
                }));
    return read.get()
        .needText("record", "NCT01234567")
        .map(record -> new RegistryReference(record, notCriteria));
  }

  private void registryPart(Node at, String part) {
    if (!SENTENCE_NUMBER.matcher(part).matches() && !RegistryRecord.FIELDS.contains(part)) {
      mistakes.add(
          at,
          "`%s` is no part of a registry record".formatted(Mistakes.shortened(part)),
          "Name a sentence by its number, or one of " + String.join(", ", RegistryRecord.FIELDS));
    }
  }

  private Map<String, ValueSet> valueSets(Node node) {
    Map<String, ValueSet> sets = new LinkedHashMap<>();
    Fields.open(node, "`codes`", mistakes)
        .ifPresent(names ->
            names
                .all()
                .forEach((name, systems) ->
                    valueSet(name, systems).ifPresent(set -> sets.put(name, set))));
    return sets;
  }

  private Optional<ValueSet> valueSet(String name, Node node) {
    Set<Code> codes = new LinkedHashSet<>();
    Optional<Fields> systems =
        Fields.open(node, "the set `%s`".formatted(Mistakes.shortened(name)), mistakes);
    systems.ifPresent(all ->
        all.all()
            .forEach((system, list) ->
                codeSystem(all.keyNode(system), system)
                    .ifPresent(uri -> codes.addAll(codes(uri, system, list)))));
    if (systems.isPresent() && codes.isEmpty()) {
      mistakes.add(
          node,
          "the set `%s` has no code".formatted(Mistakes.shortened(name)),
          "List codes under a code system, or remove the set");
    }
    return codes.isEmpty() ? Optional.empty() : Optional.of(new ValueSet(name, codes));
  }

  private Optional<String> codeSystem(Node at, String system) {
    Optional<String> uri = CodeSystem.called(system).map(CodeSystem::uri);
    if (uri.isEmpty() && !system.contains(":")) {
      List<String> known = new ArrayList<>();
      for (CodeSystem one : CodeSystem.values()) {
        known.add(one.shortName());
      }
      mistakes.unknownWord(at, "code system", system, known);
      return Optional.empty();
    }
    return Optional.of(uri.orElse(system));
  }

  private List<Code> codes(String uri, String system, Node list) {
    List<Code> codes = new ArrayList<>();
    Fields.open(list, "the list under `%s`".formatted(Mistakes.shortened(system)), mistakes)
        .ifPresent(entries ->
            entries
                .all()
                .forEach((code, display) -> {
                  if (code.isBlank()) {
                    mistakes.add(
                        entries.keyNode(code), "an empty code", "Write the code or remove it");
                    return;
                  }
                  Fields.text(
                          display,
                          "the display of `%s`".formatted(Mistakes.shortened(code)),
                          mistakes)
                      .ifPresent(text -> codes.add(new Code(uri, code, text)));
                }));
    return codes;
  }

  private void reportUnused(Node codes, Set<String> used) {
    Fields.open(codes, "`codes`", new Mistakes(""))
        .ifPresent(names ->
            names.all().keySet().stream()
                .filter(name -> !used.contains(name))
                .forEach(name ->
                    mistakes.add(
                        names.keyNode(name),
                        "the set `%s` is never used".formatted(Mistakes.shortened(name)),
                        "Use it in a criterion or remove it")));
  }

  private List<EligibilityCriterion> criteria(
      Node node, boolean hasRegistry, Map<String, ValueSet> sets, Set<String> used) {
    CharacteristicGrammar characteristics = new CharacteristicGrammar(sets, used, mistakes);
    Set<String> ids = new HashSet<>();
    List<EligibilityCriterion> criteria = new ArrayList<>();
    List<Node> items = Fields.listOrOne(node);
    if (items.isEmpty()) {
      mistakes.add(node, "the list of criteria is empty", "Write at least one criterion");
    }
    for (Node item : items) {
      criterion(item, hasRegistry, characteristics, ids).ifPresent(criteria::add);
    }
    return criteria;
  }

  private Optional<EligibilityCriterion> criterion(
      Node node, boolean hasRegistry, CharacteristicGrammar characteristics, Set<String> ids) {
    Optional<Fields> read = Fields.of(node, "a criterion", CRITERION_KEYS, mistakes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    Optional<String> id = fields.needText("id", "a-short-name");
    id.filter(name -> !ids.add(name))
        .ifPresent(name ->
            mistakes.add(
                fields.keyNode("id"),
                "the criterion id `%s` is used twice".formatted(Mistakes.shortened(name)),
                "Give each criterion its own id"));
    Optional<Kind> kind =
        fields.need("kind", "inclusion").flatMap(value -> word(value, "kind", Kind.class));
    Optional<String> text = fields.needText("text", "what is asked, in your words");
    Optional<Node> parts = hasRegistry ? fields.need("registry", "1") : fields.find("registry");
    List<String> registry = parts.map(this::registryParts).orElse(List.of());
    Optional<Characteristic> when =
        fields.need("when", "{age: {at-least: 18 years}}").flatMap(characteristics::characteristic);
    if (id.isEmpty() || kind.isEmpty() || text.isEmpty() || when.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new EligibilityCriterion(id.get(), kind.get(), text.get(), registry, when.get()));
  }

  private List<String> registryParts(Node node) {
    List<String> parts = new ArrayList<>();
    for (Node item : Fields.listOrOne(node)) {
      Fields.text(item, "`registry`", mistakes)
          .ifPresent(part -> {
            registryPart(item, part);
            parts.add(part);
          });
    }
    return parts;
  }

  /** A constant by its name in lower case with hyphens. */
  private <E extends Enum<E>> Optional<E> word(Node node, String what, Class<E> type) {
    return word(node, what, type, mistakes);
  }

  static <E extends Enum<E>> Optional<E> word(
      Node node, String what, Class<E> type, Mistakes mistakes) {
    Optional<String> text = Fields.text(node, "`" + what + "`", mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text.get())) {
        return Optional.of(constant);
      }
      known.add(name);
    }
    mistakes.unknownWord(node, what, text.get(), known);
    return Optional.empty();
  }
}
