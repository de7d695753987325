/**
 * The connection to the EMR's FHIR server, and what that server says it can do.
 *
 * <p>{@link org.trialward.fhir.emr.Emr} is the only class that talks to that server. Each request
 * passes its governor, which keeps to {@link org.trialward.fhir.emr.Limits}, waits while the EMR is
 * to be left alone ({@link org.trialward.fhir.emr.StayAway}) and stops when nobody answers; its
 * token comes from a {@link org.trialward.fhir.emr.TokenSource}. Every failure leaves as one {@link
 * org.trialward.fhir.emr.EmrException} with a category, so that retrying is decided in one place.
 * No message carries a response's body: an error text of an EMR may hold a patient.
 *
 * <p>{@link org.trialward.fhir.emr.EmrCapabilities} is read from {@code /metadata} of the site's
 * own server, never assumed: what a vendor's sandbox offers, a tenant often does not.
 */
@NullMarked
package org.trialward.fhir.emr;

import org.jspecify.annotations.NullMarked;
