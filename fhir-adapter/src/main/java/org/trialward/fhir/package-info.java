/**
 * Everything spoken with the EMR, in FHIR R4 and CDS Hooks.
 *
 * <p>Four rooms: {@code emr} is the connection and what the other side can do; {@code intake} turns
 * changes and resources into charts; {@code subject} hands candidates back; {@code cds} answers the
 * physician's screen. {@code emr} knows none of the others, and the other three know only {@code
 * emr} and the rules.
 */
@NullMarked
package org.trialward.fhir;

import org.jspecify.annotations.NullMarked;
