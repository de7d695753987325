package org.trialward.workbench.bulk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Entries sorted into compartments, in one local file that only grows: blocks of a few kilobytes,
 * each of one compartment. Up to a checkpoint it survives the machine; what is behind is cut off.
 *
 * <pre>
 * block  compartment, length (4 bytes each), entries
 * </pre>
 */
final class Spool implements Closeable {
  private static final int BLOCK = 8 << 10;
  private static final int HEADER = 2 * Integer.BYTES;

  private final Path path;
  private final FileChannel file;
  private final List<Bytes> filling;
  private final List<Blocks> written;
  private long end;

  /** Takes the entries of a block, one after the other. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] block, int length);
  }

  /** Where the blocks of a compartment lie. */
  private static final class Blocks {
    private long[] places = new long[4];
    private int[] lengths = new int[4];
    private int count;
    private long bytes;

    void add(long place, int length) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      places[count] = place;
      lengths[count++] = length;
      bytes += length;
    }
  }

  private Spool(Path path, FileChannel file, int compartments) {
    this.path = path;
    this.file = file;
    this.filling = IntStream.range(0, compartments).mapToObj(_ -> new Bytes(HEADER)).toList();
    this.written = IntStream.range(0, compartments).mapToObj(_ -> new Blocks()).toList();
  }

  /**
   * Opens what the file holds up to a checkpoint; empty where it does not hold that much.
   *
   * @param length of the checkpoint; 0 for a new file
   */
  static Optional<Spool> open(Path path, int compartments, long length) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (file.size() < length) {
        file.close();
        return Optional.empty();
      }
      file.truncate(length);
      Spool spool = new Spool(path, file, compartments);
      spool.find(length);
      return Optional.of(spool);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException(
        "The spool of the bulk load cannot be used (%s): check the free space and the permissions of the folder `bulk` in trialward.data-dir, then start the same load again."
            .formatted(e.getMessage()),
        e);
  }

  private void find(long length) throws IOException {
    byte[] header = new byte[HEADER];
    while (end < length) {
      fill(header, HEADER, end);
      int size = Bytes.int32(header, Integer.BYTES);
      written.get(Bytes.int32(header, 0)).add(end, size);
      end += HEADER + size;
    }
  }

  /** An entry, whole within one block. */
  void add(int compartment, byte[] from, int offset, int length) {
    Bytes block = filling.get(compartment);
    if (block.size() + length > BLOCK) {
      flush(compartment, block);
    }
    block.write(from, offset, length);
  }

  void add(int compartment, long entry) {
    Bytes block = filling.get(compartment);
    if (block.size() + Long.BYTES > BLOCK) {
      flush(compartment, block);
    }
    block.int64(entry);
  }

  private void flush(int compartment, Bytes block) {
    if (block.size() == 0) {
      return;
    }
    ByteBuffer head = ByteBuffer.allocate(HEADER).putInt(compartment).putInt(block.size()).flip();
    ByteBuffer[] both = {head, ByteBuffer.wrap(block.array(), 0, block.size())};
    try {
      file.position(end);
      while (both[1].hasRemaining()) {
        file.write(both);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    written.get(compartment).add(end, block.size());
    end += HEADER + block.size();
    block.clear();
  }

  /** Brings all to the disk; tells the length up to which it is there. */
  long checkpoint() {
    for (int compartment = 0; compartment < filling.size(); compartment++) {
      flush(compartment, filling.get(compartment));
    }
    try {
      file.force(false);
    } catch (IOException e) {
      throw unwritable(e);
    }
    return end;
  }

  /** Bytes of the compartment, up to the last checkpoint. */
  long size(int compartment) {
    return written.get(compartment).bytes;
  }

  /** The blocks of the compartment, up to the last checkpoint, in the order they were written. */
  void read(int compartment, Reader reader) {
    Blocks blocks = written.get(compartment);
    byte[] block = new byte[BLOCK];
    try {
      for (int number = 0; number < blocks.count; number++) {
        int length = blocks.lengths[number];
        if (length > block.length) {
          block = new byte[length];
        }
        fill(block, length, blocks.places[number] + HEADER);
        reader.read(block, length);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void fill(byte[] into, int length, long place) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, place + buffer.position()) < 0) {
        throw new EOFException("the file is cut off");
      }
    }
  }

  /** Its work is done. */
  void remove() {
    close();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
