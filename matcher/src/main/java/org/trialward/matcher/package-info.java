/**
 * Many trials and many patients at once. {@link org.trialward.matcher.Matcher} finds the trials of
 * a patient, {@link org.trialward.matcher.Population} the patients of a trial.
 *
 * <p>Both put a trial into one {@code TrialForm}: clauses of which the patient must meet one term
 * each, exclusions, and a row of tests for those who remain. A term is a code with what is asked of
 * its {@link org.trialward.rules.verdict.Standing}. Whatever a form cannot say is asked of {@link
 * org.trialward.rules.verdict.Eligibility} itself, so that nothing here defines what a criterion
 * means. Lucene holds the terms; its postings become bit sets that are intersected.
 *
 * <p>The law: an index answers as evaluating every pair would. Property tests hold it to that.
 */
@NullMarked
package org.trialward.matcher;

import org.jspecify.annotations.NullMarked;
