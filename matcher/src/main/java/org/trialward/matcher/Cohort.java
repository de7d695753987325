package org.trialward.matcher;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.verdict.Outcome;

/** The patients who fit or could fit one trial, without evidence, as one view saw them. */
public final class Cohort {
  private final PopulationView view;
  private int[] docs = new int[64];
  private boolean[] eligible = new boolean[64];
  private int size;
  private int eligibleCount;

  Cohort(PopulationView view) {
    this.view = view;
  }

  void add(int doc, boolean isEligible) {
    if (size == docs.length) {
      docs = Arrays.copyOf(docs, 2 * size);
      eligible = Arrays.copyOf(eligible, 2 * size);
    }
    docs[size] = doc;
    eligible[size] = isEligible;
    size++;
    eligibleCount += isEligible ? 1 : 0;
  }

  public int size() {
    return size;
  }

  /** How many of them nothing speaks against and nothing is open of. */
  public int eligible() {
    return eligibleCount;
  }

  /** How many of them something is open of. */
  public int possible() {
    return size - eligibleCount;
  }

  /** As long as the view is open. */
  public PatientId patient(int place) {
    return view.id(docs[place]);
  }

  /** ELIGIBLE or POSSIBLE. */
  public Outcome outcome(int place) {
    return eligible[place] ? Outcome.ELIGIBLE : Outcome.POSSIBLE;
  }

  /** The patient's number in the view; another view counts otherwise. */
  int doc(int place) {
    return docs[place];
  }

  /** By patient, as long as the view is open. */
  public Map<PatientId, Outcome> byPatient() {
    Map<PatientId, Outcome> all = new TreeMap<>(Comparator.comparing(PatientId::value));
    for (int i = 0; i < size; i++) {
      all.put(patient(i), outcome(i));
    }
    return all;
  }
}
