package org.trialward.workbench.population;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.trialward.matcher.Population;

/** The folder of the index, held by one process at a time, also when that one dies. */
final class IndexFolder implements AutoCloseable {
  private final Path basisFile;
  private final FileChannel lock;
  private final Population population;
  private IndexBasis basis;

  private IndexFolder(Path basisFile, FileChannel lock, Population population) {
    this.basisFile = basisFile;
    this.lock = lock;
    this.population = population;
    this.basis = IndexBasis.read(basisFile);
  }

  /** Opens what is there; empty where another process holds it. O(bytes on disk). */
  static Optional<IndexFolder> open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isOurs(channel)) {
        channel.close();
        return Optional.empty();
      }
      try {
        Population population = Population.open(folder.resolve("patients"));
        return Optional.of(new IndexFolder(folder.resolve("basis"), channel, population));
      } catch (RuntimeException e) {
        channel.close(); // Gives the lock back.
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  Population population() {
    return population;
  }

  IndexBasis basis() {
    return basis;
  }

  /** After a commit of what was made by it. */
  void madeBy(IndexBasis now) {
    if (!basis.equals(now)) {
      now.write(basisFile);
      basis = now;
    }
  }

  @Override
  public void close() {
    try (lock) {
      population.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
