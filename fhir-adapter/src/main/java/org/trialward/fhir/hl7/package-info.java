/**
 * HL7 v2: what the hospital's interface engine sends, and what it is answered.
 *
 * <p>A {@link org.trialward.fhir.hl7.MessageDesk} takes a frame from the wire and says at once
 * whether it is a message, whose and of when, so that it can be stored before it is acknowledged. A
 * {@link org.trialward.fhir.hl7.MessageReader} reads what was stored: the records that it concerns
 * and what it says of them, each under a reference that is the same when it is said again.
 *
 * <p>Messages are read as flat lists of segments, in the order in which they stand. Real ones
 * seldom keep to the grammar of their type, and what they mean is in their segments. HAPI's parser
 * serves the tests as the second opinion: its generic messages take time that grows with the square
 * of the segments (8,000 OBX with a note each: five seconds), so a sender could stall the feed.
 *
 * <p>Nothing here throws for what a message holds, nothing takes longer than in proportion to its
 * size, and nothing is logged: a message is a patient. Causes and notes name the field and the
 * remedy; beyond that they hold a unit or a code at most.
 */
@NullMarked
package org.trialward.fhir.hl7;

import org.jspecify.annotations.NullMarked;
