package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/** Rows in PostgreSQL's binary form of COPY (its manual, "COPY", Binary Format): no escaping. */
final class CopyBuffer {
  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(ISO_8859_1);
  private static final int NULL = -1;
  private static final int END = -1;
  private static final int JSONB_VERSION = 1;

  /** Of {@code int4}, in PostgreSQL's catalog {@code pg_type}. */
  private static final int INT4 = 23;

  private final Bytes out;
  private int rows;

  CopyBuffer(int capacity) {
    out = new Bytes(capacity);
    out.write(SIGNATURE);
    out.int32(0); // No flags.
    out.int32(0); // No further header.
  }

  void row(int columns) {
    out.int16(columns);
    rows++;
  }

  int rows() {
    return rows;
  }

  int size() {
    return out.size();
  }

  void number(long value) {
    out.int32(Long.BYTES);
    out.int64(value);
  }

  void text(String value) {
    out.sized(value.getBytes(UTF_8));
  }

  void text(byte[] utf8) {
    out.sized(utf8);
  }

  void text(Optional<String> value) {
    value.ifPresentOrElse(this::text, () -> out.int32(NULL));
  }

  /** Where a value begins whose parts are written one by one. */
  int begin() {
    int place = out.size();
    out.int32(0);
    return place;
  }

  int beginJsonb() {
    int place = begin();
    out.write(JSONB_VERSION);
    return place;
  }

  void part(byte[] bytes, int from, int to) {
    out.write(bytes, from, to - from);
  }

  void part(char ascii) {
    out.write(ascii);
  }

  void end(int place) {
    out.lengthAt(place);
  }

  void integers(int[] values) {
    int place = begin();
    out.int32(values.length == 0 ? 0 : 1); // Dimensions.
    out.int32(0); // No nulls.
    out.int32(INT4);
    if (values.length > 0) {
      out.int32(values.length);
      out.int32(1); // The first one's number.
      for (int value : values) {
        out.int32(Integer.BYTES);
        out.int32(value);
      }
    }
    end(place);
  }

  /** The rows of another one too, which is not finished either. */
  void add(CopyBuffer more) {
    int header = SIGNATURE.length + 2 * Integer.BYTES;
    out.write(more.out.array(), header, more.out.size() - header);
    rows += more.rows;
  }

  InputStream finished() {
    out.int16(END);
    return new ByteArrayInputStream(out.array(), 0, out.size());
  }
}
