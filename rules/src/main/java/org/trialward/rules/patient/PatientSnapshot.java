package org.trialward.rules.patient;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

  private static final FactsByCode<?> NONE = new FactsByCode<>(List.of());

  private final PatientChart chart;
  private final LocalDate asOf;
  private final List<Fact> seen;
  private final Map<Class<?>, FactsByCode<?>> byCode = new HashMap<>();

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
    return byCode(kind).carrying(codes);
  }

  /** The facts of a kind, ordered by source. O(facts). */
  public <F extends Fact> List<F> all(Class<F> kind) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The facts of a kind by their codes, and by every subtree that holds one. */
  public <F extends Fact> FactsByCode<F> byCode(Class<F> kind) {
    @SuppressWarnings("unchecked") // facts are sorted by their class
    FactsByCode<F> facts = (FactsByCode<F>) byCode.getOrDefault(kind, NONE);
    return facts;
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
    byCode.computeIfAbsent(seen.get(place).getClass(), _ -> new FactsByCode<>(seen)).put(place);
  }
}
