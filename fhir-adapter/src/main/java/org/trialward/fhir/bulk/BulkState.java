package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an export stands at the EMR: written down, it can be gone on with after a crash. How far its
 * files were taken is a {@link Place}.
 *
 * @param statusUrl where the EMR tells of it; empty: not asked for yet
 * @param asked when it was asked for
 * @param manifest its files; empty: not ready yet
 */
public record BulkState(
    Optional<String> statusUrl, Optional<Instant> asked, Optional<Manifest> manifest) {
  public static final BulkState NOT_ASKED =
      new BulkState(Optional.empty(), Optional.empty(), Optional.empty());

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the EMR exported (IG 2.0.0, "Bulk Data Complete Status").
   *
   * @param at the moment that it shows
   * @param authorized whether the files want our token
   */
  public record Manifest(
      Instant at,
      boolean authorized,
      List<String> output,
      List<String> deleted,
      List<String> errors) {
    public Manifest {
      output = List.copyOf(output);
      deleted = List.copyOf(deleted);
      errors = List.copyOf(errors);
    }

    /** With what another part of the same list names. */
    Manifest and(Manifest part) {
      return new Manifest(
          at.isBefore(part.at) ? at : part.at,
          authorized || part.authorized,
          both(output, part.output),
          both(deleted, part.deleted),
          both(errors, part.errors));
    }

    private static List<String> both(List<String> first, List<String> second) {
      return Stream.concat(first.stream(), second.stream()).toList();
    }
  }

  /** As JSON. */
  public String text() {
    ObjectNode json = JSON.createObjectNode();
    statusUrl.ifPresent(url -> json.put("statusUrl", url));
    asked.ifPresent(moment -> json.put("asked", moment.toString()));
    manifest.ifPresent(it -> {
      ObjectNode files = json.putObject("manifest");
      files.put("transactionTime", it.at().toString());
      files.put("requiresAccessToken", it.authorized());
      urls(files.putArray("output"), it.output());
      urls(files.putArray("deleted"), it.deleted());
      urls(files.putArray("error"), it.errors());
    });
    return json.toString();
  }

  private static void urls(ArrayNode array, List<String> urls) {
    urls.forEach(url -> array.addObject().put("url", url));
  }

  /** Reads {@link #text()}; nothing written means not asked yet. */
  public static BulkState read(String text) {
    if (text.isEmpty()) {
      return NOT_ASKED;
    }
    try {
      JsonNode json = JSON.readTree(text);
      return new BulkState(
          Optional.ofNullable(json.path("statusUrl").textValue()),
          Optional.ofNullable(json.path("asked").textValue()).map(Instant::parse),
          json.path("manifest").isObject()
              ? Optional.of(manifest(json.path("manifest")))
              : Optional.empty());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This is not the state of an export.", e);
    }
  }

  /** As the EMR writes it. */
  static Manifest manifest(JsonNode json) {
    return new Manifest(
        Instant.from(OffsetDateTime.parse(json.path("transactionTime").asText())),
        json.path("requiresAccessToken").asBoolean(true),
        urls(json.path("output")),
        urls(json.path("deleted")),
        urls(json.path("error")));
  }

  /** Where the EMR's list goes on. */
  static Optional<String> next(JsonNode json) {
    for (JsonNode link : json.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        return Optional.ofNullable(link.path("url").textValue());
      }
    }
    return Optional.empty();
  }

  private static List<String> urls(JsonNode files) {
    List<String> urls = new ArrayList<>();
    files.forEach(file -> Optional.ofNullable(file.path("url").textValue()).ifPresent(urls::add));
    return urls;
  }
}
