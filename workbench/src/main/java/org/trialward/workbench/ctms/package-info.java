/**
 * Answers back: what the trial office's systems report about a candidate, and the steps that a
 * coordinator takes from the first contact to the end of the study.
 *
 * <p>A report comes in by polling ({@link org.trialward.workbench.ctms.CtmsPolling}) or by a knock
 * at a door of ours ({@code /ctms/redcap} and {@code /ctms/rpe}). Each is stored, then judged: who
 * is meant, what the word means at this site ({@link org.trialward.workbench.ctms.StatusWords}),
 * and whether the CTMS may take that step. What cannot be settled becomes a task for a person;
 * nothing that a person said is overwritten.
 */
@NullMarked
package org.trialward.workbench.ctms;

import org.jspecify.annotations.NullMarked;
