package org.trialward.fhir.intake;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** JSON looked at before HAPI parses it; numbers keep every digit that was written. */
final class Json {
  static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class);

  private static final int LONGEST_EXPONENT = 1_000;

  private Json() {}

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** HAPI writes numbers out in full: {@code 1e999999999} would take it hours and all memory. */
  static boolean holdsEndlessNumber(JsonNode node) {
    return node.isBigDecimal()
        ? Math.abs((long) node.decimalValue().scale()) > LONGEST_EXPONENT
        : stream(node).anyMatch(Json::holdsEndlessNumber);
  }
}
