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
  /** For 100 codes, 1 of 80 others has the first mark of one, 1 of 7,000 both; 2 KB. */
  private static final int MARK_BITS = 14;

  /** Numbers read in a row cost a fraction of a look-up. */
  private static final int READ_FOR_A_LOOK_UP = 8;

  private final List<Fact> row;
  private final Map<Code, Places> places = new HashMap<>();

  /** Two bits for the hash of every code here: nearly no code that is not here has both. */
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
    int spread = spread(code.hashCode());
    mark(first(spread));
    mark(second(spread));
    return new Places(row);
  }

  private void mark(int bit) {
    marks[bit / Long.SIZE] |= 1L << bit;
  }

  /** By the golden ratio, since the hashes of neighbouring codes are neighbours. */
  private static int spread(int hash) {
    return hash * 0x9E3779B9;
  }

  private static int first(int spread) {
    return spread >>> (Integer.SIZE - MARK_BITS);
  }

  private static int second(int spread) {
    return (spread >>> 2) & ((1 << MARK_BITS) - 1);
  }

  private boolean mayHave(int hash) {
    int spread = spread(hash);
    return isMarked(first(spread)) && isMarked(second(spread));
  }

  private boolean isMarked(int bit) {
    return (marks[bit / Long.SIZE] & (1L << bit)) != 0;
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
    if (codes instanceof CodeSet set && set.size() <= READ_FOR_A_LOOK_UP * places.size()) {
      return hits(set);
    }
    List<Places> hits = new ArrayList<>(0);
    if (codes.size() <= places.size()) {
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

  private List<Places> hits(CodeSet codes) {
    int first = nextMarked(codes, 0);
    if (first == codes.size()) {
      return List.of();
    }
    List<Places> hits = new ArrayList<>(1);
    for (int i = first; i < codes.size(); i = nextMarked(codes, i + 1)) {
      Places some = places.get(codes.get(i));
      if (some != null) {
        hits.add(some);
      }
    }
    return hits;
  }

  private int nextMarked(CodeSet codes, int from) {
    int next = from;
    while (next < codes.size() && !mayHave(codes.hash(next))) {
      next++;
    }
    return next;
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
