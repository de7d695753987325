package org.trialward.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.trialward.benchmarks.workload.TextFile.IllegalLine;
import org.trialward.rules.document.RegistryRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record of ClinicalTrials.gov's API v2 says of those who may join.
 *
 * @param status {@code overallStatus}; empty where the record has none
 * @param acceptsHealthy whether volunteers without the condition may join
 * @param meshTerms what the registry's indexers say is studied
 * @param conditions what the sponsor says is studied
 */
record RegistryStudy(
    RegistryRecord record,
    String status,
    boolean acceptsHealthy,
    List<String> meshTerms,
    List<String> conditions,
    List<Location> locations) {

  /** A place as written; what is missing is empty. */
  record Location(String facility, String country, String zip) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  RegistryStudy {
    meshTerms = List.copyOf(meshTerms);
    conditions = List.copyOf(conditions);
    locations = List.copyOf(locations);
  }

  /**
   * Hands over the studies of a file that has one a line, each before the next is read.
   *
   * @throws IOException with file and line when a line is not a study
   */
  static void readEach(Path file, Consumer<RegistryStudy> reader) throws IOException {
    TextFile.readEach(file, line -> reader.accept(study(line)));
  }

  private static RegistryStudy study(String line) throws IllegalLine {
    try {
      JsonNode study = JSON.readTree(line);
      JsonNode protocol = study.path("protocolSection");
      return new RegistryStudy(
          record(protocol),
          text(protocol.path("statusModule"), "overallStatus"),
          protocol.path("eligibilityModule").path("healthyVolunteers").asBoolean(false),
          study
              .path("derivedSection")
              .path("conditionBrowseModule")
              .path("meshes")
              .valueStream()
              .map(mesh -> text(mesh, "term"))
              .toList(),
          protocol
              .path("conditionsModule")
              .path("conditions")
              .valueStream()
              .map(JsonNode::asString)
              .toList(),
          protocol
              .path("contactsLocationsModule")
              .path("locations")
              .valueStream()
              .map(RegistryStudy::location)
              .toList());
    } catch (JacksonException e) {
      throw new IllegalLine("not a study in JSON. Give registry records of API v2, one a line.");
    }
  }

  private static RegistryRecord record(JsonNode protocol) throws IllegalLine {
    JsonNode identification = protocol.path("identificationModule");
    JsonNode eligibility = protocol.path("eligibilityModule");
    String id = text(identification, "nctId");
    if (id.isEmpty()) {
      throw new IllegalLine("a study without `nctId`. Give registry records of API v2.");
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : RegistryRecord.FIELDS) {
      String value = text(eligibility, field);
      if (!value.isEmpty() && !value.equals("ALL")) {
        fields.put(field, value);
      }
    }
    return new RegistryRecord(
        id, text(identification, "briefTitle"), text(eligibility, "eligibilityCriteria"), fields);
  }

  private static Location location(JsonNode location) {
    return new Location(
        text(location, "facility"), text(location, "country"), text(location, "zip"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("").strip();
  }
}
