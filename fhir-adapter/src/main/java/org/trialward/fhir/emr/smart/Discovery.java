package org.trialward.fhir.emr.smart;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the EMR says of its authorization server, or nothing.
 *
 * @param algorithms that it accepts for assertions; empty: it does not say
 * @param scopes that it knows; empty: it does not say
 */
record Discovery(Optional<String> tokenEndpoint, Set<String> algorithms, List<String> scopes) {
  private static final String OAUTH_URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

  static final Discovery NOTHING = new Discovery(Optional.empty(), Set.of(), List.of());

  /**
   * The smart-configuration of SMART App Launch 2.2, 3.1.
   *
   * @param address where it stands; some name the endpoint relative to it
   */
  static Discovery of(JsonNode configuration, URI address) {
    return new Discovery(
        Optional.ofNullable(configuration.path("token_endpoint").textValue())
            .filter(url -> !url.isBlank())
            .map(url -> absolute(url, address)),
        texts(configuration, "token_endpoint_auth_signing_alg_values_supported").stream()
            .collect(Collectors.toUnmodifiableSet()),
        texts(configuration, "scopes_supported"));
  }

  private static String absolute(String url, URI address) {
    try {
      return address.resolve(url).toString();
    } catch (IllegalArgumentException noAddress) {
      return url;
    }
  }

  /** The token endpoint in a CapabilityStatement, where it stood before SMART 2.0. */
  static Optional<String> tokenEndpointIn(JsonNode statement) {
    return statement.path("rest").findValues("extension").stream()
        .flatMap(Discovery::elements)
        .filter(extension -> extension.path("url").asText().equals(OAUTH_URIS))
        .flatMap(extension -> elements(extension.path("extension")))
        .filter(uri -> uri.path("url").asText().equals("token"))
        .flatMap(uri -> Optional.ofNullable(uri.path("valueUri").textValue()).stream())
        .findFirst();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> texts(JsonNode in, String name) {
    return elements(in.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText).toList();
  }

  /** Its address in place of the one it named. */
  Discovery at(String tokenUrl) {
    return new Discovery(Optional.of(tokenUrl), algorithms, scopes);
  }
}
