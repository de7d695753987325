package org.trialward.rules.patient;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Some facts of a row by their places in it, in its order. */
final class Places<F extends Fact> extends AbstractList<F> {
  private final List<Fact> row;
  private int[] places = new int[1];
  private int size;

  Places(List<Fact> row) {
    this.row = row;
  }

  /** Places come in ascending order; one that comes twice counts once. */
  void put(int place) {
    if (size > 0 && places[size - 1] == place) {
      return;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = place;
  }

  void addTo(BitSet all) {
    for (int i = 0; i < size; i++) {
      all.set(places[i]);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // in these places stand facts of the kind
  public F get(int index) {
    return (F) row.get(places[index]);
  }

  @Override
  public int size() {
    return size;
  }
}
