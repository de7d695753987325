package org.trialward.matcher;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is read of each Lucene segment into memory, once and before any search sees the segment.
 * Given to a searcher manager it does so at every refresh. Thread-safe.
 *
 * @param <S> what is read of a segment
 */
final class Segments<S> extends SearcherFactory {
  private final Reading<S> reading;
  private final Map<IndexReader.CacheKey, S> known = new ConcurrentHashMap<>();

  /** Reads a segment. */
  interface Reading<S> {
    S of(LeafReader reader) throws IOException;
  }

  Segments(Reading<S> reading) {
    this.reading = reading;
  }

  S of(LeafReader reader) throws IOException {
    IndexReader.CacheHelper core = reader.getCoreCacheHelper();
    S segment = known.get(core.getKey());
    if (segment == null) {
      segment = reading.of(reader);
      known.put(core.getKey(), segment);
      core.addClosedListener(known::remove);
    }
    return segment;
  }

  @Override
  public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous)
      throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      of(leaf.reader());
    }
    return new IndexSearcher(reader);
  }
}
