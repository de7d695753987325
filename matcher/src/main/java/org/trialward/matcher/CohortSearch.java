package org.trialward.matcher;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Set;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.trialward.matcher.UnpackedSegment.Carriers;

/**
 * One trial against the patients of one segment: sets of those who carry its codes, tests of those
 * who are left, and the chart itself for whatever these do not settle.
 */
final class CohortSearch {
  private final TrialForm form;
  private final Tables tables;
  private final LocalDate asOf;
  private final LeafReader reader;
  private final PatientSegment segment;
  private final UnpackedSegment unpacked;
  private final long[] touched;

  CohortSearch(TrialForm form, Tables tables, LocalDate asOf, PopulationView.Part part) {
    this.form = form;
    this.tables = tables;
    this.asOf = asOf;
    this.reader = part.reader();
    this.segment = part.segment();
    this.unpacked = segment.unpacked();
    this.touched = new long[BitSets.words(segment.size())];
  }

  /** Adds those who fit or could fit, by document number. */
  void collect(int base, Cohort into) throws IOException {
    Remaining remaining = remaining();
    new CohortTests(segment, unpacked, reader, tables, asOf).ask(form.tests(), remaining);
    Exact exact = new Exact();
    for (int i = 0; i < remaining.size(); i++) {
      int doc = remaining.doc(i);
      Answer answer = remaining.answer(i);
      if (answer == Answer.ASK_EXACTLY) {
        answer = exact.ask(doc);
      }
      if (answer != Answer.DOES_NOT_FIT) {
        into.add(base + doc, answer == Answer.FITS);
      }
    }
  }

  private Remaining remaining() throws IOException {
    FixedBitSet left = new FixedBitSet(candidates(), segment.size());
    Bits live = reader.getLiveDocs();
    if (live != null) {
      live.applyMask(left, 0);
    }
    Remaining remaining = new Remaining(left.cardinality());
    long[] words = left.getBits();
    for (int word = 0; word < words.length; word++) {
      for (long bits = words[word]; bits != 0; bits &= bits - 1) {
        int doc = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
        remaining.add(doc, BitSets.has(touched, doc));
      }
    }
    return remaining;
  }

  /** Who meets every clause and surely no exclusion. */
  private long[] candidates() throws IOException {
    long[] left = segment.living();
    for (Set<Term> clause : form.clauses()) {
      intersect(left, whoMayMeet(clause));
    }
    for (Carriers carriers : unpacked.carriers(form.excluded(), reader)) {
      if (carriers.meet()) {
        carriers.docs().removeFrom(left);
      } else {
        carriers.docs().addTo(touched);
      }
    }
    for (Carriers carriers : unpacked.carriers(form.touched(), reader)) {
      carriers.docs().addTo(touched);
    }
    return left;
  }

  private long[] whoMayMeet(Set<Term> clause) throws IOException {
    long[] may = new long[touched.length];
    for (Carriers carriers : unpacked.carriers(clause, reader)) {
      carriers.docs().addTo(may);
      if (!carriers.meet()) {
        carriers.docs().addTo(touched);
      }
    }
    return may;
  }

  private static void intersect(long[] left, long[] with) {
    for (int word = 0; word < left.length; word++) {
      left[word] &= with[word];
    }
  }

  /** Asks the exact evaluator, with of the chart what the trial asks. */
  private final class Exact {
    private @Nullable ChartLookup charts;

    Answer ask(int doc) throws IOException {
      if (charts == null) {
        charts = new ChartLookup(reader, AskedCodes.of(form.trial()));
      }
      return Exactly.ask(form.trial(), charts.read(doc).asOf(asOf));
    }
  }
}
