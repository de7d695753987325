/**
 * CDS Hooks 2.0: the card a physician sees on opening a patient, and what they answer.
 *
 * <p>Calls are read as trees, because EMRs leave out, nullify and page what they like; answers are
 * records with the field names of the specification. No HTTP here: the application has it. The card
 * must be there in half a second, so it is made of matches that are already known; nothing is
 * evaluated. {@code order-select} gets the same answer as {@code patient-view}: which drugs belong
 * to a trial's field is more than its criteria say.
 *
 * <p>A card proposes and never decides: "may meet criteria – review", every open criterion listed,
 * no patient data in it, one card however many trials.
 */
@NullMarked
package org.trialward.fhir.cds;

import org.jspecify.annotations.NullMarked;
