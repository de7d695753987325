package org.trialward.matcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.trialward.matcher.Section.Role;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.TrialId;

/**
 * A Lucene index of trials, one document each, in memory: it is built from the trials at every
 * start, so it can be neither damaged nor stale. One change at a time; any number of searches
 * meanwhile.
 */
final class TrialIndex implements AutoCloseable {
  private static final String ID = "id";

  /** Small segments are merged among themselves before they are merged into large ones. */
  private static final double SMALL_SEGMENT_MB = 0.25;

  private static final double SEGMENTS_PER_TIER = 6;
  private static final double BUFFER_MB = 128;

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final Tables tables;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<Long, TrialForm> forms = new ConcurrentHashMap<>();
  private final Map<TrialId, Long> numbers = new ConcurrentHashMap<>();
  private final Segments<TrialSegment> segments;
  private long next;

  TrialIndex(Tables tables) {
    this.tables = tables;
    this.segments = new Segments<>(reader -> TrialSegment.read(reader, tables, forms::get));
    try {
      TieredMergePolicy merges = new TieredMergePolicy();
      merges.setFloorSegmentMB(SMALL_SEGMENT_MB);
      merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
      IndexWriterConfig config = new IndexWriterConfig(NotAnalyzed.ANALYZER);
      config.setMergePolicy(merges);
      config.setRAMBufferSizeMB(BUFFER_MB);
      // What a merge made is read into memory before searches see it.
      config.setMergedSegmentWarmer(segments::of);
      writer = new IndexWriter(directory, config);
      searchers = new SearcherManager(writer, segments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds trials or replaces their earlier versions; visible when this returns. */
  void put(Collection<TrialForm> changed) {
    try {
      List<Long> replaced = new ArrayList<>();
      for (TrialForm form : changed) {
        long number = next++;
        forms.put(number, form);
        form.terms().forEach(term -> tables.code(term.kind(), term.code()));
        Optional.ofNullable(numbers.put(form.trial().id(), number)).ifPresent(replaced::add);
        writer.updateDocument(new Term(ID, form.trial().id().value()), document(form, number));
      }
      searchers.maybeRefreshBlocking();
      replaced.forEach(forms::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(TrialId trial) {
    try {
      writer.deleteDocuments(new Term(ID, trial.value()));
      searchers.maybeRefreshBlocking();
      Optional.ofNullable(numbers.remove(trial)).ifPresent(forms::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The form of a trial as it was put last. */
  Optional<TrialForm> find(TrialId trial) {
    return Optional.ofNullable(numbers.get(trial)).flatMap(n -> Optional.ofNullable(forms.get(n)));
  }

  Collection<TrialForm> all() {
    return List.copyOf(forms.values());
  }

  /** What one thread needs to search, used again and again. */
  static final class Desk {
    private final PatientForm patient;
    private final TrialSegment.Scratch scratch = new TrialSegment.Scratch();

    Desk(Tables tables) {
      this.patient = new PatientForm(tables);
    }
  }

  /** Adds the trials that the patient fits or could fit. */
  void search(
      PatientSnapshot snapshot,
      TrialFilter filter,
      Desk desk,
      TrialSegment.Stages stages,
      Fits into) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        // After the trials are fixed, so that whatever they ask has its number by now.
        desk.patient.take(snapshot);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
          TrialSegment segment = segments.of(leaf.reader());
          List<long[]> filters = new ArrayList<>();
          for (String term : filter.terms()) {
            filters.add(segment.filter(leaf.reader(), term));
          }
          segment.search(
              desk.patient, leaf.reader().getLiveDocs(), filters, desk.scratch, stages, into);
        }
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document document(TrialForm form, long number) {
    Document document = new Document();
    document.add(new StringField(ID, form.trial().id().value(), Field.Store.NO));
    document.add(new NumericDocValuesField(TrialSegment.FORM, number));
    for (String term : TrialFilter.terms(form.trial())) {
      document.add(new StringField(TrialSegment.FILTERS, term, Field.Store.NO));
    }
    for (int clause = 0; clause < form.clauses().size(); clause++) {
      add(document, form.clauses().get(clause), Role.CLAUSES.get(clause));
    }
    add(document, form.excluded(), Role.EXCLUSION);
    add(document, form.touched(), Role.TOUCH);
    return document;
  }

  private static void add(Document document, Set<org.trialward.matcher.Term> terms, Role role) {
    for (org.trialward.matcher.Term term : terms) {
      String spelled =
          org.trialward.matcher.Term.prefix(term.kind(), term.code())
              + new Section(role, term.ask()).spelled();
      document.add(new StringField(TrialSegment.TERMS, spelled, Field.Store.NO));
    }
  }

  /** Bytes of the index, and in how many segments it lies. */
  record Size(long bytes, int segments) {}

  Size size() {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        long bytes = 0;
        for (String file : directory.listAll()) {
          bytes += directory.fileLength(file);
        }
        return new Size(bytes, searcher.getIndexReader().leaves().size());
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges all into one segment. O(all), for after many changes. */
  void merge() {
    try {
      writer.forceMerge(1);
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
