package org.trialward.benchmarks.peer;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.trialward.rules.patient.Sex;

/** How codes and sex are written in an index. */
final class Terms {
  static final String SEX = "sex";

  private Terms() {}

  /** Short, and text: the Monitor takes no other terms. */
  static BytesRef term(int code) {
    return new BytesRef(Integer.toString(code, Character.MAX_RADIX));
  }

  static int code(BytesRef term) {
    return Integer.parseInt(term.utf8ToString(), Character.MAX_RADIX);
  }

  static void add(Document document, String field, int[] codes) {
    for (int code : codes) {
      document.add(new StringField(field, term(code), Field.Store.NO));
    }
  }

  static void add(Document document, Optional<Sex> sex) {
    sex.ifPresent(s -> document.add(new StringField(SEX, s.name(), Field.Store.NO)));
  }

  /**
   * One bitset of all codes; measured at 65,000 trials and 100,000 patients, half the time of
   * Lucene's default, which keeps the commonest codes apart in a queue.
   */
  static Query anyOf(String field, int[] codes) {
    return new TermInSetQuery(
        MultiTermQuery.CONSTANT_SCORE_REWRITE,
        field,
        IntStream.of(codes).mapToObj(Terms::term).toList());
  }

  /** To be prohibited, so that a document that names no sex stays. */
  static Stream<Query> anotherThan(Optional<Sex> sex) {
    return sex.stream()
        .flatMap(asked -> Stream.of(Sex.values()).filter(other -> other != asked))
        .map(other -> new TermQuery(new Term(SEX, other.name())));
  }
}
