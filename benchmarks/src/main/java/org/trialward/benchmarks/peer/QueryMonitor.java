package org.trialward.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.monitor.CandidateMatcher;
import org.apache.lucene.monitor.CustomQueryHandler;
import org.apache.lucene.monitor.MatcherFactory;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.QueryTree;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefIterator;

/**
 * Lucene's Monitor in memory: one query a trial, found by the codes of its rarest required set. The
 * Monitor itself knows no terms of a set of terms: without a handler every such query would be a
 * candidate for every document.
 */
final class QueryMonitor implements AutoCloseable {
  static final String CODE = "code";

  /** More in one batch fill the heap before any is written. */
  private static final int BATCH = 2_000;

  private final Monitor monitor;
  private final List<MonitorQuery> waiting = new ArrayList<>();
  private final IdentityHashMap<int[], Query> shared = new IdentityHashMap<>();
  private int registered;

  QueryMonitor(Rarity rarity) {
    try {
      monitor =
          new Monitor(
              new NotAnalyzed(),
              new TermFilteredPresearcher(
                  term -> weightOf(rarity.patients(Terms.code(term.bytes()))),
                  List.of(new CodeSets(rarity)),
                  Set.of()),
              new MonitorConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One query for each array, so that a set that many trials share is kept once. */
  Query anyOf(int[] set) {
    return shared.computeIfAbsent(set, s -> Terms.anyOf(CODE, s));
  }

  /** Its number is that of the calls before. */
  void register(Query query) {
    waiting.add(new MonitorQuery(Integer.toString(registered++), query));
    if (waiting.size() == BATCH) {
      flush();
    }
  }

  /** All are registered. */
  void complete() {
    flush();
    shared.clear();
  }

  private void flush() {
    try {
      monitor.register(waiting);
      waiting.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the queries that the document matches. */
  void match(Document document, IntConsumer number) {
    run(document, QueryMatch.SIMPLE_MATCHER, number);
  }

  /** The numbers of the queries that the presearcher lets through; none is run. */
  void candidates(Document document, IntConsumer number) {
    run(document, searcher -> new Candidates(searcher, number), n -> {});
  }

  private void run(Document document, MatcherFactory<QueryMatch> matcher, IntConsumer number) {
    try {
      var matches = monitor.match(document, matcher);
      if (!matches.getErrors().isEmpty()) {
        throw new IllegalStateException("A query failed: " + matches.getErrors());
      }
      for (QueryMatch match : matches.getMatches()) {
        number.accept(Integer.parseInt(match.getQueryId()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      monitor.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double weightOf(double patients) {
    return 1 / patients;
  }

  /** Hands the candidates on instead of running their queries. */
  private static final class Candidates extends CandidateMatcher<QueryMatch> {
    private final IntConsumer number;

    Candidates(IndexSearcher searcher, IntConsumer number) {
      super(searcher);
      this.number = number;
    }

    @Override
    public void matchQuery(String queryId, Query query, Map<String, String> metadata) {
      number.accept(Integer.parseInt(queryId));
    }

    @Override
    public QueryMatch resolve(QueryMatch first, QueryMatch second) {
      return first;
    }
  }

  /** Reads the terms of a set, and weighs the set as a whole. */
  private record CodeSets(Rarity rarity) implements CustomQueryHandler {
    @Override
    @SuppressWarnings("NullAway") // Null says to the Monitor that we do not know the query.
    public QueryTree handleQuery(Query query, TermWeightor weightor) {
      return query instanceof TermInSetQuery set && CODE.equals(set.getField())
          ? new CodeSet(codes(set), rarity)
          : null;
    }

    private static List<BytesRef> codes(TermInSetQuery set) {
      try {
        List<BytesRef> codes = new ArrayList<>();
        BytesRefIterator terms = set.getBytesRefIterator();
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
          codes.add(BytesRef.deepCopyOf(term));
        }
        return codes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A leaf with several terms. */
  private static final class CodeSet extends QueryTree {
    private final List<BytesRef> codes;
    private final double weight;

    CodeSet(List<BytesRef> codes, Rarity rarity) {
      this.codes = codes;
      this.weight =
          weightOf(rarity.patients(codes.stream().mapToInt(term -> Terms.code(term)).toArray()));
    }

    @Override
    public double weight() {
      return weight;
    }

    @Override
    public void collectTerms(BiConsumer<String, BytesRef> terms) {
      codes.forEach(code -> terms.accept(CODE, code));
    }

    @Override
    public boolean advancePhase(double leastWeight) {
      return false;
    }

    @Override
    public String toString(int depth) {
      return space(depth) + codes.size() + " codes^" + weight;
    }
  }
}
