package org.trialward.ctms.oncore;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OnCore's JSON, and what of its error texts may be repeated. */
final class OncoreJson {
  static final String NOT_AN_ANSWER =
      "What answered is not OnCore's API, perhaps a login page. Check trialward.ctms.oncore.url; it ends before `oncore-api`.";

  private static final JsonMapper JSON = new JsonMapper();

  /** An entry that says nothing. */
  static final JsonNode NOTHING = JSON.createObjectNode();

  /** The fields that a registration has; any other word of an error text could be a value. */
  private static final Set<String> FIELDS =
      Set.of(
          "mrn",
          "lastName",
          "firstName",
          "birthDate",
          "gender",
          "ethnicity",
          "race",
          "subjectSource",
          "subjectDemographicsId",
          "protocolId",
          "studySite");

  private OncoreJson() {}

  static JsonNode parse(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree.isObject() || tree.isArray()) {
        return tree;
      }
    } catch (JacksonException _) {
      // Its message and its source would quote the body.
    }
    throw new DeliveryException(Category.FAULT, NOT_AN_ANSWER);
  }

  static String write(Object value) {
    return JSON.writeValueAsString(value);
  }

  /** A search answers a list, in some versions one object where only one can match. */
  static List<JsonNode> rows(JsonNode answer) {
    if (answer.isArray()) {
      return answer.valueStream().toList();
    }
    return answer.isEmpty() ? List.of() : List.of(answer);
  }

  /** The names of our fields that the text mentions, or that it mentions none. */
  static String named(byte[] body) {
    String text;
    try {
      text = JSON.readTree(body).path("message").asString("");
    } catch (JacksonException _) {
      text = "";
    }
    Set<String> words = Arrays.stream(text.split("[^A-Za-z]+")).collect(Collectors.toSet());
    String fields =
        FIELDS.stream().filter(words::contains).sorted().collect(Collectors.joining(", "));
    return fields.isEmpty() ? "no field" : fields;
  }
}
