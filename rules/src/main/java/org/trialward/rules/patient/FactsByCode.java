package org.trialward.rules.patient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSet;

/**
 * The facts of one kind in a snapshot. One stands under each of its codes and every subtree that
 * holds one.
 */
public final class FactsByCode<F extends Fact> {
  /** For 100 codes, 1 of 80 others has the first mark of one, 1 of 7,000 both; 2 KB. */
  private static final int MARK_BITS = 14;

  /** Numbers read in a row cost a fraction of a look-up. */
  private static final int READ_FOR_A_LOOK_UP = 8;

  private final List<Fact> row;
  private final Map<Code, Places<F>> places = new HashMap<>();

  /** The same once more in a row each, to be gone through without a look at all of it. */
  private Code[] codes = new Code[16];

  private int[] hashes = new int[16];
  private final List<Places<F>> facts = new ArrayList<>();

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

  private Places<F> marked(Code code) {
    int hash = code.hashCode();
    int spread = spread(hash);
    mark(first(spread));
    mark(second(spread));
    if (size() == codes.length) {
      codes = Arrays.copyOf(codes, 2 * size());
      hashes = Arrays.copyOf(hashes, 2 * size());
    }
    codes[size()] = code;
    hashes[size()] = hash;
    Places<F> none = new Places<>(row);
    facts.add(none);
    return none;
  }

  /** How many codes there are; each has a number below it. */
  public int size() {
    return facts.size();
  }

  public Code code(int number) {
    return codes[number];
  }

  /** The hash of that code, without a look at the code. */
  public int hash(int number) {
    return hashes[number];
  }

  /** The facts that carry that code, each once, ordered by source. */
  public List<F> facts(int number) {
    return facts.get(number);
  }

  /** The same; none for a code that is not here. */
  public List<F> facts(Code code) {
    Places<F> some = places.get(code);
    return some == null ? List.of() : some;
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

  /**
   * The facts that carry one of these codes, in the order of the row. O(the smaller of the codes
   * asked and the codes here + hits).
   */
  List<F> carrying(Set<Code> codes) {
    List<Places<F>> hits = hits(codes);
    return switch (hits.size()) {
      case 0 -> List.of();
      case 1 -> hits.getFirst();
      default -> union(hits);
    };
  }

  private List<Places<F>> hits(Set<Code> codes) {
    if (codes instanceof CodeSet set && set.size() <= READ_FOR_A_LOOK_UP * places.size()) {
      return hits(set);
    }
    List<Places<F>> hits = new ArrayList<>(0);
    if (codes.size() <= places.size()) {
      for (Code code : codes) {
        Places<F> some = places.get(code);
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

  private List<Places<F>> hits(CodeSet codes) {
    int first = nextMarked(codes, 0);
    if (first == codes.size()) {
      return List.of();
    }
    List<Places<F>> hits = new ArrayList<>(1);
    for (int i = first; i < codes.size(); i = nextMarked(codes, i + 1)) {
      Places<F> some = places.get(codes.get(i));
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

  private List<F> union(List<Places<F>> some) {
    BitSet all = new BitSet(row.size());
    some.forEach(places -> places.addTo(all));
    Places<F> union = new Places<>(row);
    all.stream().forEach(union::put);
    return union;
  }
}
