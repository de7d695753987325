package org.trialward.matcher;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BitUtil;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;

/** The values of a chart as bytes, short where they are common; {@link ChartInput} reads them. */
final class ChartOutput {
  /** Low bits of a decimal say its scale, or that the scale follows. */
  static final int SCALE_FOLLOWS = 3;

  private static final int LONGEST_SHORT = 60;

  private final ToIntFunction<String> places;
  private byte[] bytes = new byte[64];
  private int size;
  private long lastDay = DateForm.ORIGIN;

  ChartOutput(ToIntFunction<String> places) {
    this.places = places;
  }

  /** An empty one with the same words. */
  ChartOutput part() {
    return new ChartOutput(places);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void octet(int value) {
    bytes = ArrayUtil.grow(bytes, size + 1);
    bytes[size++] = (byte) value;
  }

  /** Not negative; seven bits a byte, the lowest first, as Lucene's variable-length numbers. */
  void number(long value) {
    long rest = value;
    while (rest > 0x7F) {
      octet((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void signed(long value) {
    number(BitUtil.zigZagEncode(value));
  }

  void octets(byte[] values) {
    bytes = ArrayUtil.grow(bytes, size + values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  /** The part's length, then the part. */
  void sized(ChartOutput part) {
    number(part.size);
    octets(part.toBytes());
  }

  void text(String text) {
    number(places.applyAsInt(Word.wellFormed(text)));
  }

  void codes(List<Code> codes) {
    words(codes.stream().map(Word::of).toList());
  }

  void words(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      int another = i + 1 < words.size() ? 1 : 0;
      number((places.applyAsInt(words.get(i)) + 1L) << 1 | another);
    }
    if (words.isEmpty()) {
      number(0);
    }
  }

  void quantity(Quantity quantity) {
    decimal(quantity.value());
    text(quantity.unit().code());
  }

  private void decimal(BigDecimal decimal) {
    BigInteger unscaled = decimal.unscaledValue();
    int scale = decimal.scale();
    if (scale >= 0 && scale < SCALE_FOLLOWS && unscaled.bitLength() < LONGEST_SHORT) {
      number(BitUtil.zigZagEncode(unscaled.longValue()) << 2 | scale);
      return;
    }
    byte[] digits = unscaled.toByteArray();
    number((long) digits.length << 2 | SCALE_FOLLOWS);
    signed(scale);
    octets(digits);
  }

  /** In the form that {@link DateForm#of(Optional)} gives; the form itself is written apart. */
  void date(Optional<Interval> date) {
    date.ifPresent(this::date);
  }

  private void date(Interval date) {
    long first = date.firstDay().toEpochDay();
    signed(first - lastDay);
    lastDay = first;
    switch (DateForm.of(Optional.of(date))) {
      case ABSENT, DAY -> {}
      case MOMENT -> time(date.earliest().toLocalTime());
      case SPAN -> span(date, date.lastDay().toEpochDay() - first);
    }
  }

  private void span(Interval date, long days) {
    boolean whole = DateForm.isOfWholeDays(date);
    number(days << 1 | (whole ? 1 : 0));
    if (!whole) {
      time(date.earliest().toLocalTime());
      time(date.latest().toLocalTime());
    }
  }

  private void time(LocalTime time) {
    long nanos = time.toNanoOfDay();
    int grain = 0;
    while (nanos % DateForm.GRAINS.get(grain) != 0) {
      grain++;
    }
    number((nanos / DateForm.GRAINS.get(grain)) << 2 | grain);
  }
}
