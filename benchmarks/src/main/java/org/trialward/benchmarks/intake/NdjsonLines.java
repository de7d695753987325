package org.trialward.benchmarks.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.Place;

/**
 * The resources of some bundles as lines of an export, and as many copies of them, each of patients
 * of its own, as are asked for: made while they are read.
 *
 * @param resources of the bundles, held in memory
 */
record NdjsonLines(List<String> resources, int copies) implements Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> OF_CHARTS =
      Set.of(
          "Patient",
          "Condition",
          "Observation",
          "MedicationRequest",
          "MedicationStatement",
          "MedicationAdministration",
          "MedicationDispense",
          "Procedure",
          "AllergyIntolerance",
          "Immunization",
          "ResearchSubject",
          "Medication",
          "ResearchStudy");

  NdjsonLines {
    resources = List.copyOf(resources);
  }

  /**
   * Those of these bundles.
   *
   * @param all with the types that charts do not hold
   */
  static NdjsonLines of(List<Path> bundles, boolean all) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path bundle : bundles) {
      JsonNode entries = JSON.readTree(bundle.toFile()).path("entry");
      Map<String, String> names = new HashMap<>();
      entries.forEach(
          entry -> names.put(entry.path("fullUrl").asText(), name(entry.path("resource"))));
      for (JsonNode entry : entries) {
        JsonNode resource = entry.path("resource");
        if (all || OF_CHARTS.contains(resource.path("resourceType").asText())) {
          rename(resource, names);
          lines.add(resource.toString());
        }
      }
    }
    return new NdjsonLines(lines, 1);
  }

  private static String name(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  private static void rename(JsonNode node, Map<String, String> names) {
    if (node instanceof ObjectNode object) {
      Optional.ofNullable(names.get(object.path("reference").asText()))
          .ifPresent(name -> object.put("reference", name));
    }
    node.forEach(child -> rename(child, names));
  }

  NdjsonLines times(int more) {
    return new NdjsonLines(resources, more);
  }

  /** The patients, and of their other resources one in so many. */
  NdjsonLines thinned(int oneIn) {
    List<String> fewer = new ArrayList<>();
    for (int at = 0; at < resources.size(); at++) {
      if (at % oneIn == 0 || resources.get(at).contains("\"resourceType\":\"Patient\"")) {
        fewer.add(resources.get(at));
      }
    }
    return new NdjsonLines(fewer, copies);
  }

  long bytes() {
    return resources.stream().mapToLong(line -> line.getBytes(UTF_8).length).sum() * copies;
  }

  long lines() {
    return (long) resources.size() * copies;
  }

  @Override
  public void read(Place from, Sink sink, Problems problems) {
    for (int copy = from.file(); copy < copies; copy++) {
      int of = copy;
      long begin = copy == from.file() ? from.offset() : 0;
      for (long number = begin; number < resources.size(); number++) {
        long at = number;
        sink.take(
            copied(resources.get((int) number), of).getBytes(UTF_8),
            new Place(of, number + 1),
            () -> "copy %d, line %d".formatted(of, at));
      }
    }
  }

  /** Its own id comes first; of what it refers to, only patients and medicines count. */
  private static String copied(String line, int copy) {
    if (copy == 0) {
      return line;
    }
    int id = line.indexOf("\"id\":\"") + "\"id\":\"".length();
    String own = line.substring(0, id) + copy + "-" + line.substring(id);
    return own.replace("\"Patient/", "\"Patient/" + copy + "-")
        .replace("\"Medication/", "\"Medication/" + copy + "-");
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public long done() {
    return 0;
  }
}
