package org.trialward.fhir.record;

import java.time.Instant;
import java.util.Comparator;

/**
 * When something was said. Of two statements made at the same moment the message decides, the same
 * one in whatever order they come: of HL7 v2's the one that was sent later.
 *
 * @param at HL7 v2's EVN-2 or MSH-7, a document's {@code effectiveTime}
 * @param message the message's own key
 */
public record Stamp(Instant at, String message) implements Comparable<Stamp> {
  private static final Comparator<Stamp> ORDER =
      Comparator.comparing(Stamp::at).thenComparing(Stamp::message);

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }
}
