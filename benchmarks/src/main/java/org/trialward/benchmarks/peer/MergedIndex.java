package org.trialward.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntConsumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** An index in memory, merged to one segment, whose document numbers are the order of adding. */
final class MergedIndex implements AutoCloseable {
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private MergedIndex(Directory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    // What a cache remembers of one question would make the next one look cheaper than it is.
    searcher.setQueryCache(null);
  }

  /** Takes documents, then becomes the index. */
  static final class Building {
    private static final double BUFFER_MB = 256;

    private final Directory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;

    Building() {
      try {
        writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig(new NotAnalyzed())
                    .setRAMBufferSizeMB(BUFFER_MB)
                    .setUseCompoundFile(false)
                    // Merges neighbours only, so that documents stay in order.
                    .setMergePolicy(new LogDocMergePolicy()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void add(Document document) {
      try {
        writer.addDocument(document);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    MergedIndex merged() {
      try {
        writer.forceMerge(1);
        writer.close();
        return new MergedIndex(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Query rewritten(Query query) {
    try {
      return searcher.rewrite(query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the documents that match, ascending. */
  void forEach(Query query, IntConsumer number) {
    try {
      var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : reader.leaves()) {
        Scorer scorer = weight.scorer(leaf);
        if (scorer != null) {
          DocIdSetIterator documents = scorer.iterator();
          for (int document = documents.nextDoc();
              document != DocIdSetIterator.NO_MORE_DOCS;
              document = documents.nextDoc()) {
            number.accept(leaf.docBase + document);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long bytes() {
    try {
      long bytes = 0;
      for (String file : directory.listAll()) {
        bytes += directory.fileLength(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
