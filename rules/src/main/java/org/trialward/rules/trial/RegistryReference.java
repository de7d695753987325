package org.trialward.rules.trial;

import java.util.Map;

/**
 * The registry's record that the criteria stand for.
 *
 * @param record id of the record
 * @param notCriteria sentence number or field name, and why it holds no rule of its own
 */
public record RegistryReference(String record, Map<String, String> notCriteria) {
  public RegistryReference {
    notCriteria = Map.copyOf(notCriteria);
  }
}
