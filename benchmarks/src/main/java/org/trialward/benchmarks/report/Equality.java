package org.trialward.benchmarks.report;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.PatientsOfTrial;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/** Whether methods give the same answers, which must be so before they are compared in speed. */
public final class Equality {
  private Equality() {}

  /**
   * Compares every peer with the engine.
   *
   * @param trials ids by number in the workload
   * @throws IllegalStateException that names the first difference
   */
  public static Agreement check(
      TrialsOfPatient<?> engine,
      List<TrialsOfPatient<?>> peers,
      List<PatientSnapshot> patients,
      IntFunction<TrialId> trials) {
    for (PatientSnapshot patient : patients) {
      Answer expected = ask(engine, patient);
      for (TrialsOfPatient<?> peer : peers) {
        boolean both = engine.tellsEligible() && peer.tellsEligible();
        var names = new Names(engine.name(), peer.name());
        compare(
            expected, ask(peer, patient), both, names, n -> pair(trials.apply(n), patient.id()));
      }
    }
    return new Agreement((long) patients.size() * peers.size(), "answers of one patient's trials");
  }

  /**
   * Compares every peer with the engine.
   *
   * @param patients ids by number in the workload
   * @throws IllegalStateException that names the first difference
   */
  public static Agreement check(
      PatientsOfTrial<?> engine,
      List<PatientsOfTrial<?>> peers,
      List<Trial> trials,
      IntFunction<PatientId> patients) {
    for (Trial trial : trials) {
      Answer expected = ask(engine, trial);
      for (PatientsOfTrial<?> peer : peers) {
        var names = new Names(engine.name(), peer.name());
        compare(expected, ask(peer, trial), true, names, n -> pair(trial.id(), patients.apply(n)));
      }
    }
    return new Agreement((long) trials.size() * peers.size(), "answers of one trial's patients");
  }

  /**
   * Compares two functions of the same inputs.
   *
   * @param what the answers, as in "12 answers compared"
   * @throws IllegalStateException that names the first difference
   */
  public static <I, A> Agreement check(
      String what,
      List<I> inputs,
      Function<? super I, String> name,
      Function<? super I, ? extends A> engine,
      Function<? super I, ? extends A> peer) {
    for (I input : inputs) {
      A expected = engine.apply(input);
      A actual = peer.apply(input);
      if (!Objects.equals(expected, actual)) {
        throw difference(new Names("the engine", "the peer"), name.apply(input), expected, actual);
      }
    }
    return new Agreement(inputs.size(), what);
  }

  private record Names(String engine, String peer) {}

  private static <P> Answer ask(TrialsOfPatient<P> method, PatientSnapshot patient) {
    Answer answer = new Answer();
    method.ask(method.prepare(patient), answer);
    method.settle(answer);
    return answer;
  }

  private static <T> Answer ask(PatientsOfTrial<T> method, Trial trial) {
    Answer answer = new Answer();
    method.ask(method.prepare(trial), answer);
    method.settle(answer);
    return answer;
  }

  /**
   * @param both whether ELIGIBLE and POSSIBLE are told apart
   */
  private static void compare(
      Answer expected, Answer actual, boolean both, Names names, IntFunction<String> pair) {
    BitSet differing = expected.fits();
    differing.xor(actual.fits());
    if (both) {
      differing.or(difference(expected.eligible(), actual.eligible()));
      differing.or(difference(expected.possible(), actual.possible()));
    }
    int first = differing.nextSetBit(0);
    if (first >= 0) {
      throw difference(names, pair.apply(first), outcome(expected, first), outcome(actual, first));
    }
  }

  private static BitSet difference(BitSet expected, BitSet actual) {
    BitSet difference = (BitSet) expected.clone();
    difference.xor(actual);
    return difference;
  }

  private static Outcome outcome(Answer answer, int number) {
    if (answer.possible().get(number)) {
      return Outcome.POSSIBLE;
    }
    return answer.eligible().get(number) ? Outcome.ELIGIBLE : Outcome.INELIGIBLE;
  }

  private static String pair(TrialId trial, PatientId patient) {
    return "trial %s, patient %s".formatted(trial, patient);
  }

  private static IllegalStateException difference(
      Names names, String where, Object expected, Object actual) {
    return new IllegalStateException(
        "%s: `%s` says %s, `%s` says %s. Nothing is measured before they agree."
            .formatted(where, names.engine(), expected, names.peer(), actual));
  }
}
