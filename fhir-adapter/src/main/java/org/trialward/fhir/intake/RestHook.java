package org.trialward.fhir.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.patient.PatientId;

/**
 * Notifications of FHIR subscriptions of channel {@code rest-hook}: R4 (the resource by PUT or
 * POST, or an empty POST) and the R5 backport (a Bundle with the resources, their ids or neither).
 *
 * <p>A notification is read for what changed and whose it is, never for content: it may be old,
 * repeated or forged, and what counts is read from the EMR.
 */
public final class RestHook {
  private static final String FEED = "emr-rest-hook";

  private static final String BROKEN =
      "The EMR says that a subscription is in error, so notifications were lost. Its changes are asked for instead; have its administrator activate the Subscription again.";

  private final ReadTypes types;
  private final InstantSource clock;

  public RestHook(ReadTypes types, InstantSource clock) {
    this.types = types;
    this.clock = clock;
  }

  /**
   * What to look at.
   *
   * @param path what follows the hook's own address, e.g. {@code Observation/1002}; may be empty
   */
  public HookNotice hints(String method, String path, Optional<String> body) {
    Instant now = clock.instant();
    Optional<JsonNode> content = body.filter(text -> !text.isBlank()).flatMap(RestHook::parse);
    Optional<HookStatus> status = content.flatMap(HookStatus::in);
    Map<String, ChangeHint> hints = new LinkedHashMap<>();
    Stream.of(
            status.stream().flatMap(it -> it.sightings(FEED, now)),
            content.stream().flatMap(it -> sightings(it, now)),
            References.relative(path).stream().map(what -> named(what, now)))
        .flatMap(sightings -> sightings)
        .filter(sighting -> types.concern(Sighting.typeOf(sighting.what())))
        .forEach(sighting ->
            hints.merge(sighting.what(), sighting.hint(), RestHook::thatNamesThePatient));
    boolean deleted = method.toUpperCase(Locale.ROOT).equals("DELETE");
    boolean silent = path.isBlank() && content.isEmpty();
    boolean ofSomebody = hints.values().stream().anyMatch(hint -> hint.patient().isEmpty());
    return new HookNotice(
        new ArrayList<>(hints.values()),
        !deleted && (silent || ofSomebody || status.filter(HookStatus::leavesOut).isPresent()),
        status.filter(HookStatus::isInError).map(_ -> BROKEN));
  }

  /** A notification names a resource by itself, and with its content whose it is. */
  private static ChangeHint thatNamesThePatient(ChangeHint first, ChangeHint second) {
    return first.patient().isEmpty() && second.patient().isPresent() ? second : first;
  }

  private static Sighting named(String what, Instant now) {
    return Sighting.of(FEED, References.patient(what), what, "", now);
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(Json.READER.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException garbage) {
      return Optional.empty();
    }
  }

  private static Stream<Sighting> sightings(JsonNode content, Instant now) {
    return switch (content.path("resourceType").asText()) {
      case "Bundle" -> Json.stream(content.path("entry")).flatMap(entry -> entry(entry, now));
      default -> resource(content, now).stream();
    };
  }

  private static Stream<Sighting> entry(JsonNode entry, Instant now) {
    if (entry.path("resource").isObject()) {
      return resource(entry.path("resource"), now).stream();
    }
    return Stream.of(entry.path("fullUrl"), entry.path("request").path("url"))
        .flatMap(url -> References.relative(url.asText()).stream())
        .limit(1)
        .map(what -> named(what, now));
  }

  private static Optional<Sighting> resource(JsonNode resource, Instant now) {
    String type = resource.path("resourceType").asText();
    JsonNode meta = resource.path("meta");
    Optional<PatientId> patient =
        Stream.of(resource.path("subject"), resource.path("patient"), resource.path("individual"))
            .flatMap(subject -> References.patient(subject.path("reference").asText()).stream())
            .findFirst();
    return References.relative(type + "/" + resource.path("id").asText())
        .map(what ->
            Sighting.of(
                FEED,
                patient.or(() -> References.patient(what)),
                what,
                meta.path("versionId").asText(),
                instant(meta.path("lastUpdated").asText()).orElse(now)));
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notAnInstant) {
      return Optional.empty();
    }
  }
}
