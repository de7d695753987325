package org.trialward.fhir.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a stream at its line feeds; blank lines are passed over, and a byte order mark. */
final class LineSplitter {
  private static final int BUFFER = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * No resource that charts hold is as long; a file without line feeds must not fill the memory.
   */
  private static final int LONGEST = 64 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;
  private long offset;
  private long number;

  /**
   * A splitter.
   *
   * @param offset how many bytes were taken from the stream before
   */
  LineSplitter(InputStream in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /** Bytes up to the end of the line given last. */
  long offset() {
    return offset;
  }

  /** The number of the line given last, counted from where this began. */
  long number() {
    return number;
  }

  /** The next line without its end. */
  Optional<byte[]> next() throws IOException {
    while (true) {
      Optional<byte[]> line = offset == 0 ? any().map(LineSplitter::unmarked) : any();
      if (line.isEmpty() || !isBlank(line.get())) {
        return line;
      }
    }
  }

  private Optional<byte[]> any() throws IOException {
    int at = begin;
    while (true) {
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end) {
        byte[] line = Arrays.copyOfRange(buffer, begin, lineEnd(at));
        offset += at + 1 - begin;
        begin = at + 1;
        number++;
        return Optional.of(line);
      }
      int taken = at - begin;
      if (!fill()) {
        break;
      }
      at = begin + taken;
    }
    if (begin == end) {
      return Optional.empty();
    }
    byte[] last = Arrays.copyOfRange(buffer, begin, lineEnd(end));
    offset += end - begin;
    begin = end;
    number++;
    return Optional.of(last);
  }

  private int lineEnd(int at) {
    return at > begin && buffer[at - 1] == '\r' ? at - 1 : at;
  }

  private boolean fill() throws IOException {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    if (end == buffer.length) {
      if (buffer.length >= LONGEST) {
        throw new IOException("a line is longer than %d bytes".formatted(LONGEST));
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  private static byte[] unmarked(byte[] line) {
    return startsWithMark(line) ? Arrays.copyOfRange(line, MARK.length, line.length) : line;
  }

  private static boolean startsWithMark(byte[] line) {
    return line.length >= MARK.length && Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length);
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }
}
