/**
 * CDS Hooks 2.0: the card a physician sees on opening a patient.
 *
 * <p>Records with the field names of the specification, and one function from matches to a card. No
 * HTTP and no JSON here: the application has both. The card must be there in half a second, so it
 * is made of matches that are already known; nothing is evaluated.
 *
 * <p>A card proposes and never decides: "may meet criteria – review", every open criterion listed,
 * no patient data in it, one card however many trials.
 */
@NullMarked
package org.trialward.fhir.cds;

import org.jspecify.annotations.NullMarked;
