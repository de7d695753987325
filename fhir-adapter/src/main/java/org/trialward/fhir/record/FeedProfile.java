package org.trialward.fhir.record;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.trialward.fhir.intake.OwnSystems;

/**
 * How one sender writes.
 *
 * @param name of the feed, e.g. {@code adt}
 * @param zone of the sending facility: times without an offset are its wall-clock times
 * @param charset where a message does not say (MSH-18)
 * @param authority whose the record numbers are where a message does not say (PID-3.4)
 * @param recordType the identifier type that names a record (PID-3.5, HL7 table 0203), e.g. MR
 * @param systems local names of code systems, beside those of HL7 table 0396
 * @param units local spellings of units to UCUM, e.g. {@code K/MCL} to {@code 10*3/uL}
 * @param ignored segments to read over without a note, e.g. ZPV
 */
public record FeedProfile(
    String name,
    ZoneId zone,
    Charset charset,
    String authority,
    String recordType,
    OwnSystems systems,
    Map<String, String> units,
    Set<String> ignored) {
  public FeedProfile {
    units = Map.copyOf(units);
    ignored = Set.copyOf(ignored);
  }

  /** One that only has a name and a zone. */
  public static FeedProfile of(String name, ZoneId zone) {
    return of(name, zone, OwnSystems.NONE);
  }

  /** One that also has names of its own for code systems. */
  public static FeedProfile of(String name, ZoneId zone, OwnSystems systems) {
    return new FeedProfile(
        name,
        zone,
        java.nio.charset.StandardCharsets.UTF_8,
        name,
        "MR",
        systems,
        Map.of(),
        Set.of());
  }
}
