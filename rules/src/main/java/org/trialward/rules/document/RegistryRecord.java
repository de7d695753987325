package org.trialward.rules.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trial registry says about who may join, e.g. from ClinicalTrials.gov's API v2.
 *
 * @param eligibilityText {@code eligibilityModule.eligibilityCriteria}
 * @param fields {@code minimumAge}, {@code maximumAge} and {@code sex} as written, where they
 *     restrict anything
 */
public record RegistryRecord(
    String id, String title, String eligibilityText, Map<String, String> fields) {

  /** The structured fields that a trial file must account for beside the sentences. */
  public static final List<String> FIELDS = List.of("minimumAge", "maximumAge", "sex");

  public RegistryRecord {
    fields = Map.copyOf(fields);
  }

  /**
   * Every part that a trial file must account for: sentence numbers and field names, with their
   * text, in order.
   */
  public Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    List<String> sentences = Sentences.of(eligibilityText);
    for (int i = 0; i < sentences.size(); i++) {
      parts.put(String.valueOf(i + 1), sentences.get(i));
    }
    for (String field : FIELDS) {
      String value = fields.get(field);
      if (value != null) {
        parts.put(field, value);
      }
    }
    return parts;
  }
}
