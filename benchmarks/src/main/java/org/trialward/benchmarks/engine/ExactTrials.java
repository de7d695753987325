package org.trialward.benchmarks.engine;

import java.util.List;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;

/** {@link Eligibility#outcome} of every trial that is open: what an answer means. */
public record ExactTrials(List<Trial> trials) implements TrialsOfPatient<PatientSnapshot> {

  /** Whoever fits is noted under the number. */
  static void note(Trial trial, PatientSnapshot patient, int number, Answer answer) {
    switch (Eligibility.outcome(trial, patient)) {
      case ELIGIBLE -> answer.eligible().set(number);
      case POSSIBLE -> answer.possible().set(number);
      case INELIGIBLE -> {}
    }
  }

  @Override
  public String name() {
    return "exact evaluator, trial by trial";
  }

  @Override
  public PatientSnapshot prepare(PatientSnapshot patient) {
    return patient;
  }

  @Override
  public void ask(PatientSnapshot patient, Answer answer) {
    for (int number = 0; number < trials.size(); number++) {
      if (trials.get(number).isOpenOn(patient.asOf())) {
        note(trials.get(number), patient, number, answer);
      }
    }
  }
}
