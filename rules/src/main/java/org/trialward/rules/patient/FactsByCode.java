package org.trialward.rules.patient;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSet;

/**
 * The facts of one kind in a row of facts. One stands under each of its codes and every subtree
 * that holds one.
 */
final class FactsByCode {
  /** For 100 codes, 1 of 40 others has the mark of one. */
  private static final int MARK_BITS = 12;

  /** Numbers read in a row cost a fraction of a look-up. */
  private static final int READ_FOR_A_LOOK_UP = 8;

  private final List<Fact> row;
  private final Map<Code, Places> places = new HashMap<>();

  /** A bit for the hash of every code here, shortened: most codes that are not here have none. */
  private final long[] marks = new long[(1 << MARK_BITS) / Long.SIZE];

  FactsByCode(List<Fact> row) {
    this.row = row;
  }

  /** Places come in ascending order. */
  void put(int place) {
    for (Code code : row.get(place).codes()) {
      code.withSubtrees().forEach(c -> places.computeIfAbsent(c, this::marked).put(place));
    }
  }

  private Places marked(Code code) {
    int mark = mark(code.hashCode());
    marks[mark / Long.SIZE] |= 1L << mark;
    return new Places(row);
  }

  /** Spread by the golden ratio, since the hashes of neighbouring codes are neighbours. */
  private static int mark(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.SIZE - MARK_BITS);
  }

  private boolean mayHave(int hash) {
    int mark = mark(hash);
    return (marks[mark / Long.SIZE] & (1L << mark)) != 0;
  }

  Map<Code, List<Fact>> asMap() {
    return Collections.unmodifiableMap(places);
  }

  /**
   * The facts that carry one of these codes, in the order of the row. O(the smaller of the codes
   * asked and the codes here + hits).
   */
  List<Fact> carrying(Set<Code> codes) {
    List<Places> hits = hits(codes);
    return switch (hits.size()) {
      case 0 -> List.of();
      case 1 -> hits.getFirst();
      default -> union(hits);
    };
  }

  private List<Places> hits(Set<Code> codes) {
    List<Places> hits = new ArrayList<>(0);
    if (codes instanceof CodeSet set && set.size() <= READ_FOR_A_LOOK_UP * places.size()) {
      for (int i = 0; i < set.size(); i++) {
        Places some = mayHave(set.hash(i)) ? places.get(set.get(i)) : null;
        if (some != null) {
          hits.add(some);
        }
      }
    } else if (codes.size() <= places.size()) {
      for (Code code : codes) {
        Places some = places.get(code);
        if (some != null) {
          hits.add(some);
        }
      }
    } else {
      places.forEach((code, some) -> {
        if (codes.contains(code)) {
          hits.add(some);
        }
      });
    }
    return hits;
  }

  private List<Fact> union(List<Places> some) {
    BitSet all = new BitSet(row.size());
    some.forEach(places -> places.addTo(all));
    List<Fact> facts = new ArrayList<>(all.cardinality());
    for (int place = all.nextSetBit(0); place >= 0; place = all.nextSetBit(place + 1)) {
      facts.add(row.get(place));
    }
    return facts;
  }
}
