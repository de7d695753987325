/**
 * From the EMR to charts.
 *
 * <p>Two questions, two halves. <b>Who changed?</b> A {@link org.trialward.fhir.intake.ChangeFeed}
 * polls and a {@link org.trialward.fhir.intake.RestHook} is told; both give {@link
 * org.trialward.fhir.intake.ChangeHint}s. A hint only says "look at this patient": it may come
 * twice, late or out of order, because what counts is always read anew. <b>What does the record
 * say?</b> A {@link org.trialward.fhir.intake.ChartReader} reads a patient or one resource from the
 * EMR, {@link org.trialward.fhir.intake.PatientFiles} reads folders and archives; both give their
 * resources to the one {@link org.trialward.fhir.intake.ChartMapper}.
 *
 * <p>The mapper never throws and never drops in silence: what cannot be used is listed as {@link
 * org.trialward.fhir.intake.Unusable}, without the patient's data. What leaves room in FHIR is
 * decided in {@code docs/readings.md}.
 *
 * <p>A site's own codes stay as they are: they are translated when a chart is matched. {@link
 * org.trialward.fhir.intake.UnmappedCodes} counts those that stand alone.
 *
 * <p>The feed is chosen from what the server offers: its history, which alone shows deletions; else
 * searches by {@code _lastUpdated}; else searches by clinical date; else the list of patients read
 * again and again. One that takes no search without a patient has no feed of changes.
 */
@NullMarked
package org.trialward.fhir.intake;

import org.jspecify.annotations.NullMarked;
