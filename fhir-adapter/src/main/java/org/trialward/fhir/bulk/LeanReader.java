package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/** One resource in JSON, as far as our mappers look at it. Safe for many threads. */
public final class LeanReader {
  private static final JsonFactory JSON = new JsonFactory();

  private static final Map<String, Value<? extends Resource>> SHAPES = Resources.shapes();

  /** How nearly every export begins a line. */
  private static final byte[] BEGINNING = "{\"resourceType\":\"".getBytes(ISO_8859_1);

  private static final int LONGEST_TYPE = 40;

  private LeanReader() {}

  /**
   * The resource; empty where only HAPI's parser may judge it, because it is of another type, not
   * written plainly, or not even JSON.
   */
  public static Optional<Resource> read(byte[] line) {
    try {
      Value<? extends Resource> shape = SHAPES.get(type(line).orElse(""));
      return shape == null ? Optional.empty() : read(line, shape);
    } catch (IOException | NotPlain | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Resource> read(byte[] line, Value<? extends Resource> shape)
      throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      Resource resource = shape.read(json);
      return resource.hasId() ? Optional.of(resource) : Optional.empty();
    }
  }

  /** Whether charts hold this type, or what they hold refers to it. */
  static boolean reads(String type) {
    return SHAPES.containsKey(type);
  }

  /** What {@code resourceType} says, mostly without looking further than that. */
  static Optional<String> type(byte[] line) throws IOException {
    if (startsAsUsual(line)) {
      int end = BEGINNING.length;
      while (end < line.length && end - BEGINNING.length <= LONGEST_TYPE && line[end] != '"') {
        end++;
      }
      return Optional.of(new String(line, BEGINNING.length, end - BEGINNING.length, ISO_8859_1));
    }
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals("resourceType")) {
          return Optional.ofNullable(json.getValueAsString());
        }
        json.skipChildren();
      }
      return Optional.empty();
    }
  }

  private static boolean startsAsUsual(byte[] line) {
    if (line.length <= BEGINNING.length) {
      return false;
    }
    for (int at = 0; at < BEGINNING.length; at++) {
      if (line[at] != BEGINNING[at]) {
        return false;
      }
    }
    return true;
  }
}
