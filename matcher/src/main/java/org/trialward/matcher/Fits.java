package org.trialward.matcher;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Outcome;

/**
 * The trials that a patient fits or could fit, in no particular order and without evidence: {@link
 * Matcher#evaluate} tells why.
 */
public final class Fits {
  private static final int MANY = 4096;

  private Trial[] trials = new Trial[MANY];
  private boolean[] eligible = new boolean[MANY];
  private int size;

  Fits() {}

  void add(Trial trial, boolean isEligible) {
    if (size == trials.length) {
      trials = Arrays.copyOf(trials, 2 * size);
      eligible = Arrays.copyOf(eligible, 2 * size);
    }
    trials[size] = trial;
    eligible[size] = isEligible;
    size++;
  }

  public int size() {
    return size;
  }

  public Trial trial(int place) {
    return trials[place];
  }

  /** ELIGIBLE or POSSIBLE. */
  public Outcome outcome(int place) {
    return eligible[place] ? Outcome.ELIGIBLE : Outcome.POSSIBLE;
  }

  /** One trial and its outcome. */
  public record Fit(Trial trial, Outcome outcome) {}

  /** By trial id. O(n log n). */
  public List<Fit> sorted() {
    return stream().sorted(Comparator.comparing(fit -> fit.trial().id())).toList();
  }

  Stream<Fit> stream() {
    return IntStream.range(0, size).mapToObj(i -> new Fit(trials[i], outcome(i)));
  }
}
