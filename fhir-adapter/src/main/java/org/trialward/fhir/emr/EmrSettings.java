package org.trialward.fhir.emr;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How to reach the EMR.
 *
 * @param baseUrl the FHIR R4 endpoint, e.g. {@code https://emr.example/fhir}
 * @param bearerToken sent to this endpoint's host only
 * @param readTimeout how long one answer may stay silent
 * @param pageSize resources asked for at once; the server may give fewer
 * @param zone of the site: chart times are its wall-clock times
 */
public record EmrSettings(
    URI baseUrl,
    Optional<String> bearerToken,
    Duration connectTimeout,
    Duration readTimeout,
    int pageSize,
    ZoneId zone) {

  public EmrSettings {
    String scheme = String.valueOf(baseUrl.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "The EMR's address must begin with http:// or https:// and name a host, got `%s`."
              .formatted(baseUrl));
    }
    if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "The EMR's address must not carry a user, a password or a query.");
    }
    if (pageSize < 1) {
      throw new IllegalArgumentException(
          "The page size must be positive, got `%d`.".formatted(pageSize));
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException(
          "The connect timeout must be positive, got `%s`.".formatted(connectTimeout));
    }
    if (readTimeout.isNegative() || readTimeout.isZero()) {
      throw new IllegalArgumentException(
          "The read timeout must be positive, got `%s`.".formatted(readTimeout));
    }
  }

  /** The endpoint without a slash at its end. */
  String base() {
    String text = baseUrl.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The host with its scheme and port, to which a path can be added. */
  String root() {
    return baseUrl.getScheme() + "://" + baseUrl.getRawAuthority();
  }

  /** Whether a page the server links to is on its own host; only there the token may go. */
  boolean isOwn(URI address) {
    return baseUrl.getScheme().equalsIgnoreCase(String.valueOf(address.getScheme()))
        && baseUrl.getHost().equalsIgnoreCase(String.valueOf(address.getHost()))
        && port(baseUrl) == port(address);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "EmrSettings[%s, token %s, page size %d, %s]"
        .formatted(baseUrl, bearerToken.isPresent() ? "set" : "not set", pageSize, zone);
  }
}
