package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.yaml.snakeyaml.nodes.Node;

/** The outer part of the trial file: the study, its value sets, its list of criteria. */
final class TrialGrammar {
  private static final Set<String> TRIAL_KEYS =
      Set.of(
          "trialward",
          "id",
          "version",
          "title",
          "area",
          "status",
          "phase",
          "protocol",
          "sites",
          "approval",
          "source",
          "registry",
          "codes",
          "define",
          "criteria");
  private static final Set<String> CRITERION_KEYS =
      Set.of("id", "kind", "text", "registry", "when");
  private static final Pattern SENTENCE_NUMBER = Pattern.compile("[1-9]\\d{0,3}");

  private final Vocabulary vocabulary;
  private final Mistakes mistakes;

  TrialGrammar(Vocabulary vocabulary, Mistakes mistakes) {
    this.vocabulary = vocabulary;
    this.mistakes = mistakes;
  }

  Optional<Trial> trial(Node root) {
    Optional<Fields> read = Fields.of(root, "the trial file", TRIAL_KEYS, mistakes);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields file = read.get();
    formatVersion(file, mistakes);
    Optional<TrialId> id = file.need("id", "NCT01234567").flatMap(this::trialId);
    Optional<String> version = file.needText("version", "\"1\"");
    Optional<String> title = file.needText("title", "what the trial tries, in your words");
    Optional<String> area = file.needText("area", "diabetes");
    Optional<RecruitmentStatus> status =
        file.need("status", "recruiting")
            .flatMap(node -> word(node, "status", RecruitmentStatus.class));
    Optional<RegistryReference> registry = file.find("registry").flatMap(this::registry);
    Optional<Phase> phase = file.find("phase").flatMap(node -> word(node, "phase", Phase.class));
    Dossier dossier = new DossierGrammar(mistakes).dossier(file, phase);
    Names names = names(file);
    CharacteristicGrammar characteristics =
        new CharacteristicGrammar(names, new ReadingOf(id, dossier.sites()), mistakes);
    List<EligibilityCriterion> criteria =
        file.need("criteria", "a list, see docs/trial-file.md")
            .map(node -> criteria(node, registry.isPresent(), characteristics))
            .orElse(List.of());
    file.find("define")
        .ifPresent(node -> reportUnused(node, "define", "definition", names::usesDefinition));
    file.find("codes").ifPresent(node -> reportUnused(node, "codes", "set", names::usesSet));
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
            id.get(),
            version.get(),
            title.get(),
            area.get(),
            status.get(),
            dossier,
            registry,
            criteria));
  }

  private Names names(Fields file) {
    ValueSetGrammar codes = new ValueSetGrammar(vocabulary, mistakes);
    Map<String, ValueSet> sets =
        file.find("codes").map(codes::valueSets).orElseGet(LinkedHashMap::new);
    Map<String, Node> definitions =
        file.find("define")
            .flatMap(node -> Fields.open(node, "`define`", mistakes))
            .map(Fields::all)
            .orElse(Map.of());
    Names names = new Names(sets, definitions, vocabulary, mistakes);
    names.useAll(codes.included());
    return names;
  }

  static void formatVersion(Fields file, Mistakes mistakes) {
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

  private void reportUnused(Node section, String key, String kind, Predicate<String> isUsed) {
    Fields.open(section, "`" + key + "`", new Mistakes(""))
        .ifPresent(names ->
            names.all().keySet().stream()
                .filter(name -> !isUsed.test(name))
                .forEach(name ->
                    mistakes.add(
                        names.keyNode(name),
                        "the %s `%s` is never used".formatted(kind, Mistakes.shortened(name)),
                        "Use it in a criterion or remove it")));
  }

  private List<EligibilityCriterion> criteria(
      Node node, boolean hasRegistry, CharacteristicGrammar characteristics) {
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
