package org.trialward.fhir.emr.smart;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How we are registered with the EMR's authorization server.
 *
 * @param base the EMR's FHIR endpoint, under which its smart-configuration stands
 * @param clientId as the EMR's administrator gave it
 * @param tokenUrl the token endpoint; counts before the one that the EMR names itself
 * @param scopes what we ask for
 * @param timeout for one answer
 */
public record SmartSettings(
    URI base, String clientId, Optional<URI> tokenUrl, Scopes scopes, Duration timeout) {

  public SmartSettings {
    if (clientId.isBlank()) {
      throw new IllegalArgumentException(
          "trialward.emr.smart.client-id is empty: set the client id that the EMR's administrator registered.");
    }
    tokenUrl.ifPresent(url -> requireSecure(base, url));
  }

  /** Our token must not travel less protected than the records it opens. */
  static void requireSecure(URI base, URI tokenUrl) {
    String scheme = String.valueOf(tokenUrl.getScheme());
    boolean known = scheme.equals("https") || scheme.equals("http");
    if (!known || tokenUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "The token endpoint `%s` is no address: set trialward.emr.smart.token-url to one that begins with https://."
              .formatted(tokenUrl));
    }
    if (scheme.equals("http") && "https".equals(base.getScheme())) {
      throw new IllegalArgumentException(
          "The token endpoint `%s` is not https: ask the EMR's administrator for its https address and set trialward.emr.smart.token-url."
              .formatted(tokenUrl));
    }
  }
}
