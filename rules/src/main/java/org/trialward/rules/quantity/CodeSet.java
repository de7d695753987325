package org.trialward.rules.quantity;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Codes in the order given, which never change. Their hashes stand in a row: who looks for many of
 * them elsewhere reads numbers, and touches a code only where its number fits.
 */
public final class CodeSet extends AbstractSet<Code> {
  /** Memory comes in lines of 64 bytes. */
  private static final int HASHES_A_LINE = 16;

  private final Code[] row;
  private final int[] hashes;
  private final Set<Code> codes;

  private CodeSet(Collection<Code> distinct) {
    row = distinct.toArray(Code[]::new);
    hashes = Arrays.stream(row).mapToInt(Code::hashCode).toArray();
    codes = new HashSet<>(distinct);
  }

  public static CodeSet of(Collection<Code> codes) {
    return codes instanceof CodeSet known ? known : new CodeSet(new LinkedHashSet<>(codes));
  }

  public Code get(int place) {
    return row[place];
  }

  /** The hash of the code at this place. */
  public int hash(int place) {
    return hashes[place];
  }

  /** Has the processor fetch the hashes; gives a number that means nothing. */
  public int readAhead() {
    int read = 0;
    for (int i = 0; i < hashes.length; i += HASHES_A_LINE) {
      read += hashes[i];
    }
    return read;
  }

  @Override
  public boolean contains(Object code) {
    return codes.contains(code);
  }

  @Override
  public Iterator<Code> iterator() {
    return Arrays.asList(row).iterator();
  }

  @Override
  public int size() {
    return row.length;
  }
}
