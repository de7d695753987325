package org.trialward.fhir.emr.smart;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the EMR says of its authorization server, or nothing.
 *
 * @param algorithms that it accepts for assertions; empty: it does not say
 * @param scopes that it knows; empty: it does not say
 */
record Discovery(Optional<String> tokenEndpoint, Set<String> algorithms, List<String> scopes) {
  static final Discovery NOTHING = new Discovery(Optional.empty(), Set.of(), List.of());

  /** The smart-configuration of SMART App Launch 2.2, 3.1. */
  static Discovery of(JsonNode configuration) {
    return new Discovery(
        Optional.of(configuration.path("token_endpoint").asText()).filter(url -> !url.isBlank()),
        texts(configuration, "token_endpoint_auth_signing_alg_values_supported").stream()
            .collect(Collectors.toUnmodifiableSet()),
        texts(configuration, "scopes_supported"));
  }

  private static List<String> texts(JsonNode in, String name) {
    return StreamSupport.stream(in.path(name).spliterator(), false)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  /** Its address in place of the one it named. */
  Discovery at(URI tokenUrl) {
    return new Discovery(Optional.of(tokenUrl.toString()), algorithms, scopes);
  }
}
