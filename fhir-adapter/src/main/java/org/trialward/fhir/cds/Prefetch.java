package org.trialward.fhir.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.trialward.rules.patient.PatientId;

/**
 * What the EMR says about a user and a patient. It proves what it shows and never the contrary: a
 * resource may be missing, null, an OperationOutcome or on a later page.
 */
public final class Prefetch {

  /** How long after its end an encounter still makes a physician one who treats. */
  private static final int DAYS_AFTER = 30;

  private static final Set<String> LIVE_ENCOUNTER =
      Set.of("planned", "arrived", "triaged", "in-progress", "onleave");

  /** A relative, absolute or versioned reference; its type and id are the group. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");

  private final List<JsonNode> resources = new ArrayList<>();

  private Prefetch(Iterable<JsonNode> answers) {
    answers.forEach(this::add);
  }

  static Prefetch of(JsonNode prefetch) {
    return new Prefetch(prefetch);
  }

  /**
   * The same from answers of a FHIR server.
   *
   * @throws MalformedCall where one is no JSON
   */
  public static Prefetch ofAnswers(List<byte[]> answers) {
    return new Prefetch(answers.stream().map(Tree::read).toList());
  }

  private void add(JsonNode answer) {
    if (type(answer).equals("Bundle")) {
      answer.path("entry").forEach(entry -> resources.add(entry.path("resource")));
    } else {
      resources.add(answer);
    }
  }

  /** The codes of the user's specialties, {@code system|code}; empty where nothing is said. */
  public Optional<Set<String>> specialties(String user) {
    List<JsonNode> roles = rolesOf(user).toList();
    Set<String> codes = new HashSet<>();
    for (JsonNode role : roles) {
      for (JsonNode specialty : role.path("specialty")) {
        for (JsonNode coding : specialty.path("coding")) {
          Tree.text(coding, "code")
              .ifPresent(code -> codes.add(Tree.text(coding, "system").orElse("") + "|" + code));
        }
      }
    }
    return roles.isEmpty() ? Optional.empty() : Optional.of(codes);
  }

  /**
   * Whether it shows that the user treats the patient: as general practitioner, in a care team that
   * is at work, or in an encounter that is open or was until lately.
   */
  public boolean showsTreating(String user, PatientId patient, LocalDate today) {
    Set<String> names = names(user);
    String subject = "Patient/" + patient.value();
    return resources.stream()
        .anyMatch(resource ->
            switch (type(resource)) {
              case "Patient" ->
                  Tree.text(resource, "id").equals(Optional.of(patient.value()))
                      && any(resource, "generalPractitioner", who -> refers(who, names));
              case "CareTeam" ->
                  refers(resource.path("subject"), Set.of(subject))
                      && Tree.text(resource, "status").orElse("active").equals("active")
                      && takesPart(resource, "member", names, today);
              case "Encounter" ->
                  refers(resource.path("subject"), Set.of(subject))
                      && isLive(resource, today)
                      && takesPart(resource, "individual", names, today.minusDays(DAYS_AFTER));
              default -> false;
            });
  }

  /** The user, and the roles and the person that are the same one. */
  private Set<String> names(String user) {
    Set<String> names = new HashSet<>(Set.of(user));
    rolesOf(user)
        .forEach(role -> {
          Tree.text(role, "id").ifPresent(id -> names.add("PractitionerRole/" + id));
          reference(role.path("practitioner")).ifPresent(names::add);
        });
    return names;
  }

  private Stream<JsonNode> rolesOf(String user) {
    return resources.stream()
        .filter(resource -> type(resource).equals("PractitionerRole"))
        .filter(role -> role.path("active").asBoolean(true))
        .filter(role ->
            refers(role.path("practitioner"), Set.of(user))
                || Tree.text(role, "id")
                    .map(id -> "PractitionerRole/" + id)
                    .equals(Optional.of(user)));
  }

  private static boolean takesPart(
      JsonNode resource, String who, Set<String> names, LocalDate notEndedBefore) {
    return any(
        resource,
        "participant",
        participant ->
            refers(participant.path(who), names)
                && !endedBefore(participant.path("period"), notEndedBefore));
  }

  private static boolean isLive(JsonNode encounter, LocalDate today) {
    String status = Tree.text(encounter, "status").orElse("");
    return LIVE_ENCOUNTER.contains(status)
        || (status.equals("finished")
            && encounter.path("period").has("end")
            && !endedBefore(encounter.path("period"), today.minusDays(DAYS_AFTER)));
  }

  /** As precisely as the end is given: a year that is not over has not ended. */
  private static boolean endedBefore(JsonNode period, LocalDate day) {
    return Tree.text(period, "end")
        .map(end -> end.substring(0, Math.min(end.length(), day.toString().length())))
        .filter(end -> end.compareTo(day.toString().substring(0, end.length())) < 0)
        .isPresent();
  }

  private static boolean any(JsonNode parent, String field, Predicate<JsonNode> holds) {
    return StreamSupport.stream(parent.path(field).spliterator(), false).anyMatch(holds);
  }

  private static boolean refers(JsonNode reference, Set<String> names) {
    return reference(reference).filter(names::contains).isPresent();
  }

  private static Optional<String> reference(JsonNode reference) {
    return Tree.text(reference, "reference")
        .map(REFERENCE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Objects.requireNonNull(matcher.group(1)));
  }

  private static String type(JsonNode resource) {
    return Tree.text(resource, "resourceType").orElse("");
  }
}
