package org.trialward.fhir.intake;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.emr.Versions;
import org.trialward.rules.patient.PatientId;

/**
 * One resource seen in an answer.
 *
 * @param what {@code Type/id}
 * @param version its version if that is a number, for picking the newest; else -1
 */
record Sighting(String what, long version, ChangeHint hint) {
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?([^\"]+)\"?");
  private static final Pattern VERSIONED = Pattern.compile(".*/_history/([^/]+)");

  /** The higher version; of two that count no versions, the later one. */
  static Sighting newer(Sighting first, Sighting second) {
    if (first.version != second.version) {
      return second.version > first.version ? second : first;
    }
    return second.hint.occurredAt().isAfter(first.hint.occurredAt()) ? second : first;
  }

  /** A patient to be read whole; once in a cycle. */
  static Optional<Sighting> ofPatient(String feed, BundleEntryComponent entry, Instant cycle) {
    return Optional.ofNullable(entry.getResource())
        .flatMap(References::patient)
        .map(patient ->
            new Sighting(
                "Patient/" + patient,
                -1,
                new ChangeHint(
                    feed,
                    Optional.of(patient),
                    Optional.empty(),
                    cycle,
                    "Patient/" + patient + "@roster/" + cycle)));
  }

  /** A change or a deletion of something that a chart is made of. */
  static Optional<Sighting> ofChange(
      String feed, BundleEntryComponent entry, ReadTypes types, Instant otherwise) {
    Resource resource = entry.getResource();
    if (resource == null) {
      return isDeletion(entry) ? ofDeletion(feed, entry, types, otherwise) : Optional.empty();
    }
    String id = resource.getIdElement().getIdPart();
    if (id == null || !types.concern(resource.fhirType())) {
      return Optional.empty();
    }
    Instant when =
        Optional.ofNullable(resource.getMeta().getLastUpdated())
            .map(date -> date.toInstant())
            .orElse(otherwise);
    return Optional.of(
        of(
            feed,
            References.patient(resource),
            resource.fhirType() + "/" + id,
            Versions.of(resource),
            when));
  }

  private static boolean isDeletion(BundleEntryComponent entry) {
    return entry.getRequest().getMethod() == HTTPVerb.DELETE;
  }

  /** A deletion has no resource: what it was stands in the address of the request or the entry. */
  private static Optional<Sighting> ofDeletion(
      String feed, BundleEntryComponent entry, ReadTypes types, Instant otherwise) {
    Optional<String> what =
        Optional.ofNullable(entry.getRequest().getUrl())
            .flatMap(References::relative)
            .or(() -> Optional.ofNullable(entry.getFullUrl()).flatMap(References::relative))
            .filter(reference -> types.concern(typeOf(reference)));
    Instant when =
        Optional.ofNullable(entry.getResponse().getLastModified())
            .map(date -> date.toInstant())
            .orElse(otherwise);
    String version =
        version(entry.getResponse().getEtag(), ETAG)
            .or(() -> version(entry.getRequest().getUrl(), VERSIONED))
            .orElse("");
    return what.map(reference -> of(feed, References.patient(reference), reference, version, when));
  }

  static String typeOf(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }

  @SuppressWarnings("NullAway") // HAPI answers null for an absent element.
  private static Optional<String> version(String text, Pattern form) {
    return Optional.ofNullable(text)
        .map(form::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1));
  }

  /** The key does not name the feed: a webhook and a poll tell of the same version. */
  static Sighting of(
      String feed, Optional<PatientId> patient, String what, String version, Instant when) {
    String key = version.isEmpty() ? what + "@" + when : what + "/_history/" + version;
    return new Sighting(
        what, number(version), new ChangeHint(feed, patient, Optional.of(what), when, key));
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException opaque) {
      return -1;
    }
  }
}
