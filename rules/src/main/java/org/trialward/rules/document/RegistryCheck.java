package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;

/** Proves that a trial file accounts for every sentence of the registry's record. */
public final class RegistryCheck {
  private RegistryCheck() {}

  /**
   * Sentences nobody named, and names that the record does not have; empty when all is accounted
   * for.
   */
  public static List<Mistake> of(String file, Trial trial, RegistryRecord record) {
    Map<String, String> parts = record.parts();
    Set<String> named = new HashSet<>();
    List<Mistake> mistakes = new ArrayList<>();
    for (EligibilityCriterion criterion : trial.criteria()) {
      criterion
          .registry()
          .forEach(part -> name(file, part, criterion.id(), parts, named, mistakes));
    }
    trial
        .registry()
        .map(RegistryReference::notCriteria)
        .ifPresent(reasons ->
            reasons.keySet().stream()
                .sorted()
                .forEach(part -> name(file, part, "not-criteria", parts, named, mistakes)));
    parts.forEach((part, text) -> {
      if (!named.contains(part)) {
        mistakes.add(
            new Mistake(
                file,
                1,
                "`%s` of %s is not accounted for: %s"
                    .formatted(part, record.id(), Mistakes.shortened(text)),
                "Name it in the `registry` of a criterion, or give a reason under `not-criteria`"));
      }
    });
    return mistakes;
  }

  private static void name(
      String file,
      String part,
      String by,
      Map<String, String> parts,
      Set<String> named,
      List<Mistake> mistakes) {
    named.add(part);
    if (!parts.containsKey(part)) {
      mistakes.add(
          new Mistake(
              file,
              1,
              "`%s` names `%s`, which the record does not have".formatted(by, part),
              "Print the record's numbers with `trialward registry`"));
    }
  }
}
