/**
 * From candidates to the EMR: what a physician or a study office sees there.
 *
 * <p>One {@link org.trialward.fhir.subject.WriteBack} a kind of record, because no mainstream EMR
 * takes them all; {@link org.trialward.fhir.subject.WriteBacks} picks what the site's server
 * accepts.
 *
 * <p>The law of writing: every record carries our identifier; it is searched for before anything is
 * created, always, so that a retry after a lost answer finds it; it is changed only in the version
 * that was read; it is withdrawn by a change, never deleted; and where nothing changed nothing is
 * written. What a record says about the patient is that a trial may be worth a look, and nothing
 * else.
 */
@NullMarked
package org.trialward.fhir.subject;

import org.jspecify.annotations.NullMarked;
