package org.trialward.ctms.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Which addresses a patient's data may be sent to. */
public final class Address {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private Address() {}

  /**
   * Lets an address through that a patient's data may be sent to.
   *
   * @throws IllegalArgumentException where the address is not https (http only on this machine), or
   *     holds credentials or a query
   */
  public static void check(String system, URI url) {
    String host = Optional.ofNullable(url.getHost()).orElse("");
    String scheme = Optional.ofNullable(url.getScheme()).orElse("");
    boolean isSafe = scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host));
    if (host.isEmpty()
        || !isSafe
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The %s address must be https (http only on this machine), without user or query."
              .formatted(system));
    }
  }
}
