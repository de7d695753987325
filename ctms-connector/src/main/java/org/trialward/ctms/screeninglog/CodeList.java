package org.trialward.ctms.screeninglog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Sex;

/** What the coded fields of an export may say, with words for people. */
enum CodeList {
  STATE("State"),
  OUTCOME("What the engine says"),
  PRESCREEN("Prescreen outcome"),
  RESULT("Result of a criterion"),
  SEX("Administrative sex"),
  YES_NO("Yes or no");

  private final String label;

  CodeList(String label) {
    this.label = label;
  }

  String oid() {
    return "CL." + name();
  }

  String label() {
    return label;
  }

  /** Codes and what they mean. */
  SequencedMap<String, String> items() {
    return switch (this) {
      case STATE -> spelled(CandidateState.values());
      case SEX -> spelled(Sex.values());
      case YES_NO -> ordered("Y", "yes", "N", "no");
      case OUTCOME ->
          ordered(
              "ELIGIBLE", "nothing speaks against, nothing is open",
              "POSSIBLE", "nothing speaks against, something is open",
              "INELIGIBLE", "at least one criterion speaks against");
      case PRESCREEN ->
          ordered(
              "OPEN", "not decided yet",
              "PASSED", "a person confirmed or referred the candidate",
              "FAILED", "rejected, or no longer fits",
              "REFUSED", "the patient does not want to");
      case RESULT ->
          ordered("MET", "lets the patient in", "OPEN", "not known", "AGAINST", "keeps them out");
    };
  }

  private static SequencedMap<String, String> spelled(Enum<?>[] values) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    Arrays.stream(values)
        .forEach(value ->
            items.put(value.name(), value.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return items;
  }

  private static SequencedMap<String, String> ordered(String... codesAndWords) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (int i = 0; i < codesAndWords.length; i += 2) {
      items.put(codesAndWords[i], codesAndWords[i + 1]);
    }
    return items;
  }
}
