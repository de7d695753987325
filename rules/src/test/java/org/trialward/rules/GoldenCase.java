package org.trialward.rules;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.Patients.Entry;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialReading;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.Trial;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One case of a file under {@code cases/}: a criterion in the syntax of the trial file, a patient,
 * and what is expected. Unknown words are refused, so that a typing error never passes a case.
 *
 * @param evidence kinds of evidence in order, or empty where the case does not say
 * @param says a piece of the evidence's text
 * @param changes the day, or "never", on which time alone changes the answer
 */
record GoldenCase(
    String file,
    String name,
    Trial trial,
    PatientSnapshot patient,
    Truth expected,
    Optional<List<String>> evidence,
    Optional<String> says,
    Optional<String> changes,
    String because) {

  private static final String REFERENCE_DATE = "2025-03-01";
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "criterion",
          "as-of",
          "facts",
          "expect",
          "evidence",
          "says",
          "changes",
          "because");

  static List<GoldenCase> readAll(Path folder) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        cases.addAll(read(file));
      }
    }
    return cases;
  }

  EligibilityCriterion criterion() {
    return trial.criteria().getFirst();
  }

  private static List<GoldenCase> read(Path path) throws IOException {
    String file = path.getFileName().toString();
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(path)));
    Map<String, Node> parts = fields(root, Set.of("about", "codes", "cases"));
    Map<String, Node> sets =
        parts.containsKey("codes") ? fields(parts.get("codes"), Set.of()) : Map.of();
    List<GoldenCase> cases = new ArrayList<>();
    for (Node node : items(need(parts, "cases"))) {
      cases.add(of(file, fields(node, KEYS), sets));
    }
    return cases;
  }

  private static GoldenCase of(String file, Map<String, Node> given, Map<String, Node> sets) {
    String name = text(need(given, "name"));
    return new GoldenCase(
        file,
        name,
        trial(file + ": " + name, need(given, "criterion"), sets),
        patient(items(need(given, "facts")), optional(given, "as-of").orElse(REFERENCE_DATE), sets),
        switch (text(need(given, "expect"))) {
          case "yes" -> Truth.TRUE;
          case "no" -> Truth.FALSE;
          case "unknown" -> Truth.UNKNOWN;
          default -> throw new IllegalArgumentException("Expect yes, no or unknown: " + name);
        },
        Optional.ofNullable(given.get("evidence"))
            .map(list -> items(list).stream().map(GoldenCase::text).toList()),
        optional(given, "says"),
        optional(given, "changes"),
        text(need(given, "because")));
  }

  /** The criterion as it stands, in the smallest trial around it, read by the product's reader. */
  private static Trial trial(String name, Node criterion, Map<String, Node> sets) {
    String when = flow(need(fields(criterion, Set.of("when")), "when"));
    var used = new LinkedHashMap<>(sets);
    used.keySet().removeIf(set -> !when.contains("\"" + set + "\""));
    var codes = new StringBuilder();
    used.forEach(
        (set, node) -> codes.append("  ").append(set).append(": ").append(flow(node)).append('\n'));
    String file =
        """
        trialward: 1
        id: CASE
        version: "1"
        title: A case
        area: cases
        status: recruiting
        %scriteria:
          - id: asked
            kind: inclusion
            text: What is asked.
            when: %s
        """
            .formatted(used.isEmpty() ? "" : "codes:\n" + codes, when);
    TrialReading reading = TrialReader.read(name, file.getBytes(StandardCharsets.UTF_8));
    return reading
        .trial()
        .orElseThrow(() -> new IllegalArgumentException(reading.mistakes() + "\n" + file));
  }

  private static PatientSnapshot patient(List<Node> facts, String asOf, Map<String, Node> sets) {
    Patients.Chart chart = Patients.patient();
    for (Node node : facts) {
      Map<String, Node> fact = fields(node, Set.of());
      String kind = fact.keySet().iterator().next();
      Code code = code(text(need(fact, kind)), sets).orElse(Patients.HBA1C);
      switch (kind) {
        case "born" -> chart.bornOn(text(need(fact, kind)));
        case "sex" -> chart.sex(word(fact, kind, Sex.class, Sex.OTHER));
        case "diagnosis" -> chart.with(diagnosis(code, fact));
        case "medication" -> chart.with(medication(code, fact));
        case "procedure" -> chart.with(procedure(code, fact));
        case "allergy" -> chart.with(allergy(code, fact));
        case "measurement" -> chart.with(measurement(code, fact, sets));
        default -> throw new IllegalArgumentException("No such fact: " + kind);
      }
    }
    return chart.asOf(asOf);
  }

  private static Entry diagnosis(Code code, Map<String, Node> fact) {
    only(fact, "diagnosis", "status", "verification", "since", "until", "recorded");
    return new Patients.DiagnosisEntry(
        code,
        word(fact, "status", ClinicalStatus.class, ClinicalStatus.ACTIVE),
        word(fact, "verification", Verification.class, Verification.CONFIRMED),
        optional(fact, "since").map(Patients::on),
        optional(fact, "until").map(Patients::on),
        optional(fact, "recorded").map(Patients::on));
  }

  private static Entry medication(Code code, Map<String, Node> fact) {
    only(fact, "medication", "status", "since", "until");
    return new Patients.MedicationEntry(
        code,
        word(fact, "status", MedicationUse.Status.class, MedicationUse.Status.ACTIVE),
        optional(fact, "since").map(Patients::on),
        optional(fact, "until").map(Patients::on));
  }

  private static Entry procedure(Code code, Map<String, Node> fact) {
    only(fact, "procedure", "status", "performed");
    return new Patients.ProcedureEntry(
        code,
        word(fact, "status", PerformedProcedure.Status.class, PerformedProcedure.Status.DONE),
        optional(fact, "performed").map(Patients::on));
  }

  private static Entry allergy(Code code, Map<String, Node> fact) {
    only(fact, "allergy", "status", "verification", "recorded");
    return new Patients.AllergyEntry(
        code,
        word(fact, "status", ClinicalStatus.class, ClinicalStatus.ACTIVE),
        word(fact, "verification", Verification.class, Verification.CONFIRMED),
        optional(fact, "recorded").map(Patients::on));
  }

  private static Entry measurement(Code code, Map<String, Node> fact, Map<String, Node> sets) {
    only(fact, "measurement", "status", "result", "coded", "without-unit", "taken");
    Patients.MeasurementEntry entry =
        optional(fact, "result")
            .map(value -> Patients.measurement(code, value))
            .or(() ->
                optional(fact, "coded")
                    .map(set -> Patients.coded(code, code(set, sets).orElseThrow())))
            .orElseGet(() -> Patients.withoutUnit(code));
    Patients.MeasurementEntry said =
        entry.status(word(fact, "status", Measurement.Status.class, Measurement.Status.FINAL));
    return optional(fact, "taken").map(date -> said.taken(Patients.on(date))).orElse(said);
  }

  private static void only(Map<String, Node> fact, String... known) {
    if (!Set.of(known).containsAll(fact.keySet())) {
      throw new IllegalArgumentException("Only %s: %s".formatted(List.of(known), fact.keySet()));
    }
  }

  /** The first code of a set. */
  private static Optional<Code> code(String set, Map<String, Node> sets) {
    if (!sets.containsKey(set)) {
      return Optional.empty();
    }
    var system = fields(sets.get(set), Set.of()).entrySet().iterator().next();
    var code = fields(system.getValue(), Set.of()).entrySet().iterator().next();
    String uri = CodeSystem.called(system.getKey()).map(CodeSystem::uri).orElse(system.getKey());
    return Optional.of(new Code(uri, code.getKey(), text(code.getValue())));
  }

  private static <E extends Enum<E>> E word(
      Map<String, Node> fact, String key, Class<E> type, E byDefault) {
    return optional(fact, key)
        .map(w -> Enum.valueOf(type, w.toUpperCase(Locale.ROOT).replace('-', '_')))
        .orElse(byDefault);
  }

  private static Map<String, Node> fields(Node node, Set<String> known) {
    var fields = new LinkedHashMap<String, Node>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      String key = text(tuple.getKeyNode());
      if (!known.isEmpty() && !known.contains(key)) {
        throw new IllegalArgumentException("No such key: " + key);
      }
      fields.put(key, tuple.getValueNode());
    }
    return fields;
  }

  private static Node need(Map<String, Node> fields, String key) {
    return Optional.ofNullable(fields.get(key))
        .orElseThrow(() -> new IllegalArgumentException("`%s` is missing".formatted(key)));
  }

  private static Optional<String> optional(Map<String, Node> fields, String key) {
    return Optional.ofNullable(fields.get(key)).map(GoldenCase::text);
  }

  private static List<Node> items(Node node) {
    return ((SequenceNode) node).getValue();
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  /** The same YAML on one line, every word in quotes. */
  private static String flow(Node node) {
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .map(t -> flow(t.getKeyNode()) + ": " + flow(t.getValueNode()))
              .toList()
              .toString()
              .replaceFirst("^\\[", "{")
              .replaceFirst("]$", "}");
      case SequenceNode sequence ->
          sequence.getValue().stream().map(GoldenCase::flow).toList().toString();
      default -> "\"" + text(node).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    };
  }

  @Override
  public String toString() {
    return file + ": " + name;
  }
}
