package org.trialward.fhir.bulk;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Lines of local files: {@code .ndjson} and {@code .jsonl}, also {@code .gz}; of folders, all such
 * files beneath. Their names do not matter, each line says its type.
 */
public final class NdjsonFiles implements Lines {
  private static final List<String> ENDINGS =
      List.of(".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz");

  private final List<Path> files;
  private final AtomicLong done = new AtomicLong();

  private NdjsonFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * These files, and what is beneath these folders, in a fixed order.
   *
   * @throws IOException where there is none; says the remedy
   */
  public static NdjsonFiles of(List<Path> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (Path path : paths) {
      List<Path> found = beneath(path);
      if (found.isEmpty()) {
        throw new IOException(
            "`%s`: no .ndjson or .jsonl file (or .gz of one) is there: name another path."
                .formatted(path));
      }
      files.addAll(found);
    }
    return new NdjsonFiles(files);
  }

  private static List<Path> beneath(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).filter(NdjsonFiles::isReadable).sorted().toList();
    }
  }

  private static boolean isReadable(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  public List<Path> files() {
    return files;
  }

  /** Bytes on disk. */
  @Override
  public long size() {
    return files.stream().mapToLong(NdjsonFiles::bytes).sum();
  }

  @Override
  public long done() {
    return done.get();
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      // It is told when it is read.
      return 0;
    }
  }

  @Override
  public void read(Place from, Sink sink, Problems problems) {
    done.set(files.stream().limit(from.file()).mapToLong(NdjsonFiles::bytes).sum());
    for (Place at = from; at.file() < files.size(); at = at.nextFile()) {
      Path file = files.get(at.file());
      try (InputStream in = new Counted(Files.newInputStream(file), done)) {
        read(open(in, file), at, file, sink);
      } catch (IOException e) {
        problems.tell(
            file.toString(),
            "the file cannot be read to its end (%s): check that it is whole and that we may read it."
                .formatted(e.getClass().getSimpleName()));
      }
    }
  }

  private static InputStream open(InputStream in, Path file) throws IOException {
    var buffered = new BufferedInputStream(in, 1 << 16);
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")
        ? new GZIPInputStream(buffered, 1 << 16)
        : buffered;
  }

  private static void read(InputStream in, Place from, Path file, Sink sink) throws IOException {
    in.skipNBytes(from.offset());
    var lines = new LineSplitter(in, from.offset());
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      long number = lines.number();
      long offset = lines.offset();
      sink.take(
          line.get(),
          new Place(from.file(), offset),
          () ->
              from.offset() == 0
                  ? "%s, line %d".formatted(file, number)
                  : "%s, before byte %d".formatted(file, offset));
    }
  }

  /** Counts what was read from the disk. */
  private static final class Counted extends FilterInputStream {
    private final AtomicLong count;

    Counted(InputStream in, AtomicLong count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        count.incrementAndGet();
      }
      return read;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int read = super.read(into, at, length);
      if (read > 0) {
        count.addAndGet(read);
      }
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count.addAndGet(skipped);
      return skipped;
    }
  }
}
