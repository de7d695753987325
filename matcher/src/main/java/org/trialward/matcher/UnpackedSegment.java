package org.trialward.matcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.trialward.matcher.PatientDocument.Column;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.verdict.Standing;

/**
 * What trials have asked of one segment of patients so far: who carries a term, and the results of
 * a series. Lucene packs both for disks; here they lie as a question reads them. Thread-safe; who
 * asks at once unpacks twice.
 */
final class UnpackedSegment {
  /** Of a map, with its key: terms that nobody here carries are kept too. */
  private static final int ENTRY = 60;

  private final PatientSegment segment;
  private final Map<Term, List<Carriers>> carriers = new ConcurrentHashMap<>();
  private final Map<Series, SegmentResults> results = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();

  UnpackedSegment(PatientSegment segment) {
    this.segment = segment;
  }

  /**
   * Some who have an entry of a term.
   *
   * @param meet whether they surely meet the term, or show what further tests ask about; of the
   *     others only the exact evaluator knows
   */
  record Carriers(Docs docs, boolean meet) {}

  /**
   * All are found before one is read: memory answers many questions at once, but not one that waits
   * for another.
   */
  List<Carriers> carriers(Set<Term> terms, LeafReader reader) throws IOException {
    List<Carriers> all = new ArrayList<>(terms.size());
    for (Term term : terms) {
      for (Carriers some : carriers(term, reader)) {
        all.add(some);
      }
    }
    return all;
  }

  private List<Carriers> carriers(Term term, LeafReader reader) throws IOException {
    List<Carriers> known = carriers.get(term);
    if (known == null) {
      known = term.kind() == Measurement.class ? measured(term, reader) : carrying(term, reader);
      carriers.put(term, known);
      bytes.add(ENTRY + known.stream().mapToLong(some -> some.docs().bytes()).sum());
    }
    return known;
  }

  /** About what it takes by now. */
  long bytes() {
    return bytes.sum();
  }

  SegmentResults results(Series series, LeafReader reader) throws IOException {
    SegmentResults known = results.get(series);
    if (known == null) {
      known = SegmentResults.read(new ResultColumn(series, segment, reader), segment.size());
      results.put(series, known);
      bytes.add(ENTRY + known.bytes());
    }
    return known;
  }

  /** Reads the postings in every standing that may meet the term. */
  private List<Carriers> carrying(Term term, LeafReader reader) throws IOException {
    List<Carriers> carrying = new ArrayList<>(1);
    Terms terms = reader.terms(PatientDocument.CARRIES);
    TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
    BytesRef prefix = new BytesRef(Term.prefix(term.kind(), term.code()));
    BytesRef found = each.seekCeil(prefix) == SeekStatus.END ? null : each.term();
    for (; found != null && StringHelper.startsWith(found, prefix); found = each.next()) {
      Standing standing = PatientDocument.standing((char) last(found));
      if (term.ask().mayBeMet(standing)) {
        PostingsEnum postings = each.postings(null, PostingsEnum.NONE);
        carrying.add(
            new Carriers(
                Docs.of(postings, each.docFreq(), segment.size()),
                term.ask() == Ask.MENTION || term.ask().isMet(standing)));
      }
    }
    return List.copyOf(carrying);
  }

  private static byte last(BytesRef term) {
    return term.bytes[term.offset + term.length - 1];
  }

  /** Who has a result: the columns say it, the terms do not. */
  private List<Carriers> measured(Term term, LeafReader reader) throws IOException {
    List<Carriers> measured = new ArrayList<>(1);
    for (Column column : segment.columns(term.code())) {
      NumericDocValues values = reader.getNumericDocValues(column.field());
      if (values != null) {
        measured.add(new Carriers(Docs.of(values, segment.size()), true));
      }
    }
    return List.copyOf(measured);
  }
}
