package org.trialward.benchmarks.workload;

import java.time.LocalDate;
import java.util.SplittableRandom;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.trial.Trial;

/**
 * A hospital and its trials, drawn from distributions. A trial or patient follows from the seed and
 * its number alone, so that any thread can make any of them at any time.
 */
public final class SyntheticWorkload implements Workload {
  private static final LocalDate AS_OF = LocalDate.of(2026, 1, 15);
  private static final int TRIALS = 1;
  private static final int PATIENTS = 2;

  private final long seed;
  private final SyntheticTrials trials;
  private final SyntheticPatients patients;

  public SyntheticWorkload(long seed) {
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    var conditions = new Concepts("condition", 20_000, 200, 20, random);
    var medications = new Concepts("medication", 5_000, 60, 10, random);
    var procedures = new Concepts("procedure", 5_000, 60, 10, random);
    var laboratory = new Laboratory(random);
    trials = new SyntheticTrials(conditions, medications, procedures, laboratory);
    patients = new SyntheticPatients(AS_OF, conditions, medications, procedures, laboratory);
  }

  @Override
  public String description() {
    return "synthetic, seed " + seed;
  }

  @Override
  public LocalDate asOf() {
    return AS_OF;
  }

  @Override
  public Trial trial(int number) {
    return trials.trial(number, random(TRIALS, number));
  }

  @Override
  public PatientChart patient(int number) {
    return patients.patient(number, random(PATIENTS, number));
  }

  /** {@code 17} as {@code 000017}. */
  static String sixDigits(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, 6 - digits.length())) + digits;
  }

  private SplittableRandom random(int stream, int number) {
    return new SplittableRandom(mix(mix(seed + stream) + number));
  }

  /**
   * Makes neighbouring numbers unrelated.
   *
   * <p>Source: the finalizer of SplitMix64, variant 13 of D. Stafford's "Better Bit Mixing" (2011).
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
