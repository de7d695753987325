package org.trialward.fhir.emr.smart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What we ask to be allowed, in SMART's second spelling, e.g. {@code system/Observation.rs}.
 *
 * @param v2 one for each resource type
 */
public record Scopes(List<String> v2) {
  private static final Pattern V2 =
      Pattern.compile("system/([A-Za-z]+|\\*)\\.(c?r?u?d?s?)(\\?.*)?");
  private static final Pattern V1 = Pattern.compile("system/([A-Za-z]+|\\*)\\.(read|write|\\*)");

  public Scopes {
    if (v2.isEmpty()) {
      throw new IllegalArgumentException(
          "No scope is to be asked for: leave trialward.emr.smart.scopes out, or name at least one.");
    }
    v2 = List.copyOf(v2);
  }

  /**
   * One a type; what is read and written, too, by two: an EMR that grants no writing of charts must
   * not take the reading along.
   *
   * @param written types that are created and updated
   */
  public static Scopes of(Collection<String> read, Collection<String> written) {
    Stream<String> reading = read.stream().map(type -> "system/" + type + ".rs");
    Stream<String> writing =
        written.stream().map(type -> "system/" + type + (read.contains(type) ? ".cu" : ".crus"));
    return new Scopes(Stream.concat(reading, writing).toList());
  }

  /** The same in SMART's first spelling, e.g. {@code system/Observation.read}. */
  List<String> v1() {
    Set<String> scopes = new LinkedHashSet<>();
    for (String scope : v2) {
      Matcher m = V2.matcher(scope);
      if (m.matches()) {
        scopes.addAll(v1(m.group(1), m.group(2)));
      } else {
        scopes.add(scope);
      }
    }
    return List.copyOf(scopes);
  }

  private static List<String> v1(String type, String allowed) {
    List<String> scopes = new ArrayList<>();
    if (allowed.contains("r") || allowed.contains("s")) {
      scopes.add("system/" + type + ".read");
    }
    if (allowed.contains("c") || allowed.contains("u") || allowed.contains("d")) {
      scopes.add("system/" + type + ".write");
    }
    return scopes;
  }

  /**
   * Those of types that the EMR lists; all where its list names no types.
   *
   * @param supported {@code scopes_supported}, in either spelling
   */
  Scopes among(List<String> supported) {
    Set<String> types =
        supported.stream().flatMap(scope -> type(scope).stream()).collect(Collectors.toSet());
    if (types.isEmpty() || types.contains("*")) {
      return this;
    }
    List<String> offered =
        v2.stream().filter(scope -> type(scope).map(types::contains).orElse(true)).toList();
    return offered.isEmpty() ? this : new Scopes(offered);
  }

  /** Whether the EMR lists scopes for backend services, none of them in the second spelling. */
  static boolean areOldOnly(List<String> supported) {
    return supported.stream().anyMatch(scope -> V1.matcher(scope).matches())
        && supported.stream().noneMatch(scope -> V2.matcher(scope).matches());
  }

  private static Optional<String> type(String scope) {
    return Stream.of(V1, V2)
        .map(form -> form.matcher(scope))
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst();
  }
}
