/**
 * Everything spoken with the EMR: FHIR R4, HL7 v2, C-CDA and CDS Hooks.
 *
 * <p>The rooms: {@code emr} is the connection and what the other side can do; {@code intake} turns
 * changes and resources into charts, {@code bulk} many at once; {@code record} is what messages and
 * documents say of patients, which {@code hl7} and {@code cda} read; {@code subject} hands
 * candidates back; {@code cds} answers the physician's screen. {@code emr} knows none of the
 * others; who reads knows {@code intake}, and no other reader.
 */
@NullMarked
package org.trialward.fhir;

import org.jspecify.annotations.NullMarked;
