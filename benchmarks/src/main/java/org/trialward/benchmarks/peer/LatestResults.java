package org.trialward.benchmarks.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.trialward.benchmarks.peer.LeanTrial.Test;
import org.trialward.rules.logic.Truth;

/** The latest results of many patients, by number, beside an index of their codes. */
final class LatestResults {

  /** Patients in one block; the arrays of a block are as long as they need to be. */
  private static final int PATIENTS = 1024;

  private final List<Block> blocks = new ArrayList<>();
  private final BitSet ofUnknownAge = new BitSet();
  private final BitSet ofUnknownSex = new BitSet();
  private int patients;

  /** The next patient. */
  void add(LeanPatient patient) {
    ofUnknownAge.set(patients, patient.age == LeanPatient.NO_AGE);
    ofUnknownSex.set(patients, patient.sex.isEmpty());
    if (patients % PATIENTS == 0) {
      if (!blocks.isEmpty()) {
        blocks.getLast().trim();
      }
      blocks.add(new Block());
    }
    blocks.getLast().add(patients % PATIENTS, patient);
    patients++;
  }

  /** For a patient against whom codes, age and sex do not speak. */
  Truth check(LeanTrial trial, int patient) {
    boolean open =
        trial.needsPerson()
            || (trial.asksAge() && ofUnknownAge.get(patient))
            || (trial.sex().isPresent() && ofUnknownSex.get(patient));
    Truth all = open ? Truth.UNKNOWN : Truth.TRUE;
    Block block = blocks.get(patient / PATIENTS);
    for (Test test : trial.tests()) {
      all = all.and(block.check(patient % PATIENTS, test));
      if (all == Truth.FALSE) {
        return all;
      }
    }
    return all;
  }

  long bytes() {
    return blocks.stream().mapToLong(Block::bytes).sum();
  }

  private static final class Block {
    private static final int EXPECTED = 80;

    /** Where a patient's results begin; those of the next end them. */
    private final int[] starts = new int[PATIENTS + 1];

    /** Ascending within a patient. */
    private char[] labs = new char[PATIENTS * EXPECTED];

    private double[] values = new double[PATIENTS * EXPECTED];
    private char[] daysAgo = new char[PATIENTS * EXPECTED];

    void add(int patient, LeanPatient lean) {
      int end = starts[patient];
      for (int lab = 0; lab < lean.values.length; lab++) {
        if (!Double.isNaN(lean.values[lab])) {
          if (end == labs.length) {
            resize(2 * end);
          }
          labs[end] = (char) lab;
          values[end] = lean.values[lab];
          daysAgo[end] = (char) Math.min(lean.daysAgo[lab], Character.MAX_VALUE);
          end++;
        }
      }
      starts[patient + 1] = end;
      Arrays.fill(starts, patient + 1, starts.length, end);
    }

    void trim() {
      resize(starts[PATIENTS]);
    }

    private void resize(int length) {
      labs = Arrays.copyOf(labs, length);
      values = Arrays.copyOf(values, length);
      daysAgo = Arrays.copyOf(daysAgo, length);
    }

    Truth check(int patient, Test test) {
      int at = Arrays.binarySearch(labs, starts[patient], starts[patient + 1], (char) test.lab());
      return at < 0 ? Truth.UNKNOWN : LeanCheck.passes(test, values[at], daysAgo[at]);
    }

    long bytes() {
      return (long) Integer.BYTES * starts.length
          + (long) (2 * Character.BYTES + Double.BYTES) * labs.length;
    }
  }
}
