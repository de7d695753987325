package org.trialward.fhir.hl7;

import java.time.Instant;

/**
 * What a message says of itself.
 *
 * @param type e.g. {@code ADT^A01}
 * @param sender MSH-3 and MSH-4, e.g. {@code LAB|ST. ELSEWHERE}
 * @param occurredAt when what it tells was recorded (EVN-2), else when it was written (MSH-7), else
 *     when it came
 * @param dedupKey the same for the same message sent again, another for another one that was given
 *     the same number
 * @param header what its answer repeats
 */
public record Envelope(
    String type, String sender, Instant occurredAt, String dedupKey, Header header) {}
