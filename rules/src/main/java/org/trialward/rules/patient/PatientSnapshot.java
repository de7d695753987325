package org.trialward.rules.patient;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trialward.rules.quantity.Code;

/**
 * A chart seen on one day. What is dated wholly after that day is not seen. Evaluating the same
 * snapshot gives the same verdict for ever: there is no clock inside, and the order of the facts
 * does not matter.
 */
public final class PatientSnapshot {

  /**
   * A total order over distinct facts, so that evidence comes out the same however facts arrived.
   */
  private static final Comparator<Fact> BY_SOURCE =
      Comparator.comparing((Fact f) -> f.source().toString()).thenComparing(Fact::toString);

  private final PatientChart chart;
  private final LocalDate asOf;
  private final List<Fact> seen;
  private final Map<Class<?>, Map<Code, List<Fact>>> byCode = new HashMap<>();

  PatientSnapshot(PatientChart chart, LocalDate asOf) {
    this.chart = chart;
    this.asOf = asOf;
    this.seen = chart.facts().stream().filter(this::isSeen).sorted(BY_SOURCE).toList();
    seen.forEach(this::index);
  }

  public PatientId id() {
    return chart.id();
  }

  /** All that is known, unseen facts included. */
  public PatientChart chart() {
    return chart;
  }

  public LocalDate asOf() {
    return asOf;
  }

  public Demographics demographics() {
    return chart.demographics();
  }

  /**
   * The facts of a kind that carry one of these codes, ordered by source. O(the smaller of the
   * codes asked and the codes of the patient's facts + hits).
   */
  public <F extends Fact> List<F> coded(Class<F> kind, Set<Code> codes) {
    Map<Code, List<Fact>> facts = byCode.getOrDefault(kind, Map.of());
    Set<Fact> found = new LinkedHashSet<>();
    if (codes.size() <= facts.size()) {
      codes.forEach(code -> found.addAll(facts.getOrDefault(code, List.of())));
    } else {
      facts.forEach((code, some) -> {
        if (codes.contains(code)) {
          found.addAll(some);
        }
      });
    }
    return found.size() < 2
        ? found.stream().map(kind::cast).toList()
        : found.stream().sorted(BY_SOURCE).map(kind::cast).toList();
  }

  /** The facts of a kind, ordered by source. O(facts). */
  public <F extends Fact> List<F> all(Class<F> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Every code that some fact of this kind carries, and every subtree that holds one. */
  public Set<Code> codes(Class<? extends Fact> kind) {
    return new LinkedHashSet<>(byCode.getOrDefault(kind, Map.of()).keySet());
  }

  /**
   * The facts of a kind by code; a fact stands under each of its codes and every subtree that holds
   * one.
   */
  public Map<Code, List<Fact>> byCode(Class<? extends Fact> kind) {
    return Collections.unmodifiableMap(byCode.getOrDefault(kind, Map.of()));
  }

  private boolean isSeen(Fact fact) {
    return fact.date().map(when -> !when.firstDay().isAfter(asOf)).orElse(true);
  }

  private void index(Fact fact) {
    Map<Code, List<Fact>> facts = byCode.computeIfAbsent(fact.getClass(), k -> new HashMap<>());
    for (Code code : fact.codes()) {
      code.withSubtrees().forEach(c -> facts.computeIfAbsent(c, k -> new ArrayList<>()).add(fact));
    }
  }
}
