package org.trialward.benchmarks.peer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.trialward.rules.patient.PatientSnapshot;

/** How often codes occur among patients, estimated from a sample of them. */
final class Rarity {

  /** A code that no patient of the sample carries is not impossible. */
  private static final double UNSEEN = 0.5;

  private final Map<Integer, Integer> patients = new HashMap<>();

  private Rarity() {}

  /** The sample's codes get numbers. */
  static Rarity among(Stream<PatientSnapshot> sample, CodeNumbers codes) {
    Rarity rarity = new Rarity();
    LabNumbers noneAsked = new LabNumbers();
    sample.forEach(patient -> {
      for (int code : LeanPatient.of(patient, codes, noneAsked).codes) {
        rarity.patients.merge(code, 1, Integer::sum);
      }
    });
    return rarity;
  }

  /** The patients of the sample that carry one of these, where no one carries two. */
  double patients(int[] set) {
    double sum = 0;
    for (int code : set) {
      sum += patients(code);
    }
    return sum;
  }

  double patients(int code) {
    return patients.getOrDefault(code, 0) + UNSEEN;
  }

  List<int[]> rarestFirst(List<int[]> sets) {
    return sets.stream().sorted(Comparator.comparingDouble(this::patients)).toList();
  }
}
