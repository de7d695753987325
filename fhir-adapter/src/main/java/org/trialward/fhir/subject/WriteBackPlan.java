package org.trialward.fhir.subject;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.trialward.rules.trial.TrialId;

/**
 * What the site prefers, the most wanted first.
 *
 * @param trials instead of the site's order, by the trial's id in any case
 */
public record WriteBackPlan(List<Strategy> order, Map<String, List<Strategy>> trials) {

  public WriteBackPlan {
    order = List.copyOf(order);
    Map<String, List<Strategy>> byId = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    trials.forEach((id, own) -> byId.put(id, List.copyOf(own)));
    trials = Collections.unmodifiableMap(byId);
  }

  /** The preference for this trial. */
  public List<Strategy> of(TrialId trial) {
    return trials.getOrDefault(trial.value(), order);
  }

  /** The resource types that may be written by it. */
  public Set<String> types() {
    Set<String> types = new TreeSet<>();
    Stream.concat(Stream.of(order), trials.values().stream())
        .flatMap(Collection::stream)
        .flatMap(strategy -> strategy.type().stream())
        .forEach(types::add);
    return types;
  }
}
