package org.trialward.fhir.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.FhirR4;

/**
 * One resource from a file, with the checks that HAPI's parser does not make: it would read half of
 * an STU3 resource, take either of two values, and print endless numbers.
 */
public final class ResourceParser {
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z]{1,40}");

  /** FHIR's form of an id, and a little more than it allows. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.\\-_]{1,128}");

  private ResourceParser() {}

  /** What came of it. Problems hold no patient data. */
  public sealed interface Parsed {}

  /**
   * A resource.
   *
   * @param text as read, without what was left out
   * @param problems with parts of it
   */
  public record Read(Resource resource, String text, List<String> problems) implements Parsed {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /** It could not be read; says the remedy. */
  public record Unreadable(String problem) implements Parsed {}

  /** Of a type that no chart holds. */
  public record NotAsked() implements Parsed {}

  /** A line of a file. */
  public static Parsed line(String line) {
    try {
      JsonNode json = Json.READER.readTree(line.replace(FileReader.BYTE_ORDER_MARK, ""));
      if (!json.isObject() || !json.path("resourceType").isTextual()) {
        return new Unreadable("there is no FHIR resource in it: it needs a \"resourceType\".");
      }
      return json(json, id(json, ""));
    } catch (JsonProcessingException e) {
      return new Unreadable("this is not JSON: correct or remove the line.");
    }
  }

  /** Its id; else what its {@code urn:uuid:} says; else one made of its content. */
  static String id(JsonNode resource, String fullUrl) {
    return Stream.of(resource.path("id").asText(), fullUrl.replace("urn:uuid:", ""))
        .filter(id -> ID.matcher(id).matches())
        .findFirst()
        .orElseGet(() -> UUID.nameUUIDFromBytes(resource.toString().getBytes(UTF_8)).toString());
  }

  static Parsed json(JsonNode json, String id) {
    String type = json.path("resourceType").asText();
    if (!FactTypes.isRead(type)) {
      return unread(type);
    }
    if (Stu3.looksLike(json)) {
      return new Unreadable(
          "`%s/%s` looks like FHIR STU3: convert it to R4 (4.0.1).".formatted(type, id));
    }
    if (Json.holdsEndlessNumber(json)) {
      return new Unreadable(
          "`%s/%s` holds a number out of any range: correct it.".formatted(type, id));
    }
    List<String> problems = new ArrayList<>();
    Choices.surplus(json)
        .forEach(element ->
            problems.add(
                "`%s/%s` has several values where FHIR allows one: `%s` was left out, make it a component or a resource of its own."
                    .formatted(type, id, element)));
    try {
      String text = Choices.without(json).toString();
      Resource resource = (Resource) FhirR4.get().newJsonParser().parseResource(text);
      resource.setId(id);
      return new Read(resource, text, problems);
    } catch (RuntimeException e) {
      // HAPI's parser also falls over some shapes of JSON, e.g. an extension that is null.
      return new Unreadable(
          "`%s/%s` cannot be read as FHIR R4: validate and correct it.".formatted(type, id));
    }
  }

  private static Parsed unread(String type) {
    if (type.equals("Bundle")) {
      return new Unreadable(
          "this is a Bundle: export its resources one by one, each in a line of its own.");
    }
    return FhirR4.get().getResourceTypes().contains(type)
        ? new NotAsked()
        : new Unreadable(
            "`%s` is not a resource type of FHIR R4; it was left out."
                .formatted(TYPE_NAME.matcher(type).matches() ? type : "…"));
  }
}
