package org.trialward.matcher;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Reason;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;

/**
 * Two versions of one trial. Criteria are paired by id; one that asks the same in both answers the
 * same, so that it neither turns anybody away nor opens a question.
 *
 * @param dropped criteria of the version before that are gone or ask otherwise after
 * @param added criteria of the version after that are new or asked otherwise before
 * @param kept criteria that ask the same in both
 */
record Versions(
    Trial before,
    Trial after,
    List<EligibilityCriterion> dropped,
    List<EligibilityCriterion> added,
    List<EligibilityCriterion> kept) {

  static Versions of(Trial before, Trial after) {
    if (!before.id().equals(after.id())) {
      throw new IllegalArgumentException(
          "`%s` and `%s` are two trials, not two versions of one."
              .formatted(before.id(), after.id()));
    }
    return new Versions(
        before,
        after,
        before.criteria().stream().filter(Predicate.not(standsIn(after))).toList(),
        after.criteria().stream().filter(Predicate.not(standsIn(before))).toList(),
        after.criteria().stream().filter(standsIn(before)).toList());
  }

  private static Predicate<EligibilityCriterion> standsIn(Trial other) {
    return criterion ->
        other.criteria().stream()
            .anyMatch(same ->
                same.id().equals(criterion.id())
                    && same.kind() == criterion.kind()
                    && same.when().equals(criterion.when()));
  }

  /** Whether nobody can be answered otherwise on that day. */
  boolean askTheSame(LocalDate asOf) {
    return dropped.isEmpty()
        && added.isEmpty()
        && before.dossier().objection(asOf).isPresent()
            == after.dossier().objection(asOf).isPresent();
  }

  AskedCodes asked() {
    return AskedCodes.of(
        Stream.concat(dropped.stream(), after.criteria().stream())
            .map(EligibilityCriterion::when)
            .toList());
  }

  /** The criteria that now speak against somebody whom none spoke against before. */
  List<String> against(PatientSnapshot patient) {
    return added.stream()
        .filter(answered(Truth.FALSE, patient))
        .map(EligibilityCriterion::id)
        .toList();
  }

  /** How somebody who fits or could fit does so otherwise than before. */
  Optional<Changed> change(PatientSnapshot patient, Outcome was, Outcome is) {
    Set<String> openBefore = open(dropped, patient);
    Set<String> openAfter = open(added, patient);
    if (was == is && openBefore.equals(openAfter)) {
      return Optional.empty();
    }
    Set<String> openInBoth = open(kept, patient);
    openBefore.addAll(openInBoth);
    openAfter.addAll(openInBoth);
    return Optional.of(
        new Changed(
            patient.id(),
            new Reason(was, inOrder(before, openBefore)),
            new Reason(is, inOrder(after, openAfter))));
  }

  private static Set<String> open(List<EligibilityCriterion> criteria, PatientSnapshot patient) {
    return criteria.stream()
        .filter(answered(Truth.UNKNOWN, patient))
        .map(EligibilityCriterion::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Predicate<EligibilityCriterion> answered(Truth truth, PatientSnapshot patient) {
    return criterion -> criterion.favours(Eligibility.truth(criterion.when(), patient)) == truth;
  }

  private static List<String> inOrder(Trial trial, Set<String> ids) {
    return trial.criteria().stream().map(EligibilityCriterion::id).filter(ids::contains).toList();
  }
}
