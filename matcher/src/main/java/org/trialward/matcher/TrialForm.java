package org.trialward.matcher;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.rules.trial.Trial;

/**
 * A trial as the index asks it. A patient is surely INELIGIBLE who has no entry that may meet one
 * of the clauses, or one that surely meets an exclusion, or who fails a test.
 *
 * @param clauses sets of terms, each of which the patient must meet by one entry
 * @param excluded a patient with an entry that surely meets one of these is out
 * @param touched where an entry may meet one of these, only the exact evaluator knows
 * @param tests what a survivor is asked, see {@link Tests}
 * @param letThrough criteria that the index cannot use, with the reason
 * @param burden what makes the trial costly for the index; empty for an ordinary one
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked
record TrialForm(
    Trial trial,
    List<Set<Term>> clauses,
    Set<Term> excluded,
    Set<Term> touched,
    long[] tests,
    List<String> letThrough,
    List<String> burden) {

  /** More of them would skip little. */
  static final int MOST_CLAUSES = 3;

  Stream<Term> terms() {
    return Stream.of(clauses.stream(), Stream.of(excluded, touched))
        .flatMap(sets -> sets)
        .flatMap(Set::stream);
  }
}
