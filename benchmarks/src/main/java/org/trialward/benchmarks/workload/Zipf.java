package org.trialward.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * Ranks from 0, the rank {@code r} as often as {@code 1 / (r + shift)}. Drawn in O(1) by the alias
 * method.
 *
 * <p>Source: M. D. Vose, A linear algorithm for generating random numbers with a given
 * distribution, IEEE Transactions on Software Engineering 17 (1991) 972.
 */
final class Zipf {
  private final double[] accept;
  private final int[] alias;

  Zipf(int ranks, double shift) {
    double[] weight = new double[ranks];
    double sum = 0;
    for (int r = 0; r < ranks; r++) {
      weight[r] = 1 / (r + shift);
      sum += weight[r];
    }
    for (int r = 0; r < ranks; r++) {
      weight[r] *= ranks / sum;
    }
    accept = weight;
    alias = new int[ranks];
    lendToTheRare();
  }

  int rank(SplittableRandom random) {
    double at = random.nextDouble() * alias.length;
    int column = (int) at;
    return at - column < accept[column] ? column : alias[column];
  }

  /** Fills every rank's column up to one with what a more frequent rank has above one. */
  private void lendToTheRare() {
    int[] rare = new int[alias.length];
    int[] frequent = new int[alias.length];
    int rares = 0;
    int frequents = 0;
    for (int r = 0; r < alias.length; r++) {
      alias[r] = r;
      if (accept[r] < 1) {
        rare[rares++] = r;
      } else {
        frequent[frequents++] = r;
      }
    }
    while (rares > 0 && frequents > 0) {
      int borrower = rare[--rares];
      int lender = frequent[frequents - 1];
      alias[borrower] = lender;
      accept[lender] -= 1 - accept[borrower];
      if (accept[lender] < 1) {
        frequents--;
        rare[rares++] = lender;
      }
    }
  }
}
