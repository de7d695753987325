package org.trialward.workbench.smart;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What an EMR says of its authorization server ({@code .well-known/smart-configuration}, SMART App
 * Launch 2.2, 3.1), as far as a launch needs it.
 *
 * @param algorithms that it accepts for assertions; empty: it does not say
 */
record SmartConfiguration(
    String authorizationEndpoint,
    String tokenEndpoint,
    String issuer,
    String keys,
    Set<String> algorithms) {

  /**
   * @throws Refused where something is missing or not safe
   */
  static SmartConfiguration of(URI iss, JsonNode said) {
    if (!texts(said, "code_challenge_methods_supported").contains("S256")) {
      throw unusable(iss, "does not list S256 in code_challenge_methods_supported");
    }
    return new SmartConfiguration(
        address(iss, said, "authorization_endpoint"),
        address(iss, said, "token_endpoint"),
        text(said, "issuer").orElseThrow(() -> unusable(iss, "names no issuer")),
        address(iss, said, "jwks_uri"),
        Set.copyOf(texts(said, "token_endpoint_auth_signing_alg_values_supported")));
  }

  /** As safe as the records themselves are reached. */
  private static String address(URI iss, JsonNode said, String name) {
    String address = text(said, name).orElseThrow(() -> unusable(iss, "names no " + name));
    boolean known = address.startsWith("https://") || address.startsWith("http://");
    if (!known || ("https".equals(iss.getScheme()) && !address.startsWith("https://"))) {
      throw unusable(iss, "names a %s that is not https".formatted(name));
    }
    return address;
  }

  static Refused unusable(URI iss, String what) {
    return new Refused(
        Refusal.EMR_UNREACHABLE,
        "The smart-configuration of %s %s: ask the EMR's administrator".formatted(iss, what));
  }

  private static Optional<String> text(JsonNode in, String name) {
    return in.path(name).asStringOpt().filter(text -> !text.isBlank());
  }

  private static List<String> texts(JsonNode in, String name) {
    return StreamSupport.stream(in.path(name).spliterator(), false)
        .flatMap(each -> each.asStringOpt().stream())
        .collect(Collectors.toList());
  }
}
