package org.trialward.benchmarks.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.PatientsOfTrial;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;

/**
 * {@link Eligibility#outcome} of every patient, worked out beforehand for some trials: a patient is
 * made once for all of them. For comparison, not for measurement.
 */
public final class ExactPatients implements PatientsOfTrial<Trial> {
  private final Map<TrialId, Answer> answers = new HashMap<>();

  /**
   * Patients of the workload under their numbers. O(patients x trials).
   *
   * @param isThere which of them there are
   */
  public ExactPatients(Workload workload, int patients, IntPredicate isThere, List<Trial> trials) {
    List<Trial> asked =
        trials.stream()
            .filter(trial -> trial.dossier().objection(workload.asOf()).isEmpty())
            .toList();
    trials.forEach(trial -> answers.put(trial.id(), new Answer()));
    IntStream.range(0, patients)
        .parallel()
        .filter(isThere)
        .forEach(number -> {
          PatientSnapshot patient = workload.patient(number).asOf(workload.asOf());
          for (Trial trial : asked) {
            Answer one = new Answer();
            ExactTrials.note(trial, patient, 0, one);
            if (!one.fits().isEmpty()) {
              note(number, one, answer(trial));
            }
          }
        });
  }

  private static void note(int number, Answer one, Answer all) {
    synchronized (all) {
      all.eligible().set(number, one.eligible().get(0));
      all.possible().set(number, one.possible().get(0));
    }
  }

  private Answer answer(Trial trial) {
    return Objects.requireNonNull(answers.get(trial.id()));
  }

  @Override
  public String name() {
    return "exact evaluator, patient by patient";
  }

  @Override
  public Trial prepare(Trial trial) {
    return trial;
  }

  @Override
  public void ask(Trial trial, Answer answer) {
    answer.eligible().or(answer(trial).eligible());
    answer.possible().or(answer(trial).possible());
  }
}
