package org.trialward.matcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;

/**
 * The patients of a site in a Lucene index on disk, one document each. Derived data: what it was
 * made from can make it again. Changes are gathered and become visible together. Thread-safe.
 */
public final class Population implements AutoCloseable {

  /** Rises with every change of what a document holds. */
  private static final String FORMAT = "1." + ChartBytes.VERSION;

  private static final String FORMAT_KEY = "trialward.format";
  private static final double BUFFER_MB = 64;

  private static final Pattern OF_LUCENE =
      Pattern.compile("(pending_)?segments.*|_.+|write\\.lock");

  /** What was found on disk. */
  public enum Found {
    NOTHING,
    USABLE,
    /** Damaged, or made by another version: it was removed. */
    UNUSABLE
  }

  /**
   * Where a document comes from.
   *
   * @param revision which reading of the chart it is; the caller's own count
   * @param nextChange the day on which some verdict may change without any event
   */
  public record Reading(long revision, Optional<LocalDate> nextChange) {}

  private final Found found;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Segments<PatientSegment> segments = new Segments<>(PatientSegment::read);

  private Population(Path folder) throws IOException {
    found = examine(folder);
    directory = FSDirectory.open(folder);
    IndexWriterConfig config = new IndexWriterConfig(NotAnalyzed.ANALYZER);
    config.setRAMBufferSizeMB(BUFFER_MB);
    config.setMergedSegmentWarmer(segments::of);
    config.setCommitOnClose(true);
    // Files of their own tell how much is index and how much are facts.
    config.setUseCompoundFile(false);
    config.getMergePolicy().setNoCFSRatio(0);
    writer = new IndexWriter(directory, config);
    writer.setLiveCommitData(Map.of(FORMAT_KEY, FORMAT).entrySet());
    searchers = new SearcherManager(writer, segments);
  }

  /** Opens what is in the folder, or begins anew where it cannot be trusted. O(bytes on disk). */
  public static Population open(Path folder) {
    try {
      return new Population(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Found examine(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Directory directory = FSDirectory.open(folder)) {
      if (!DirectoryReader.indexExists(directory) && directory.listAll().length == 0) {
        return Found.NOTHING;
      }
      if (isSound(directory)) {
        return Found.USABLE;
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      Path[] all = files.toArray(Path[]::new);
      refuseOthers(all);
      IOUtils.rm(all);
    }
    return Found.UNUSABLE;
  }

  /** What Lucene did not write is not ours to remove. */
  private static void refuseOthers(Path[] files) {
    for (Path file : files) {
      if (!OF_LUCENE.matcher(String.valueOf(file.getFileName())).matches()) {
        throw new IllegalArgumentException(
            "The folder of the index of patients holds `%s`, which is no part of an index. Name an empty folder."
                .formatted(file.getFileName()));
      }
    }
  }

  /** Whether every file is as it was written, and by this version. */
  private static boolean isSound(Directory directory) throws IOException {
    try (CheckIndex check = new CheckIndex(directory)) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS);
      if (!check.checkIndex().clean) {
        return false;
      }
    } catch (LockObtainFailedException inUse) {
      throw new IllegalStateException(
          "The index of patients is in use by another process. Stop that one first.", inUse);
    } catch (IOException | IllegalArgumentException unreadable) {
      return false;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return FORMAT.equals(reader.getIndexCommit().getUserData().get(FORMAT_KEY));
    } catch (IOException | IllegalArgumentException unreadable) {
      return false;
    }
  }

  /** What was found on disk when it was opened. */
  public Found found() {
    return found;
  }

  /** Adds a patient or replaces what is known; visible after {@link #refresh}. O(facts). */
  public void put(PatientSnapshot patient, Reading reading) {
    try {
      writer.updateDocument(
          new Term(PatientDocument.ID, patient.id().value()), PatientDocument.of(patient, reading));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void remove(PatientId patient) {
    try {
      writer.deleteDocuments(new Term(PatientDocument.ID, patient.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void clear() {
    try {
      writer.deleteAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all changes so far visible to views that are opened from now on. */
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all changes so far outlast this process. */
  public void commit() {
    try {
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The patients as they are visible now; close it soon. */
  public PopulationView view() {
    try {
      IndexSearcher searcher = searchers.acquire();
      List<PopulationView.Part> parts = new ArrayList<>();
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        parts.add(new PopulationView.Part(leaf.reader(), segments.of(leaf.reader())));
      }
      return new PopulationView(
          searcher.getIndexReader().numDocs(), parts, () -> release(searcher));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void release(IndexSearcher searcher) {
    try {
      searchers.release(searcher);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes on disk.
   *
   * @param index what is searched: codes, ages, sexes
   * @param facts what is read beside it: results and whole charts
   */
  public record Bytes(long index, long facts) {}

  /** Of what is committed. */
  public Bytes bytes() {
    try {
      long facts = 0;
      long all = 0;
      for (String file : directory.listAll()) {
        long length = directory.fileLength(file);
        all += length;
        facts += file.endsWith(".dvd") || file.endsWith(".dvm") ? length : 0;
      }
      return new Bytes(all - facts, facts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges all into one segment. O(patients), for after a first load. */
  public void optimize() {
    try {
      writer.forceMerge(1);
      refresh();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      searchers.close();
      writer.close();
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
