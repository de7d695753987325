package org.trialward.fhir.emr.smart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /**
   * Those of which less was granted; none where what was granted is in neither spelling.
   *
   * @param granted in either spelling
   */
  List<String> lacking(List<String> granted) {
    Map<String, String> allowed = new HashMap<>();
    granted.forEach(scope ->
        type(scope).ifPresent(type -> allowed.merge(type, letters(scope), String::concat)));
    return allowed.isEmpty()
        ? List.of()
        : v2.stream().filter(scope -> !isWithin(scope, allowed)).toList();
  }

  private static boolean isWithin(String scope, Map<String, String> allowed) {
    String letters =
        allowed.getOrDefault(type(scope).orElse(""), "") + allowed.getOrDefault("*", "");
    return letters(scope).chars().allMatch(letter -> letters.indexOf(letter) >= 0);
  }

  /** What a scope allows, in the letters of the second spelling; none of another form. */
  private static String letters(String scope) {
    Matcher old = V1.matcher(scope);
    if (old.matches()) {
      return switch (old.group(2)) {
        case "read" -> "rs";
        case "write" -> "cud";
        default -> "cruds";
      };
    }
    Matcher m = V2.matcher(scope);
    return m.matches() ? m.group(2) : "";
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
