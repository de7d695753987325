package org.trialward.rules.patient;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
  private static final Comparator<Sourced> BY_SOURCE =
      Comparator.comparing(Sourced::source).thenComparing(s -> s.fact().toString());

  /** A fact and the text of its source, which is made once. */
  private record Sourced(Fact fact, String source) {
    static Sourced of(Fact fact) {
      return new Sourced(fact, fact.source().toString());
    }
  }

  private final PatientChart chart;
  private final LocalDate asOf;
  private final List<Fact> seen;
  private final Map<Class<?>, FactsByCode> byCode = new HashMap<>();

  PatientSnapshot(PatientChart chart, LocalDate asOf) {
    this.chart = chart;
    this.asOf = asOf;
    this.seen =
        chart.facts().stream()
            .filter(this::isSeen)
            .map(Sourced::of)
            .sorted(BY_SOURCE)
            .map(Sourced::fact)
            .toList();
    index();
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
   * The facts of a kind that carry one of these codes, each once, ordered by source. O(the smaller
   * of the codes asked and the codes of the patient's facts + hits).
   */
  public <F extends Fact> List<F> coded(Class<F> kind, Set<Code> codes) {
    FactsByCode facts = byCode.get(kind);
    if (facts == null) {
      return List.of();
    }
    @SuppressWarnings("unchecked") // facts are sorted by their class
    List<F> carrying = (List<F>) facts.carrying(codes);
    return carrying;
  }

  /** The facts of a kind, ordered by source. O(facts). */
  public <F extends Fact> List<F> all(Class<F> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Every code that some fact of this kind carries, and every subtree that holds one. */
  public Set<Code> codes(Class<? extends Fact> kind) {
    return new LinkedHashSet<>(byCode(kind).keySet());
  }

  /**
   * The facts of a kind by code, each once; a fact stands under each of its codes and every subtree
   * that holds one.
   */
  public Map<Code, List<Fact>> byCode(Class<? extends Fact> kind) {
    FactsByCode facts = byCode.get(kind);
    return facts == null ? Map.of() : facts.asMap();
  }

  private boolean isSeen(Fact fact) {
    return fact.date().map(when -> !when.firstDay().isAfter(asOf)).orElse(true);
  }

  /** Each of equal facts once: they are of one source, so that they stand close together. */
  private void index() {
    Set<Fact> ofOneSource = new HashSet<>();
    for (int place = 0; place < seen.size(); place++) {
      boolean goesOn = isOfOneSource(place - 1, place);
      if (!goesOn) {
        ofOneSource.clear();
      }
      boolean alone = !goesOn && !isOfOneSource(place, place + 1);
      if (alone || ofOneSource.add(seen.get(place))) {
        index(place);
      }
    }
  }

  private boolean isOfOneSource(int place, int next) {
    return place >= 0
        && next < seen.size()
        && seen.get(place).source().equals(seen.get(next).source());
  }

  private void index(int place) {
    byCode.computeIfAbsent(seen.get(place).getClass(), _ -> new FactsByCode(seen)).put(place);
  }
}
