package org.trialward.workbench.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import org.trialward.workbench.bulk.BulkStore.Kind;

/**
 * What one resource gave, as it waits in the spool until all are there.
 *
 * <pre>
 * slip  length of the rest, tag of the patient (4 bytes each), key of the reference, number,
 *       updated (8 bytes each), first letter of the kind, whether it changes others (1 byte each), texts
 * text  length (4 bytes), UTF-8
 * </pre>
 */
final class Slip {

  /** Of the same resource, the one that counts comes first. */
  static final Comparator<Slip> NEWEST_FIRST =
      Comparator.comparingLong((Slip slip) -> slip.number)
          .thenComparingLong(slip -> slip.updated)
          .reversed()
          .thenComparing((a, b) -> Arrays.compareUnsigned(a.facts, b.facts))
          .thenComparing((a, b) -> Arrays.compareUnsigned(a.raw, b.raw));

  static final int TAG_AT = Integer.BYTES;
  static final int KEY_AT = TAG_AT + Integer.BYTES;
  private static final int NUMBER_AT = KEY_AT + Long.BYTES;
  private static final int UPDATED_AT = NUMBER_AT + Long.BYTES;
  private static final int KIND_AT = UPDATED_AT + Long.BYTES;
  private static final int OTHERS_AT = KIND_AT + 1;
  private static final int TEXTS_AT = OTHERS_AT + 1;

  final long key;
  final long number;
  final long updated;
  final Kind kind;
  final boolean others;
  final String patient;
  final String reference;
  final byte[] source;
  final byte[] facts;
  final byte[] unusable;
  final byte[] unmapped;

  /** Of a person: who that is to staff. */
  final byte[] identity;

  /** The resource, where others need it or it needs others; else empty. */
  final byte[] raw;

  private Slip(byte[] bytes, int from) {
    this.key = Bytes.int64(bytes, from + KEY_AT);
    this.number = Bytes.int64(bytes, from + NUMBER_AT);
    this.updated = Bytes.int64(bytes, from + UPDATED_AT);
    this.kind = kind(bytes[from + KIND_AT]);
    this.others = bytes[from + OTHERS_AT] != 0;
    Texts texts = new Texts(bytes, from + TEXTS_AT);
    this.patient = texts.nextText();
    this.reference = texts.nextText();
    this.source = texts.next();
    this.facts = texts.next();
    this.unusable = texts.next();
    this.unmapped = texts.next();
    this.identity = texts.next();
    this.raw = texts.next();
  }

  private Slip(Slip later, byte[] facts, byte[] unusable, byte[] unmapped) {
    this.key = later.key;
    this.number = later.number;
    this.updated = later.updated;
    this.kind = later.kind;
    this.others = later.others;
    this.patient = later.patient;
    this.reference = later.reference;
    this.source = later.source;
    this.facts = facts;
    this.unusable = unusable;
    this.unmapped = unmapped;
    this.identity = later.identity;
    this.raw = later.raw;
  }

  private static Kind kind(byte letter) {
    return switch (letter) {
      case 'P' -> Kind.PERSON;
      case 'F' -> Kind.FACTS;
      case 'L' -> Kind.LATER;
      default -> throw new IllegalStateException("A slip begins with `%d`.".formatted(letter));
    };
  }

  private static final class Texts {
    private final byte[] bytes;
    private int at;

    Texts(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    byte[] next() {
      int begin = at + Integer.BYTES;
      at = begin + Bytes.int32(bytes, at);
      return Arrays.copyOfRange(bytes, begin, at);
    }

    String nextText() {
      int begin = at + Integer.BYTES;
      int length = Bytes.int32(bytes, at);
      at = begin + length;
      return new String(bytes, begin, length, UTF_8);
    }
  }

  /** The one that begins here. */
  static Slip at(byte[] bytes, int from) {
    return new Slip(bytes, from);
  }

  /** How many bytes the one takes that begins here. */
  static int length(byte[] bytes, int from) {
    return Integer.BYTES + Bytes.int32(bytes, from);
  }

  /** What it turned out to say when others were there. */
  Slip saying(byte[] facts, byte[] unusable, byte[] unmapped) {
    return new Slip(this, facts, unusable, unmapped);
  }
}
