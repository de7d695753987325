package org.trialward.fhir.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Versions;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;

/**
 * Sorts resources by patient, in whatever order and files they come. Each resource counts once, in
 * its newest version. References are followed at the end, when all is known.
 */
final class ChartCollector {
  private static final Comparator<Fact> ANY_FIXED_ORDER =
      Comparator.comparing((Fact fact) -> fact.source().toString()).thenComparing(Fact::toString);

  /**
   * A resource with where it stands.
   *
   * @param aliases what the {@code fullUrl}s of its bundle stand for
   * @param text as read, to choose the same of two that differ whatever their order
   */
  private record Held(Resource resource, Map<String, String> aliases, String text, String where) {}

  private final ChartMapper mapper;
  private final Map<String, Held> held = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();

  ChartCollector(ChartMapper mapper) {
    this.mapper = mapper;
  }

  void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  /** A bundle or a single resource. */
  void document(JsonNode document, String where) {
    if (!document.isObject() || !document.path("resourceType").isTextual()) {
      problem(where, "there is no FHIR resource in it: it needs a \"resourceType\".");
    } else if (document.path("resourceType").asText().equals("Bundle")) {
      bundle(document, where);
    } else {
      resource(document, "", Map.of(), where);
    }
  }

  private void bundle(JsonNode bundle, String where) {
    Map<String, String> aliases = new HashMap<>();
    Json.stream(bundle.path("entry"))
        .forEach(entry -> {
          String fullUrl = entry.path("fullUrl").asText();
          JsonNode resource = entry.path("resource");
          if (!fullUrl.isEmpty() && resource.isObject()) {
            aliases.put(
                fullUrl,
                resource.path("resourceType").asText()
                    + "/"
                    + ResourceParser.id(resource, fullUrl));
          }
        });
    Json.stream(bundle.path("entry"))
        .filter(entry -> entry.path("resource").isObject())
        .forEach(entry -> {
          JsonNode resource = entry.path("resource");
          if (resource.path("resourceType").asText().equals("Bundle")) {
            bundle(resource, where);
          } else {
            resource(resource, entry.path("fullUrl").asText(), aliases, where);
          }
        });
  }

  private void resource(JsonNode json, String fullUrl, Map<String, String> aliases, String where) {
    switch (ResourceParser.json(json, ResourceParser.id(json, fullUrl))) {
      case ResourceParser.Read read -> {
        read.problems().forEach(problem -> problem(where, problem));
        Held it = new Held(read.resource(), aliases, read.text(), where);
        hold(References.of(read.resource()), it);
      }
      case ResourceParser.Unreadable(var problem) -> problem(where, problem);
      case ResourceParser.NotAsked _ -> {
        // Of a type that no chart holds.
      }
    }
  }

  private void hold(String reference, Held read) {
    Held before = held.get(reference);
    if (before != null
        && Versions.BY_AGE.compare(before.resource(), read.resource()) == 0
        && !before.text().equals(read.text())) {
      problem(
          read.where(),
          "`%s` was there before with other content and no newer version: one of them was left out, give each its own id."
              .formatted(reference));
    }
    held.merge(reference, read, ChartCollector::newer);
  }

  /** Of two that are equally new but differ, the same one in whatever order they come. */
  private static Held newer(Held first, Held second) {
    int age = Versions.BY_AGE.compare(first.resource(), second.resource());
    int order = age != 0 ? age : second.text().compareTo(first.text());
    return order < 0 ? second : first;
  }

  PatientFiles.Contents contents() {
    Map<String, List<Fact>> facts = new HashMap<>();
    Map<String, Integer> astray = new TreeMap<>();
    List<Unusable> unusable = new ArrayList<>();
    Map<String, List<Observation>> focused = focused();
    for (Map.Entry<String, Held> entry : new TreeMap<>(held).entrySet()) {
      Held it = entry.getValue();
      if (FactTypes.ALL.contains(it.resource().fhirType())) {
        Mapped mapped = mapper.map(it.resource(), new Around(it, focused));
        unusable.addAll(mapped.unusable());
        Optional<String> patient = patient(it);
        if (patient.isPresent()) {
          facts.computeIfAbsent(patient.get(), p -> new ArrayList<>()).addAll(mapped.facts());
        } else {
          astray.merge(it.where(), 1, Integer::sum);
        }
      }
    }
    astray.forEach((where, count) ->
        problem(
            where,
            "%d resources do not say whose they are, or of a patient that is not there: add the Patient resource."
                .formatted(count)));
    return new PatientFiles.Contents(charts(facts, unusable), List.copyOf(problems), unusable);
  }

  private List<PatientChart> charts(Map<String, List<Fact>> facts, List<Unusable> unusable) {
    List<PatientChart> charts = new ArrayList<>();
    for (Map.Entry<String, Held> entry : new TreeMap<>(held).entrySet()) {
      if (entry.getValue().resource() instanceof Patient patient) {
        MappedPatient who = mapper.map(patient);
        if (!who.active()) {
          problem(
              entry.getValue().where(),
              "`%s` is not in use (inactive, or replaced by another record): it was left out with all that names it."
                  .formatted(entry.getKey()));
          continue;
        }
        unusable.addAll(who.unusable());
        charts.add(
            new PatientChart(
                new PatientId(patient.getIdElement().getIdPart()),
                who.demographics(),
                facts.getOrDefault(entry.getKey(), List.of()).stream()
                    .sorted(ANY_FIXED_ORDER)
                    .toList()));
      }
    }
    charts.sort(Comparator.comparing(PatientChart::id));
    return charts;
  }

  /** {@code Patient/id} of one that is there. */
  private Optional<String> patient(Held of) {
    return References.subject(of.resource())
        .flatMap(reference -> target(of, reference))
        .filter(reference -> reference.startsWith("Patient/") && held.containsKey(reference));
  }

  /** The observations by what they focus on, in a fixed order. */
  private Map<String, List<Observation>> focused() {
    Map<String, List<Observation>> focused = new HashMap<>();
    for (Held it : new TreeMap<>(held).values()) {
      if (it.resource() instanceof Observation observation) {
        observation.getFocus().stream()
            .flatMap(focus -> References.text(focus).stream())
            .flatMap(reference -> target(it, reference).stream())
            .distinct()
            .forEach(on -> focused.computeIfAbsent(on, f -> new ArrayList<>()).add(observation));
      }
    }
    return focused;
  }

  /** Everything that was read, seen from one resource: its bundle says what a reference means. */
  private final class Around implements Surroundings {
    private final Held from;
    private final Map<String, List<Observation>> focused;

    Around(Held from, Map<String, List<Observation>> focused) {
      this.from = from;
      this.focused = focused;
    }

    @Override
    public Optional<Resource> find(String reference) {
      return target(from, reference)
          .flatMap(relative -> Optional.ofNullable(held.get(relative)))
          .map(Held::resource);
    }

    @Override
    public List<Observation> focusedOn(Resource resource) {
      return focused.getOrDefault(References.of(resource), List.of());
    }
  }

  private static Optional<String> target(Held from, String reference) {
    return Optional.ofNullable(from.aliases().get(reference))
        .or(() -> References.relative(reference));
  }
}
