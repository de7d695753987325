package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;

/** Few documents in a row and many as bits are the same set. */
class DocsTest {
  private static final int SIZE = 1000;

  private static Docs docs(Set<Integer> numbers) throws IOException {
    FixedBitSet bits = new FixedBitSet(SIZE);
    numbers.forEach(bits::set);
    return Docs.of(new BitSetIterator(bits, numbers.size()), numbers.size(), SIZE);
  }

  private static BitSet bits(Set<Integer> numbers) {
    BitSet bits = new BitSet();
    numbers.forEach(bits::set);
    return bits;
  }

  @Property(seed = "20261123", tries = 300)
  void addingAndRemovingIsUnionAndDifference(
      @ForAll("sets") Set<Integer> some, @ForAll("sets") Set<Integer> others) throws IOException {
    long[] set = new long[BitSets.words(SIZE)];
    docs(some).addTo(set);
    assertThat(BitSet.valueOf(set)).isEqualTo(bits(some));

    docs(others).addTo(set);
    BitSet union = bits(some);
    union.or(bits(others));
    assertThat(BitSet.valueOf(set)).isEqualTo(union);

    docs(some).removeFrom(set);
    BitSet difference = bits(others);
    difference.andNot(bits(some));
    assertThat(BitSet.valueOf(set)).isEqualTo(difference);
  }

  /** On both sides of what counts as many. */
  @Provide
  Arbitrary<Set<Integer>> sets() {
    return Arbitraries.integers().between(0, SIZE - 1).set().ofMaxSize(100);
  }

  @Test
  void aFewOfMillionsTakeTheRoomOfAFew() throws IOException {
    FixedBitSet three = new FixedBitSet(1_000_000);
    Set.of(7, 500_000, 999_999).forEach(three::set);
    assertThat(Docs.of(new BitSetIterator(three, 3), three.length()).bytes())
        .isEqualTo(3 * Integer.BYTES);
  }

  @Test
  void everybodyIsASetLikeAnyOther() throws IOException {
    long[] set = BitSets.full(SIZE);
    Docs.of(DocIdSetIterator.all(SIZE), SIZE).removeFrom(set);
    assertThat(set).containsOnly(0);
  }
}
