package org.trialward.ctms.oncore;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.trialward.ctms.http.Address;
import org.trialward.rules.trial.TrialId;

/**
 * One OnCore.
 *
 * @param url before {@code oncore-api} and {@code forte-platform-web}, e.g. {@code
 *     https://oncore.example.org/}
 * @param clientSecret of an API client; masked wherever this record is printed
 * @param allowsPhi whether the site allows that names, record numbers and birth dates go there;
 *     without that nothing can be registered
 * @param studySite OnCore's name of this site
 * @param protocols OnCore's own protocol ids where the ethics committee's number does not find them
 * @param requestTimeout for one whole answer
 */
public record OncoreSettings(
    URI url,
    String clientId,
    String clientSecret,
    boolean allowsPhi,
    String studySite,
    Map<TrialId, Long> protocols,
    Duration connectTimeout,
    Duration requestTimeout) {
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E]{1,200}");

  public OncoreSettings {
    Address.check("OnCore", url);
    check(
        PRINTABLE.matcher(clientId).matches() && PRINTABLE.matcher(clientSecret).matches(),
        "OnCore needs a client id and a client secret, without spaces: set trialward.ctms.oncore.client-id and .client-secret.");
    check(
        allowsPhi,
        "OnCore registers people by name, record number and birth date. Set trialward.ctms.oncore.allow-phi to true where the trials' legal basis allows that, or remove trialward.ctms.oncore.url.");
    check(
        !studySite.isBlank() && studySite.length() <= 100,
        "OnCore needs its own name of this site: set trialward.ctms.oncore.study-site.");
    check(
        protocols.values().stream().allMatch(id -> id > 0),
        "An OnCore protocol id is a positive number: correct trialward.ctms.oncore.protocols.");
    protocols = Map.copyOf(protocols);
    check(
        connectTimeout.isPositive() && requestTimeout.isPositive(),
        "The OnCore timeouts must be longer than zero.");
  }

  /** An address below the one of the settings. */
  URI at(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + path);
  }

  @Override
  public String toString() {
    return "OncoreSettings[url=%s, clientId=%s, clientSecret=***, allowsPhi=%s, studySite=%s, protocols=%s, connectTimeout=%s, requestTimeout=%s]"
        .formatted(url, clientId, allowsPhi, studySite, protocols, connectTimeout, requestTimeout);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
