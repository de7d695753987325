/**
 * From candidates to the EMR: what a physician or a study office sees there.
 *
 * <p>One {@link org.trialward.fhir.subject.WriteBack} a kind of record, because no mainstream EMR
 * takes them all. A {@link org.trialward.fhir.subject.WriteBackPlan} says what the site prefers,
 * {@link org.trialward.fhir.subject.WriteBacks} picks what its server accepts. The subject of the
 * study and the study's screening list stand beside that choice: they are for the study office.
 *
 * <p>The law of writing, kept in one place ({@code Records}): every record carries our identifier,
 * as an identifier and as a tag; it is searched for before anything is created, always, so that a
 * retry after a lost answer finds it, and what does not bear the identifier is never touched; where
 * a kind of record cannot be found again it is not written. It is changed only in the version that
 * was read; it is withdrawn by a change, never deleted; and where nothing changed nothing is
 * written. What a record says about the patient is that a trial may be worth a look, and nothing
 * else.
 */
@NullMarked
package org.trialward.fhir.subject;

import org.jspecify.annotations.NullMarked;
