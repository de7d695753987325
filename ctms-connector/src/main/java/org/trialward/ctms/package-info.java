/**
 * Everything spoken with the trial office and its systems (CTMS).
 *
 * <p>A {@link org.trialward.ctms.CtmsConnector} speaks with one kind of system, one package a kind:
 * {@code screeninglog} drops a file that any system can read, {@code redcap} speaks with a REDCap
 * project, {@code oncore} with OnCore, {@code rpe} with whatever speaks IHE RPE, an EMR too. {@link
 * org.trialward.ctms.Connectors} is the one door to all of them: it knows the connectors by their
 * destination and lets nobody through to a system that holds consented subjects who has not
 * consented.
 *
 * <p>What flows out is a candidate's current state, never the chart and no finding's evidence. No
 * name, no record number, no birth date either, but to a system that registers people by them and
 * that the site allowed to know them ({@link org.trialward.ctms.SubjectDemographics}). What flows
 * back is where the trial office says a person stands ({@link
 * org.trialward.rules.match.CandidateState}). Before consent our own queue has the last word, from
 * consent on the CTMS has. A difference is never settled by overwriting a person's entry.
 *
 * <p>A connector keeps no memory of its own that the other side does not confirm: the outbox says
 * what to deliver, the other side is read to find out what is already there. That makes every
 * delivery safe to repeat, which matters because none of these systems can promise that a request
 * that timed out was not carried out.
 *
 * <p>To add a kind: a package with a settings record that checks itself and masks its secrets, a
 * class that implements {@code CtmsConnector}, and a stub of the other side written from its
 * published contract, in the tests.
 */
@NullMarked
package org.trialward.ctms;

import org.jspecify.annotations.NullMarked;
