package org.trialward.benchmarks.workload;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;

/**
 * ICD-10-CM codes for the conditions that a record names. A term stands for the codes whose
 * descriptions have all its words ({@link TermWords}); a term whose words another term of the
 * record has and adds to is broader than what is studied, and left out ("Lung Diseases" beside
 * "Lung Neoplasms"). The codes of a record are those of any of its terms.
 *
 * <p>This compares words, not meanings: it makes sets of real codes in real sizes, not criteria to
 * treat anybody by.
 */
final class ConditionSets {
  private final IcdDescriptions icd;
  private final Map<Set<String>, Set<Code>> codes = new HashMap<>();
  private final Map<Set<Set<String>>, ValueSet> sets = new HashMap<>();

  ConditionSets(IcdDescriptions icd) {
    this.icd = icd;
  }

  /** Empty where no term has a code. Terms of the same words get the same object. */
  Optional<ValueSet> of(Collection<String> terms) {
    Map<Set<String>, String> named = new LinkedHashMap<>();
    for (String term : terms) {
      Set<String> words = TermWords.of(term);
      if (!codesOf(words).isEmpty()) {
        named.putIfAbsent(words, term);
      }
    }
    List<Set<String>> narrowest =
        named.keySet().stream().filter(words -> !isBroader(words, named.keySet())).toList();
    if (narrowest.isEmpty()) {
      return Optional.empty();
    }
    String name = narrowest.stream().map(named::get).collect(Collectors.joining("; "));
    return Optional.of(sets.computeIfAbsent(Set.copyOf(narrowest), _ -> union(name, narrowest)));
  }

  private static boolean isBroader(Set<String> words, Collection<Set<String>> others) {
    return others.stream().anyMatch(o -> o.size() > words.size() && o.containsAll(words));
  }

  private ValueSet union(String name, List<Set<String>> terms) {
    return new ValueSet(
        name,
        terms.stream()
            .flatMap(words -> codesOf(words).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private Set<Code> codesOf(Set<String> words) {
    return codes.computeIfAbsent(words, icd::withAll);
  }
}
