package org.trialward.matcher;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * The postings of one segment as numbers in a row, by the number of the code. What Lucene packs for
 * disks is unpacked here for memory: 4 bytes an entry, or a bit a document for terms that many
 * have.
 */
final class SegmentPostings {

  /** A term that more than one document in so many has takes less room as bits. */
  private static final int DENSE = 32;

  /** By code: its first section, and the section after its last. */
  private final int[] first;

  private final int[] last;

  /** By section: what it is there for, and where its documents begin. */
  private final char[] spelled;

  private final int[] begin;
  private final int[] docs;

  /** By section: its documents as bits, or nothing where they are numbers. */
  private final long[][] dense;

  private SegmentPostings(int codes, int sections, int entries) {
    first = new int[codes];
    last = new int[codes];
    spelled = new char[sections];
    begin = new int[sections + 1];
    docs = new int[entries];
    dense = new long[sections][0];
  }

  /** O(postings of the segment). */
  static SegmentPostings read(LeafReader reader, String field, Tables tables) throws IOException {
    Terms terms = reader.terms(field);
    if (terms == null) {
      return new SegmentPostings(0, 0, 0);
    }
    SegmentPostings all =
        new SegmentPostings(
            tables.codeCount(), sections(terms), Math.toIntExact(terms.getSumDocFreq()));
    all.fill(terms.iterator(), tables, reader.maxDoc());
    return all;
  }

  private static int sections(Terms terms) throws IOException {
    if (terms.size() >= 0) {
      return Math.toIntExact(terms.size());
    }
    TermsEnum each = terms.iterator();
    int count = 0;
    while (each.next() != null) {
      count++;
    }
    return count;
  }

  /** All terms of a code stand together in the order of terms. */
  private void fill(TermsEnum each, Tables tables, int size) throws IOException {
    PostingsEnum postings = null;
    int section = 0;
    int end = 0;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      Term.Spelled read = Term.Spelled.read(term);
      int code = tables.code(read.kind(), read.code());
      if (last[code] != section) {
        first[code] = section;
      }
      last[code] = section + 1;
      spelled[section] = read.last();
      postings = each.postings(postings, PostingsEnum.NONE);
      int from = end;
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        docs[end++] = doc;
      }
      if (end - from > size / DENSE) {
        dense[section] = bits(from, end, size);
        end = from;
      }
      section++;
      begin[section] = end;
    }
  }

  private long[] bits(int from, int to, int size) {
    long[] bits = new long[BitSets.words(size)];
    for (int i = from; i < to; i++) {
      BitSets.set(bits, docs[i]);
    }
    return bits;
  }

  /** What of a segment one patient reads; used again for the next one. */
  static final class Reading {
    private int[] sections = new int[1024];
    private int[] roles = new int[1024];
    private int count;

    @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
    private int touched;

    private void add(int section, int role) {
      if (count == sections.length) {
        sections = Arrays.copyOf(sections, 2 * count);
        roles = Arrays.copyOf(roles, 2 * count);
      }
      sections[count] = section;
      roles[count] = role;
      count++;
    }
  }

  /**
   * Adds the documents of the patient's codes to the sets that they go to. First notes which lists
   * are read and touches each: memory answers many such questions at once, but only one at a time
   * where each waits for the list before it.
   */
  void collect(PatientForm patient, Reading reading, long[][] sets) {
    reading.count = 0;
    for (int i = 0; i < patient.codeCount(); i++) {
      int code = patient.code(i);
      if (code < first.length) {
        for (int section = first[code]; section < last[code]; section++) {
          int roles = Section.goesTo(spelled[section], patient.standing(i));
          if (roles != 0) {
            reading.add(section, roles);
          }
        }
      }
    }
    int touched = 0;
    for (int i = 0; i < reading.count; i++) {
      int at = begin[reading.sections[i]];
      touched += at < docs.length ? docs[at] : 0;
    }
    reading.touched = touched;
    for (int i = 0; i < reading.count; i++) {
      for (int roles = reading.roles[i]; roles != 0; roles &= roles - 1) {
        or(reading.sections[i], sets[Integer.numberOfTrailingZeros(roles)]);
      }
    }
  }

  private void or(int section, long[] into) {
    long[] bits = dense[section];
    if (bits.length > 0) {
      for (int i = 0; i < bits.length; i++) {
        into[i] |= bits[i];
      }
      return;
    }
    int end = begin[section + 1];
    for (int i = begin[section]; i < end; i++) {
      int doc = docs[i];
      into[doc >>> 6] |= 1L << doc;
    }
  }
}
