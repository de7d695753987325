package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.rules.match.DeliveryReceipt;

/** One study's file: appended under a lock, with an index of what is in it. */
final class LogFile {
  private static final Logger log = LoggerFactory.getLogger(LogFile.class);
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final String LINE_END = "\r\n";
  private static final String HEADER = FORMAT.format(LogRow.COLUMNS.toArray());
  private static final String ROW_START = LogRow.LOG_VERSION + ",";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /** File locks are held by the whole JVM, so threads need one of their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;
  private final Map<String, Long> highestRevision = new HashMap<>();
  private long indexedBytes;
  private @Nullable Object indexedFile;

  LogFile(Path file) {
    this.file = file;
    this.threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), _ -> new ReentrantLock());
  }

  /** The file is not one of ours. */
  static final class ForeignFile extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Someone else has held the file for too long. */
  static final class Locked extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Writes the row unless this revision or a later one is there. Safe on disk when it returns. */
  DeliveryReceipt append(DeliveryKey key, List<String> cells) throws IOException {
    lockThreads();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      try (FileLock _ = lockProcesses(channel)) {
        catchUp(channel);
        Long highest = highestRevision.get(key.pseudonym());
        if (highest != null && highest >= key.revision()) {
          return DeliveryReceipt.ALREADY_THERE;
        }
        write(channel, FORMAT.format(cells.toArray()) + LINE_END);
        highestRevision.put(key.pseudonym(), key.revision());
        return highest == null ? DeliveryReceipt.CREATED : DeliveryReceipt.UPDATED;
      }
    } finally {
      threads.unlock();
    }
  }

  private void lockThreads() throws IOException {
    try {
      if (!threads.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Locked();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the file", e);
    }
  }

  private FileLock lockProcesses(FileChannel channel) throws IOException {
    long triesLeft = LONGEST_WAIT.dividedBy(BETWEEN_TRIES);
    while (triesLeft-- > 0) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(BETWEEN_TRIES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the file", e);
      }
    }
    throw new Locked();
  }

  /** Reads what was written since the last look, by us or by others. O(new bytes). */
  private void catchUp(FileChannel channel) throws IOException {
    Object identity = identity();
    if (channel.size() < indexedBytes || !identity.equals(indexedFile)) {
      indexedBytes = 0;
      highestRevision.clear();
    }
    indexedFile = identity;
    byte[] unread = readFrom(channel, indexedBytes);
    if (indexedBytes == 0) {
      requireOurs(unread);
    }
    int whole = lastIndexOf((byte) '\n', unread) + 1;
    index(new String(unread, 0, whole, StandardCharsets.UTF_8));
    indexedBytes += whole;
    if (whole < unread.length) {
      mend(channel, new String(unread, whole, unread.length - whole, StandardCharsets.UTF_8));
    }
    if (indexedBytes == 0) {
      write(channel, HEADER + LINE_END);
      forceFolder();
    }
  }

  /** The inode where there is one: tells a file that was swapped from one that grew. */
  private Object identity() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
  }

  /** Spreadsheets put a byte order mark before the header when they save. */
  private void requireOurs(byte[] content) throws ForeignFile {
    String text = new String(content, StandardCharsets.UTF_8);
    String first = text.lines().findFirst().orElse("");
    String header = first.startsWith("\uFEFF") ? first.substring(1) : first;
    boolean isOurs = text.indexOf('\n') < 0 ? HEADER.startsWith(header) : header.equals(HEADER);
    if (!isOurs) {
      throw new ForeignFile();
    }
  }

  /** The key is the last cell and needs no quotes. Rows that people added have none. */
  private void index(String rows) {
    rows.lines()
        .flatMap(row -> keyAtEndOf(row).stream())
        .forEach(key -> highestRevision.merge(key.pseudonym(), key.revision(), Math::max));
  }

  private static Optional<DeliveryKey> keyAtEndOf(String row) {
    return DeliveryKey.parse(row.substring(row.lastIndexOf(',') + 1));
  }

  /**
   * A last row without line end was being written when its writer was killed; a whole row or a
   * person's note only lacks its line end.
   */
  private void mend(FileChannel channel, String last) throws IOException {
    if (isTorn(last)) {
      long bytes = channel.size() - indexedBytes;
      channel.truncate(indexedBytes);
      channel.force(true);
      log.warn("Cut {} bytes of an unacknowledged row off `{}`.", bytes, file.getFileName());
    } else {
      indexedBytes = channel.size();
      write(channel, last.endsWith("\r") ? "\n" : LINE_END);
      index(last);
      log.info("Completed the last line of `{}`.", file.getFileName());
    }
  }

  private static boolean isTorn(String last) {
    boolean beginsAsOurs = last.startsWith(ROW_START) || ROW_START.startsWith(last);
    boolean isHeader = HEADER.startsWith(last);
    return isHeader || (beginsAsOurs && keyAtEndOf(last.strip()).isEmpty());
  }

  /** Appends whole or not at all, as far as the disk lets us. */
  private void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long end = indexedBytes;
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(indexedBytes);
      throw e;
    }
    indexedBytes = end;
  }

  /** Makes the new name in the folder last, where the system can. */
  private void forceFolder() {
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    } catch (IOException e) {
      log.debug("This system does not force folders to the disk.", e);
    }
  }

  private static byte[] readFrom(FileChannel channel, long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("the file was cut while it was read");
      }
    }
    return bytes.array();
  }

  private static int lastIndexOf(byte wanted, byte[] bytes) {
    int at = bytes.length - 1;
    while (at >= 0 && bytes[at] != wanted) {
      at--;
    }
    return at;
  }
}
