package org.trialward.fhir.cds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.util.Optional;

/** JSON that others wrote: any part may be missing, null or of another kind. */
final class Tree {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Tree() {}

  /** The object that these bytes are. */
  static JsonNode read(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.getNodeType() == JsonNodeType.OBJECT) {
        return root;
      }
    } catch (IOException notJson) {
      // Its message quotes what was sent.
      throw new MalformedCall("The body is no JSON: send the object that CDS Hooks describes.");
    }
    throw new MalformedCall("The body is no JSON object: send the one that CDS Hooks describes.");
  }

  /** A text that says something. */
  static Optional<String> text(JsonNode parent, String field) {
    return Optional.of(parent.path(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> !text.isBlank());
  }
}
