package org.trialward.fhir.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.fhir.intake.PatientFiles.Contents;
import org.trialward.rules.patient.PatientChart;

/**
 * The patient of a question that another system asks: a Bundle, or a Parameters with one. Read as
 * files are, and kept nowhere.
 */
public sealed interface AskedPatient {

  /** What CodeX Integrated Trial Matching (draft 0.1.0) calls the parameter with the Bundle. */
  String CLINICAL_DATA = "trialMatchClinicalData";

  /**
   * One patient.
   *
   * @param problems what of the question no answer takes into account, and why; no patient data
   */
  record Answerable(PatientChart chart, List<String> problems) implements AskedPatient {
    public Answerable {
      problems = List.copyOf(problems);
    }
  }

  /** No question that can be answered; says the remedy, without patient data. */
  record Unanswerable(String remedy) implements AskedPatient {}

  /**
   * Reads a question.
   *
   * @param zone of the wall clocks in it
   */
  static AskedPatient read(byte[] body, ZoneId zone) {
    JsonNode json;
    try {
      json = Json.READER.readTree(body);
    } catch (JsonProcessingException e) {
      return new Unanswerable("This is not JSON: send a FHIR R4 Bundle, or Parameters with one.");
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be read.", e);
    }
    return bundle(json)
        .map(bundle -> read(bundle, ignored(json, bundle), zone))
        .orElseGet(() ->
            new Unanswerable(
                "There is no Bundle in it: send a FHIR R4 Bundle, or Parameters with one as `%s`."
                    .formatted(CLINICAL_DATA)));
  }

  private static Optional<JsonNode> bundle(JsonNode json) {
    if (isA("Parameters", json)) {
      return parameters(json)
          .filter(parameter -> parameter.path("name").asText().equals(CLINICAL_DATA))
          .map(parameter -> parameter.path("resource"))
          .filter(resource -> isA("Bundle", resource))
          .findFirst();
    }
    return Optional.of(json).filter(it -> isA("Bundle", it));
  }

  private static AskedPatient read(JsonNode bundle, List<String> ignored, ZoneId zone) {
    Contents contents = new PatientFiles(zone).read(bundle, "Bundle");
    if (contents.charts().size() != 1) {
      return new Unanswerable(
          "The Bundle has %d readable Patient resources: send exactly one, with all that is known of them%s."
              .formatted(
                  contents.charts().size(),
                  contents.problems().isEmpty()
                      ? ""
                      : " (" + String.join("; ", contents.problems()) + ")"));
    }
    List<String> problems = new ArrayList<>(ignored);
    problems.addAll(contents.problems());
    contents.unusable().stream()
        .map(unusable ->
            "%s, %s: %s".formatted(unusable.source().type(), unusable.what(), unusable.why()))
        .distinct()
        .forEach(problems::add);
    return new Answerable(contents.charts().getFirst(), problems);
  }

  /**
   * Filters of the draft, beside the Bundle or in it: this site's trials are few, all are asked.
   */
  private static List<String> ignored(JsonNode json, JsonNode bundle) {
    Stream<JsonNode> within =
        Json.stream(bundle.path("entry"))
            .map(entry -> entry.path("resource"))
            .filter(resource -> isA("Parameters", resource));
    return Stream.concat(Stream.of(json).filter(it -> isA("Parameters", it)), within)
        .flatMap(AskedPatient::parameters)
        .map(parameter -> parameter.path("name").asText())
        .filter(List.of("zipCode", "travelRadius", "phase", "recruitmentStatus")::contains)
        .distinct()
        .map(name ->
            "The parameter `%s` was not taken into account: all trials that recruit here were asked."
                .formatted(name))
        .toList();
  }

  private static Stream<JsonNode> parameters(JsonNode parameters) {
    return Json.stream(parameters.path("parameter"));
  }

  private static boolean isA(String type, JsonNode json) {
    return json.path("resourceType").asText().equals(type);
  }
}
