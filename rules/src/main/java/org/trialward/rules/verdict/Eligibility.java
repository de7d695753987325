package org.trialward.rules.verdict;

import java.util.List;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Alive;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Event;
import org.trialward.rules.criterion.Characteristic.Followed;
import org.trialward.rules.criterion.Characteristic.LivesIn;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Speaks;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/**
 * The exact evaluator: the single definition of what a criterion means. A pure function of trial
 * and snapshot; O(criteria x facts that carry their codes).
 */
public final class Eligibility {
  private Eligibility() {}

  /** Every criterion of the trial, answered from this chart on its reference date. */
  public static Verdict of(Trial trial, PatientSnapshot patient) {
    return new Assessment(patient).of(trial);
  }

  /**
   * What a chart answers to one characteristic, without the evidence: asks no further than needed.
   */
  public static Truth truth(Characteristic characteristic, PatientSnapshot patient) {
    return switch (characteristic) {
      case AllOf(var parts) -> Truth.ofAll(parts, part -> truth(part, patient));
      case AnyOf(var parts) -> Truth.ofAny(parts, part -> truth(part, patient));
      case AtLeast(var count, var parts) ->
          Truth.ofAtLeast(count, parts, part -> truth(part, patient));
      case Not(var part) -> truth(part, patient).not();
      default -> answer(characteristic, patient).truth();
    };
  }

  /** Whether and how that answer can change. */
  public static Outlook outlook(Characteristic characteristic, PatientSnapshot patient) {
    return answer(characteristic, patient).outlook();
  }

  /**
   * What the findings of a trial add up to, without them: stops at the first criterion that speaks
   * against.
   */
  public static Outcome outcome(Trial trial, PatientSnapshot patient) {
    if (isDeceased(patient)) {
      return Outcome.INELIGIBLE;
    }
    Truth fits = Truth.TRUE;
    for (EligibilityCriterion criterion : trial.criteria()) {
      fits = fits.and(criterion.favours(truth(criterion.when(), patient)));
      if (fits == Truth.FALSE) {
        return Outcome.INELIGIBLE;
      }
    }
    return fits == Truth.TRUE ? Outcome.ELIGIBLE : Outcome.POSSIBLE;
  }

  /** Whether the record says that the patient died, so that no trial fits. */
  public static boolean isDeceased(PatientSnapshot patient) {
    return VitalStatus.impliedFinding(patient).isPresent();
  }

  /** Criteria that no trial file states because every trial means them. */
  public static List<EligibilityCriterion> impliedCriteria() {
    return List.of(VitalStatus.DECEASED);
  }

  static Answer answer(Characteristic characteristic, PatientSnapshot patient) {
    return switch (characteristic) {
      case AllOf(var parts) -> Answer.allOf(answerEach(parts, patient));
      case AnyOf(var parts) -> Answer.anyOf(answerEach(parts, patient));
      case AtLeast(var count, var parts) -> Answer.atLeast(count, answerEach(parts, patient));
      case Not(var part) -> answer(part, patient).negated();
      case Age(var range, var at) -> Ages.answer(range, at, patient);
      case SexIs(var sex) -> Sexes.answer(sex, patient);
      case Alive _ -> VitalStatus.isAlive(patient);
      case LivesIn asked -> Residences.answer(asked, patient);
      case Speaks asked -> Languages.answer(asked, patient);
      case Event event -> Events.answer(event, patient);
      case Occurred asked ->
          RacePair.answer(
              patient, member -> Occurrences.answer(asked, member, patient), asked.of());
      case Followed asked ->
          RacePair.answer(
              patient,
              member -> Sequences.answer(asked, member, patient),
              asked.first(),
              asked.then());
      case NeedsAPerson(var why) ->
          Answer.of(Truth.UNKNOWN, new Evidence.PersonNeeded(why), Outlook.OPEN_TO_RESULTS);
      case NotYetSupported(var what) ->
          Answer.of(Truth.UNKNOWN, new Evidence.Unsupported(what), Outlook.OPEN_TO_RESULTS);
    };
  }

  private static List<Answer> answerEach(List<Characteristic> parts, PatientSnapshot patient) {
    return Some.each(parts, part -> answer(part, patient));
  }
}
