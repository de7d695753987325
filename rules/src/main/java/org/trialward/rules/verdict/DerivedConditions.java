package org.trialward.rules.verdict;

import static org.trialward.rules.verdict.Given.NO;
import static org.trialward.rules.verdict.Given.YES;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.Occurred;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.verdict.Evidence.Observed;

/** What a formula counts as there or not there. What is not recorded is not there. */
final class DerivedConditions {

  /** OPTN's exception for MELD: at least twice in the week before. */
  private static final Window WEEK = Window.last(7, CalendarUnit.DAYS);

  private static final int DIALYSES = 2;

  private DerivedConditions() {}

  /** Formulas know two sexes; where the record says neither, both are tried. */
  static Given female(Optional<Sex> sex) {
    List<BigDecimal> both = List.of(NO, YES);
    List<BigDecimal> possible =
        sex.map(s ->
                switch (s) {
                  case FEMALE -> List.of(YES);
                  case MALE -> List.of(NO);
                  case OTHER -> both;
                })
            .orElse(both);
    return new Given(possible, List.of(), List.of(), Outlook.OPEN_TO_RESULTS);
  }

  static Given dialysis(ValueSet set, PatientSnapshot patient) {
    var lately = new Underwent(set, Optional.of(WEEK), Silence.MEANS_NO);
    return present(Eligibility.answer(new Occurred(DIALYSES, lately), patient));
  }

  static Given ever(ValueSet set, PatientSnapshot patient) {
    return present(diagnosed(set, Presence.EVER, patient));
  }

  /**
   * The highest grade that is present; what is not recorded is grade 0.
   *
   * @param sets of the grades from 1
   */
  static Given grade(List<ValueSet> sets, PatientSnapshot patient) {
    List<BigDecimal> possible = List.of(NO);
    List<Observed> seen = new ArrayList<>();
    List<Evidence> assumed = new ArrayList<>();
    List<Outlook> outlooks = new ArrayList<>();
    BigDecimal grade = NO;
    for (ValueSet set : sets) {
      Answer answer = diagnosed(set, Presence.CURRENT, patient);
      grade = grade.add(BigDecimal.ONE);
      possible = withGrade(grade, answer, possible);
      seen.addAll(seen(answer));
      assumed.addAll(assumed(answer));
      outlooks.add(answer.outlook());
    }
    return new Given(possible, seen, assumed, outlooks.stream().reduce(Outlook.FINAL, Outlook::or));
  }

  private static List<BigDecimal> withGrade(
      BigDecimal grade, Answer answer, List<BigDecimal> lower) {
    return switch (answer.truth()) {
      case TRUE -> List.of(grade);
      case FALSE -> lower;
      case UNKNOWN -> Stream.concat(lower.stream(), Stream.of(grade)).toList();
    };
  }

  private static Answer diagnosed(ValueSet set, Presence presence, PatientSnapshot patient) {
    return Events.answer(
        new Diagnosed(
            set,
            presence,
            Certainty.CONFIRMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Silence.MEANS_NO),
        patient);
  }

  private static Given present(Answer answer) {
    return new Given(
        withGrade(YES, answer, List.of(NO)), seen(answer), assumed(answer), answer.outlook());
  }

  private static List<Evidence> assumed(Answer answer) {
    return answer.evidence().stream().filter(Evidence.AssumedAbsent.class::isInstance).toList();
  }

  private static List<Observed> seen(Answer answer) {
    return answer.evidence().stream()
        .flatMap(evidence ->
            switch (evidence) {
              case Evidence.Supporting(var observed) -> Stream.of(observed);
              case Evidence.Inconclusive(var observed, _) -> Stream.of(observed);
              default -> Stream.<Observed>empty();
            })
        .toList();
  }
}
