package org.trialward.matcher;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.trialward.matcher.Answering.Answer;
import org.trialward.matcher.Section.Role;
import org.trialward.rules.trial.Trial;

/**
 * What one Lucene segment says, read once into memory: its postings by code, and the tests of its
 * trials in document order. Derived and never stored; a segment does not change, so neither does
 * this. Documents deleted since are left out by the reader's live docs.
 */
@SuppressWarnings("EnumOrdinal") // places in arrays that live in memory only
final class TrialSegment {
  static final String TERMS = "asks";
  static final String FILTERS = "filter";
  static final String FORM = "form";

  private static final int ROLES = Role.values().length;

  private final int size;
  private final int words;
  private final long[] all;
  private final @Nullable Trial[] trials;
  private final int[] starts;
  private final long[] tests;

  /** By clause: the trials that have none of that number. */
  private final long[][] without;

  private final SegmentPostings postings;
  private final Map<String, long[]> filters = new ConcurrentHashMap<>();

  private TrialSegment(@Nullable TrialForm[] forms, SegmentPostings postings) {
    this.size = forms.length;
    this.words = BitSets.words(size);
    this.all = BitSets.full(size);
    this.postings = postings;
    this.trials = new Trial[size];
    this.starts = new int[size + 1];
    this.without = new long[TrialForm.MOST_CLAUSES][words];
    int length = 0;
    for (int doc = 0; doc < size; doc++) {
      starts[doc] = length;
      TrialForm form = forms[doc];
      length += form == null ? 0 : form.tests().length;
    }
    starts[size] = length;
    tests = new long[length];
    for (int doc = 0; doc < size; doc++) {
      TrialForm form = forms[doc];
      if (form != null) {
        trials[doc] = form.trial();
        System.arraycopy(form.tests(), 0, tests, starts[doc], form.tests().length);
        for (int clause = form.clauses().size(); clause < without.length; clause++) {
          BitSets.set(without[clause], doc);
        }
      }
    }
  }

  /**
   * Reads a segment. O(postings).
   *
   * @param forms by number; null for a trial that was replaced or removed meanwhile, whose document
   *     is deleted
   */
  static TrialSegment read(
      LeafReader reader, Tables tables, LongFunction<@Nullable TrialForm> forms)
      throws IOException {
    @Nullable TrialForm[] byDoc = new TrialForm[reader.maxDoc()];
    NumericDocValues numbers = reader.getNumericDocValues(FORM);
    while (numbers != null && numbers.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      byDoc[numbers.docID()] = forms.apply(numbers.longValue());
    }
    return new TrialSegment(byDoc, SegmentPostings.read(reader, TERMS, tables));
  }

  /** How many trials each stage left. */
  static final class Stages {
    int all;
    int filtered;
    int clauses;
    int notExcluded;
    int askedExactly;
    int fit;
  }

  /** The sets of one search, one a role; used again for the next one. */
  static final class Scratch {
    private long[][] sets = new long[ROLES][0];
    private int[] docs = {};

    @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
    private long touched;

    private final SegmentPostings.Reading reading = new SegmentPostings.Reading();

    private int[] docs(int size) {
      if (docs.length < size) {
        docs = new int[size];
      }
      return docs;
    }

    private long[][] sets(int words) {
      if (sets[0].length < words) {
        sets = new long[ROLES][words];
      }
      return sets;
    }
  }

  /** Adds the trials of this segment that the patient fits or could fit. */
  void search(
      PatientForm patient,
      @Nullable Bits live,
      List<long[]> filters,
      Scratch scratch,
      Stages stages,
      Fits into) {
    long[][] sets = scratch.sets(words);
    for (int clause = 0; clause < without.length; clause++) {
      System.arraycopy(without[clause], 0, sets[clause], 0, words);
    }
    long[] excluded = sets[Role.EXCLUSION.ordinal()];
    long[] touched = sets[Role.TOUCH.ordinal()];
    Arrays.fill(excluded, 0, words, 0);
    Arrays.fill(touched, 0, words, 0);
    postings.collect(patient, scratch.reading, sets);
    int[] left = scratch.docs(size);
    int count = survivors(filters, sets, left, stages);
    touch(left, count, scratch);
    for (int i = 0; i < count; i++) {
      int doc = left[i];
      if (live == null || live.get(doc)) {
        answer(doc, BitSets.has(touched, doc), patient, stages, into);
      }
    }
    stages.all += size;
  }

  /** Who meets every clause and no exclusion, in document order. */
  private int survivors(List<long[]> filters, long[][] sets, int[] into, Stages stages) {
    long[] excluded = sets[Role.EXCLUSION.ordinal()];
    int count = 0;
    for (int word = 0; word < words; word++) {
      long left = filtered(filters, word);
      stages.filtered += Long.bitCount(left);
      left &= sets[0][word] & sets[1][word] & sets[2][word];
      stages.clauses += Long.bitCount(left);
      left &= ~excluded[word];
      stages.notExcluded += Long.bitCount(left);
      for (; left != 0; left &= left - 1) {
        into[count++] = (word << 6) + Long.numberOfTrailingZeros(left);
      }
    }
    return count;
  }

  /** Asks memory for all rows at once, see {@link SegmentPostings#collect}. */
  private void touch(int[] docs, int count, Scratch scratch) {
    long touched = 0;
    for (int i = 0; i < count; i++) {
      int start = starts[docs[i]];
      touched += start < tests.length ? tests[start] : 0;
    }
    scratch.touched = touched;
  }

  private long filtered(List<long[]> filters, int word) {
    long left = all[word];
    for (int i = 0; i < filters.size(); i++) {
      left &= filters.get(i)[word];
    }
    return left;
  }

  private void answer(int doc, boolean isTouched, PatientForm patient, Stages stages, Fits into) {
    Answer answer =
        isTouched
            ? Answer.ASK_EXACTLY
            : Answering.ask(tests, starts[doc], starts[doc + 1], patient);
    if (answer == Answer.DOES_NOT_FIT) {
      return;
    }
    Trial trial = trials[doc];
    if (trial == null) {
      return;
    }
    if (answer == Answer.ASK_EXACTLY) {
      stages.askedExactly++;
      answer = Exactly.ask(trial, patient.snapshot());
      if (answer == Answer.DOES_NOT_FIT) {
        return;
      }
    }
    stages.fit++;
    into.add(trial, answer == Answer.FITS);
  }

  /** The trials that have this filter term. */
  long[] filter(LeafReader reader, String term) throws IOException {
    long[] known = filters.get(term);
    if (known == null) {
      known = new long[words];
      PostingsEnum docs = reader.postings(new org.apache.lucene.index.Term(FILTERS, term));
      if (docs != null) {
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
          BitSets.set(known, doc);
        }
      }
      filters.put(term, known);
    }
    return known;
  }
}
