package org.trialward.fhir.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.trialward.rules.patient.PatientId;

/**
 * What the R5 backport says first in each notification: of what kind it is and what happened. As
 * {@code Parameters} (R4) or as {@code SubscriptionStatus} (R4B, and athenahealth over R4).
 *
 * @param type e.g. {@code event-notification}; empty where it does not say
 */
record HookStatus(String type, String status, List<Event> events) {

  /**
   * Something that happened.
   *
   * @param key the same when it is told again; empty where nothing tells it from others
   * @param focus what changed; empty where only a number of the EMR's own is given, or nothing
   * @param patient whose it is, from its context
   */
  record Event(
      String key, Optional<Instant> at, Optional<String> focus, Optional<PatientId> patient) {}

  HookStatus {
    events = List.copyOf(events);
  }

  /** The status that a notification is, or begins with. */
  static Optional<HookStatus> in(JsonNode content) {
    return Stream.concat(
            Stream.of(content),
            Json.stream(content.path("entry")).map(entry -> entry.path("resource")))
        .flatMap(resource -> of(resource).stream())
        .findFirst();
  }

  private static Optional<HookStatus> of(JsonNode resource) {
    return switch (resource.path("resourceType").asText()) {
      case "SubscriptionStatus" ->
          Optional.of(
              read(
                  resource.path("type").asText(),
                  resource.path("status").asText(),
                  resource.path("subscription").path("reference").asText(),
                  Json.stream(resource.path("notificationEvent")),
                  HookStatus::element));
      case "Parameters" ->
          Optional.of(
              read(
                  value(resource, "parameter", "type").findFirst().orElse(""),
                  value(resource, "parameter", "status").findFirst().orElse(""),
                  value(resource, "parameter", "subscription").findFirst().orElse(""),
                  named(resource, "parameter", "notification-event"),
                  HookStatus::part));
      default -> Optional.empty();
    };
  }

  private static HookStatus read(
      String type,
      String status,
      String subscription,
      Stream<JsonNode> events,
      Function<JsonNode, RawEvent> form) {
    return new HookStatus(
        type, status, events.map(form).map(raw -> raw.event(subscription)).toList());
  }

  /** As written, in either form. */
  private record RawEvent(
      String id, String number, String timestamp, Stream<String> focus, Stream<String> context) {

    Event event(String subscription) {
      Optional<String> what =
          focus.flatMap(reference -> References.relative(reference).stream()).findFirst();
      Optional<PatientId> patient =
          Stream.concat(what.stream(), context)
              .flatMap(reference -> References.patient(reference).stream())
              .findFirst();
      return new Event(key(subscription), RestHook.instant(timestamp), what, patient);
    }

    /** athenahealth counts events anew in each notification, and gives each an id instead. */
    private String key(String subscription) {
      return id.isBlank() && timestamp.isBlank()
          ? ""
          : String.join("#", subscription, id.isBlank() ? number : id, timestamp);
    }
  }

  private static RawEvent element(JsonNode event) {
    return new RawEvent(
        event.path("id").asText(),
        event.path("eventNumber").asText(),
        event.path("timestamp").asText(),
        Stream.of(event.path("focus").path("reference").asText()),
        Json.stream(event.path("additionalContext"))
            .map(context -> context.path("reference").asText()));
  }

  private static RawEvent part(JsonNode event) {
    return new RawEvent(
        event.path("id").asText(),
        value(event, "part", "event-number").findFirst().orElse(""),
        value(event, "part", "timestamp").findFirst().orElse(""),
        value(event, "part", "focus"),
        value(event, "part", "additional-context"));
  }

  private static Stream<JsonNode> named(JsonNode parent, String list, String name) {
    return Json.stream(parent.path(list)).filter(it -> it.path("name").asText().equals(name));
  }

  /** Of whatever type; of a reference, where it points. */
  private static Stream<String> value(JsonNode parent, String list, String name) {
    return named(parent, list, name)
        .flatMap(it ->
            it.properties().stream()
                .filter(member -> member.getKey().startsWith("value"))
                .map(member ->
                    member.getValue().isObject()
                        ? member.getValue().path("reference").asText()
                        : member.getValue().asText()));
  }

  /** What its events name; of one that names only a patient, the patient. */
  Stream<Sighting> sightings(String feed, Instant now) {
    return events.stream().flatMap(event -> sighting(feed, event, now).stream());
  }

  private static Optional<Sighting> sighting(String feed, Event event, Instant now) {
    Instant at = event.at().orElse(now);
    return event
        .focus()
        .or(() -> event.patient().map(patient -> "Patient/" + patient))
        .map(what -> {
          String key = what + "@" + (event.key().isEmpty() ? now : event.key());
          return new Sighting(
              what, -1, new ChangeHint(feed, event.patient(), Optional.of(what), at, key));
        });
  }

  /** Whether more happened than it names. */
  boolean leavesOut() {
    boolean tellsOfEvents = type.isEmpty() || type.equals("event-notification");
    return isInError()
        || (tellsOfEvents && events.isEmpty())
        || events.stream().anyMatch(event -> event.focus().isEmpty() && event.patient().isEmpty());
  }

  boolean isInError() {
    return status.equals("error");
  }
}
