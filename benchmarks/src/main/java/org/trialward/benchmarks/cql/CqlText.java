package org.trialward.benchmarks.cql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

/**
 * A library as text. It defines a Boolean for each criterion and {@code Eligible} for all.
 *
 * @param criteria the ids of the criteria, which are the names of their definitions
 * @param valueSets the codes of the value sets that it declares, by URL
 */
public record CqlText(String text, List<String> criteria, Map<String, Set<Code>> valueSets) {
  public CqlText {
    criteria = List.copyOf(criteria);
    valueSets = Map.copyOf(valueSets);
  }

  static List<String> criteria(Trial trial) {
    return trial.criteria().stream().map(EligibilityCriterion::id).toList();
  }
}
