package org.trialward.fhir.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trialward.rules.quantity.Code;

/**
 * How a site names code systems.
 *
 * @param uris what its URIs, OIDs and names stand for, e.g. {@code LAB1} for {@code
 *     http://loinc.org}; capitals do not count, nor {@code urn:oid:} before an OID
 */
public record OwnSystems(Map<String, String> uris) {
  public static final OwnSystems NONE = new OwnSystems(Map.of());

  public OwnSystems {
    Map<String, String> plain = new TreeMap<>();
    uris.forEach((name, uri) -> {
      if (!uri.isBlank() && !uri.equals(plain.merge(plain(name), uri, (first, _) -> first))) {
        throw new IllegalArgumentException(
            "The code system `%s` is named twice: remove one of them.".formatted(name));
      }
    });
    uris = Map.copyOf(plain);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^urn:oid:", "");
  }

  /** What the site calls so; empty where it says nothing of it. */
  public Optional<String> uri(String name) {
    return uris.isEmpty() ? Optional.empty() : Optional.ofNullable(uris.get(plain(name)));
  }

  /** In the system that the site calls so, where it is taken at its word, else in this one. */
  public List<Code> codes(String name, String otherwise, String value, String display) {
    return uri(name)
        .map(uri -> List.of(CodeSpelling.code(uri, value, display)))
        .orElseGet(() -> CodeSpelling.codes(otherwise, value, display));
  }
}
