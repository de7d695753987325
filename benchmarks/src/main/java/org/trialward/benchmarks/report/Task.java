package org.trialward.benchmarks.report;

import java.util.List;
import java.util.function.ToLongFunction;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.PatientsOfTrial;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;

/** Work that is timed, one call for each of its inputs. */
public interface Task {

  String name();

  /** How many inputs there are; all tasks of an experiment have the same ones in the same order. */
  int inputs();

  /** Not timed; before every call. */
  void ready(int input);

  /** Timed. */
  void run(int input);

  static <P> Task of(TrialsOfPatient<P> method, List<PatientSnapshot> patients) {
    return new Asking<>(
        method.name(), patients.stream().map(method::prepare).toList(), method::ask, new Answer());
  }

  static <T> Task of(PatientsOfTrial<T> method, List<Trial> trials) {
    return new Asking<>(
        method.name(), trials.stream().map(method::prepare).toList(), method::ask, new Answer());
  }

  /** Work of any kind; what it gives is used, so that the compiler cannot leave it out. */
  static <I> Task of(String name, List<I> inputs, ToLongFunction<? super I> work) {
    return new Working<>(name, inputs, work, new long[1]);
  }

  /** Sums up what the work gives. */
  @SuppressWarnings("ArrayRecordComponent") // identity is never asked
  record Working<I>(String name, List<I> all, ToLongFunction<? super I> work, long[] sum)
      implements Task {
    @Override
    public int inputs() {
      return all.size();
    }

    @Override
    public void ready(int input) {}

    @Override
    public void run(int input) {
      sum[0] += work.applyAsLong(all.get(input));
    }
  }

  /** Asks a method; all calls share one answer, as a program that runs for long would. */
  record Asking<I>(String name, List<I> prepared, Question<I> question, Answer answer)
      implements Task {

    /** A method's timed part. */
    public interface Question<I> {
      void ask(I input, Answer answer);
    }

    @Override
    public int inputs() {
      return prepared.size();
    }

    @Override
    public void ready(int input) {
      answer.clear();
    }

    @Override
    public void run(int input) {
      question.ask(prepared.get(input), answer);
    }
  }
}
