package org.trialward.benchmarks.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;

/** What the exact evaluator answered of some patients, asked beforehand by all threads. */
record Remembered(Map<PatientId, Answer> answers) implements TrialsOfPatient<PatientId> {
  static Remembered of(ExactTrials exact, List<PatientSnapshot> patients) {
    Map<PatientId, Answer> answers = new ConcurrentHashMap<>();
    patients.parallelStream()
        .forEach(patient -> {
          Answer answer = new Answer();
          exact.ask(patient, answer);
          answers.put(patient.id(), answer);
        });
    return new Remembered(answers);
  }

  @Override
  public String name() {
    return "exact evaluator, trial by trial";
  }

  @Override
  public PatientId prepare(PatientSnapshot patient) {
    return patient.id();
  }

  @Override
  public void ask(PatientId patient, Answer answer) {
    Answer known = Objects.requireNonNull(answers.get(patient));
    answer.eligible().or(known.eligible());
    answer.possible().or(known.possible());
  }
}
