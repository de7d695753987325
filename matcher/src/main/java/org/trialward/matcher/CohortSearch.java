package org.trialward.matcher;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.trialward.matcher.Answering.Answer;
import org.trialward.matcher.PatientDocument.Column;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.verdict.Standing;

/**
 * One trial against the patients of one segment: postings into bit sets, results from columns, and
 * the chart itself for whatever these do not settle.
 */
final class CohortSearch {
  private final TrialForm form;
  private final Tables tables;
  private final LocalDate asOf;
  private final LeafReader reader;
  private final PatientSegment segment;
  private final FixedBitSet touched;

  CohortSearch(TrialForm form, Tables tables, LocalDate asOf, PopulationView.Part part) {
    this.form = form;
    this.tables = tables;
    this.asOf = asOf;
    this.reader = part.reader();
    this.segment = part.segment();
    this.touched = new FixedBitSet(segment.size());
  }

  /** Adds those who fit or could fit, by document number. */
  void collect(int base, Cohort into) throws IOException {
    Remaining remaining = remaining();
    new CohortTests(segment, reader, tables, asOf).ask(form.tests(), remaining);
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
    FixedBitSet left = candidates();
    Bits live = reader.getLiveDocs();
    int end = segment.size();
    Remaining remaining = new Remaining(left.cardinality());
    for (int doc = next(left, 0, end); doc < end; doc = next(left, doc + 1, end)) {
      if (live == null || live.get(doc)) {
        remaining.add(doc, touched.get(doc));
      }
    }
    return remaining;
  }

  private static int next(FixedBitSet left, int from, int end) {
    return from >= end ? end : left.nextSetBit(from);
  }

  /** Who meets every clause and surely no exclusion. */
  private FixedBitSet candidates() throws IOException {
    FixedBitSet left = new FixedBitSet(segment.size());
    left.set(0, segment.size());
    for (Set<Term> clause : form.clauses()) {
      left.and(whoMayMeet(clause));
    }
    FixedBitSet excluded = new FixedBitSet(segment.size());
    collect(form.excluded(), excluded, touched);
    left.andNot(excluded);
    collect(form.touched(), touched, touched);
    left.andNot(segment.deceased());
    return left;
  }

  private FixedBitSet whoMayMeet(Set<Term> clause) throws IOException {
    FixedBitSet met = new FixedBitSet(segment.size());
    FixedBitSet open = new FixedBitSet(segment.size());
    collect(clause, met, open);
    met.or(open);
    touched.or(open);
    return met;
  }

  /**
   * Reads the postings of terms in every standing that may meet them.
   *
   * @param met for those who surely meet one, or show what further tests ask about
   * @param open for those of whom only the exact evaluator knows
   */
  private void collect(Set<Term> terms, FixedBitSet met, FixedBitSet open) throws IOException {
    Terms carried = reader.terms(PatientDocument.CARRIES);
    TermsEnum each = carried == null ? TermsEnum.EMPTY : carried.iterator();
    PostingsEnum docs = null;
    BytesRef found = null;
    for (Spelled term : sorted(terms, met)) {
      if (found == null || found.compareTo(term.prefix) < 0) {
        found = each.seekCeil(term.prefix) == SeekStatus.END ? null : each.term();
      }
      for (; found != null && StringHelper.startsWith(found, term.prefix); found = each.next()) {
        Standing standing = PatientDocument.standing((char) last(found));
        if (term.ask.mayBeMet(standing)) {
          boolean isMet = term.ask == Ask.MENTION || term.ask.isMet(standing);
          docs = each.postings(docs, PostingsEnum.NONE);
          docs.nextDoc();
          docs.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, isMet ? met : open, 0);
        }
      }
      if (found == null) {
        return;
      }
    }
  }

  /** How the index spells a term, up to its standing. */
  private record Spelled(BytesRef prefix, Ask ask) {}

  /** In the order of the index, so that neighbours are found without seeking. */
  private List<Spelled> sorted(Set<Term> terms, FixedBitSet withResult) throws IOException {
    List<Spelled> sorted = new ArrayList<>(terms.size());
    for (Term term : terms) {
      if (term.kind() == Measurement.class) {
        collectResults(term, withResult);
      } else {
        sorted.add(new Spelled(new BytesRef(Term.prefix(term.kind(), term.code())), term.ask()));
      }
    }
    sorted.sort(Comparator.comparing(Spelled::prefix));
    return sorted;
  }

  private static byte last(BytesRef term) {
    return term.bytes[term.offset + term.length - 1];
  }

  /** Who has a result: the columns say it, the terms do not. */
  private void collectResults(Term term, FixedBitSet into) throws IOException {
    for (Column column : segment.columns(term.code())) {
      NumericDocValues values = reader.getNumericDocValues(column.field());
      if (values != null) {
        into.or(values);
      }
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
