package org.trialward.matcher;

import java.io.IOException;
import java.util.ArrayList;
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
  private static final long[] NO_TESTS = {};

  /** So many rows are touched before they are asked; many more would push out the first ones. */
  private static final int AT_ONCE = 1024;

  private final int size;
  private final int words;
  private final long[] all;
  private final @Nullable Trial[] trials;
  private final SharedTests sharedTests;
  private final SegmentTests tests;

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
    this.without = new long[TrialForm.MOST_CLAUSES][words];
    List<long[]> rows = new ArrayList<>();
    for (int doc = 0; doc < size; doc++) {
      TrialForm form = forms[doc];
      rows.add(form == null ? NO_TESTS : form.tests());
      if (form != null) {
        trials[doc] = form.trial();
        for (int clause = form.clauses().size(); clause < without.length; clause++) {
          BitSets.set(without[clause], doc);
        }
      }
    }
    this.sharedTests = new SharedTests(rows);
    this.tests = new SegmentTests(rows);
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
    private long[] left = {};
    private long[] failing = {};
    private long[] open = {};
    private int[] docs = {};
    private final PostingsBlock.Reading postings = new PostingsBlock.Reading();
    private final SegmentTests.Reading tests = new SegmentTests.Reading();

    private void makeRoom(int words) {
      if (failing.length < words) {
        sets = new long[ROLES][words];
        left = new long[words];
        failing = new long[words];
        open = new long[words];
        docs = new int[words * Long.SIZE];
      }
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
    scratch.makeRoom(words);
    collect(patient, scratch);
    int count = survivors(filters, scratch, stages);
    tests.take(patient, scratch.tests);
    for (int from = 0; from < count; from += AT_ONCE) {
      int to = Math.min(count, from + AT_ONCE);
      tests.touch(scratch.docs, from, to, scratch.tests);
      for (int i = from; i < to; i++) {
        int doc = scratch.docs[i];
        if (live == null || live.get(doc)) {
          answer(doc, patient, scratch, stages, into);
        }
      }
    }
    stages.all += size;
  }

  private void collect(PatientForm patient, Scratch scratch) {
    for (int clause = 0; clause < without.length; clause++) {
      System.arraycopy(without[clause], 0, scratch.sets[clause], 0, words);
    }
    Arrays.fill(scratch.sets[Role.EXCLUSION.ordinal()], 0, words, 0);
    Arrays.fill(scratch.sets[Role.TOUCH.ordinal()], 0, words, 0);
    Arrays.fill(scratch.failing, 0, words, 0);
    Arrays.fill(scratch.open, 0, words, 0);
    postings.collect(patient, scratch.postings, scratch.sets);
    sharedTests.ask(patient, scratch.failing, scratch.open);
  }

  /**
   * Who meets every clause and no exclusion and fails no shared test, in document order. One set
   * after the other, each loop so plain that the processor does several words of it at once.
   */
  private int survivors(List<long[]> filters, Scratch scratch, Stages stages) {
    long[] left = scratch.left;
    System.arraycopy(all, 0, left, 0, words);
    filters.forEach(filter -> BitSets.keep(left, filter, words));
    stages.filtered += BitSets.count(left, words);
    for (int clause = 0; clause < without.length; clause++) {
      BitSets.keep(left, scratch.sets[clause], words);
    }
    stages.clauses += BitSets.count(left, words);
    BitSets.drop(left, scratch.sets[Role.EXCLUSION.ordinal()], words);
    stages.notExcluded += BitSets.count(left, words);
    BitSets.drop(left, scratch.failing, words);
    return BitSets.list(left, words, scratch.docs);
  }

  private void answer(int doc, PatientForm patient, Scratch scratch, Stages stages, Fits into) {
    Answer answer = tests.ask(doc, patient, scratch.tests);
    Trial trial = trials[doc];
    if (answer == Answer.DOES_NOT_FIT || trial == null) {
      return;
    }
    if (answer == Answer.ASK_EXACTLY || BitSets.has(scratch.sets[Role.TOUCH.ordinal()], doc)) {
      stages.askedExactly++;
      answer = Exactly.ask(trial, patient.snapshot());
    } else if (BitSets.has(scratch.open, doc)) {
      answer = Answer.MAY_FIT;
    }
    if (answer != Answer.DOES_NOT_FIT) {
      stages.fit++;
      into.add(trial, answer == Answer.FITS);
    }
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
