package org.trialward.fhir.hl7;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is read of a kind of message.
 *
 * @param person how much of PID
 * @param segments those that hold facts
 */
record Content(Portion person, Set<String> segments) {

  /**
   * How much of PID is believed. What comes with a result or an order was copied when it was
   * ordered: a name or a birth date is no worse for that, but an address may be old and the patient
   * no longer alive.
   */
  enum Portion {
    NONE,
    IDENTITY,
    ALL
  }

  /** Nothing but that something happened to the patient. */
  static final Content EVENT = new Content(Portion.NONE, Set.of());

  private static final Set<String> DRUGS = Set.of("RXO", "RXE", "RXD", "RXC", "TQ1");

  private static final Map<String, Content> BY_CODE = byCode();

  private static Map<String, Content> byCode() {
    Map<String, Content> all = new HashMap<>();
    all.put("ADT", new Content(Portion.ALL, Set.of("DG1", "AL1", "IAM", "PR1", "OBX")));
    for (String code : Set.of("BAR", "DFT")) {
      all.put(code, new Content(Portion.IDENTITY, Set.of("DG1", "AL1", "PR1", "OBX")));
    }
    all.put("REF", new Content(Portion.IDENTITY, referral()));
    all.put("PPR", new Content(Portion.IDENTITY, Set.of("PRB", "OBX")));
    for (String code : Set.of("ORU", "OUL")) {
      all.put(code, new Content(Portion.IDENTITY, Set.of("OBX")));
    }
    all.put("VXU", new Content(Portion.ALL, Set.of("RXA", "OBX")));
    all.put("RAS", new Content(Portion.IDENTITY, Set.of("RXA", "OBX")));
    for (String code : Set.of("RDE", "RDS", "OMP", "ORP", "RRE", "RRD")) {
      all.put(code, new Content(Portion.IDENTITY, DRUGS));
    }
    all.put("ORM", new Content(Portion.NONE, DRUGS)); // drug orders too, before version 2.4
    for (String code :
        Set.of("OML", "OMG", "OMI", "OMS", "OMD", "OMN", "ORL", "ORG", "ORR", "SIU", "MDM")) {
      all.put(code, EVENT);
    }
    all.put("RGV", EVENT);
    return Map.copyOf(all);
  }

  /** With the problems and medicines that Australia's localisation adds. */
  private static Set<String> referral() {
    Set<String> segments = new HashSet<>(DRUGS);
    segments.addAll(Set.of("DG1", "PRB", "AL1", "IAM", "PR1", "OBX"));
    return segments;
  }

  /** Empty for what is not read at all. */
  static Optional<Content> of(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  boolean has(Segment segment) {
    return segments.contains(segment.name());
  }
}
