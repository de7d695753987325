package org.trialward.matcher;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.util.BitUtil;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.quantity.UcumUnit;

/** Reads what {@link ChartOutput} writes. */
final class ChartInput {
  private final IntFunction<String> words;
  private final ByteArrayDataInput bytes;
  private final int end;

  /** By place; a code that many facts carry is read once. */
  private final @Nullable Code[] codes;

  private long lastDay = DateForm.ORIGIN;

  ChartInput(IntFunction<String> words, byte[] bytes, int offset, int length) {
    this.words = words;
    this.bytes = new ByteArrayDataInput(bytes, offset, length);
    this.end = offset + length;
    this.codes = new @Nullable Code[number()];
  }

  boolean isAtEnd() {
    return bytes.getPosition() >= end;
  }

  int position() {
    return bytes.getPosition();
  }

  void moveTo(int position) {
    bytes.setPosition(position);
  }

  /** Dates from here on are counted anew. */
  void forgetDates() {
    lastDay = DateForm.ORIGIN;
  }

  int octet() {
    return bytes.readByte() & 0xFF;
  }

  int number() {
    return bytes.readVInt();
  }

  private long signed() {
    return BitUtil.zigZagDecode(bytes.readVLong());
  }

  String text() {
    return words.apply(number());
  }

  List<Code> codes() {
    return places(this::code);
  }

  List<String> words() {
    return places(words);
  }

  private <T> List<T> places(IntFunction<T> meaning) {
    int first = number();
    if (first == 0) {
      return List.of();
    }
    T only = meaning.apply((first >>> 1) - 1);
    return (first & 1) == 0 ? List.of(only) : places(only, meaning);
  }

  private <T> List<T> places(T first, IntFunction<T> meaning) {
    List<T> all = new ArrayList<>();
    all.add(first);
    int next;
    do {
      next = number();
      all.add(meaning.apply((next >>> 1) - 1));
    } while ((next & 1) == 1);
    return all;
  }

  private Code code(int place) {
    Code known = codes[place];
    if (known == null) {
      known = Word.code(words.apply(place));
      codes[place] = known;
    }
    return known;
  }

  Quantity quantity() {
    return new Quantity(decimal(), new UcumUnit(text()));
  }

  private BigDecimal decimal() {
    long head = bytes.readVLong();
    int scale = (int) head & ChartOutput.SCALE_FOLLOWS;
    if (scale < ChartOutput.SCALE_FOLLOWS) {
      return BigDecimal.valueOf(BitUtil.zigZagDecode(head >>> 2), scale);
    }
    int following = (int) signed();
    byte[] digits = new byte[(int) (head >>> 2)];
    bytes.readBytes(digits, 0, digits.length);
    return new BigDecimal(new BigInteger(digits), following);
  }

  Optional<Interval> date(DateForm form) {
    return form == DateForm.ABSENT ? Optional.empty() : Optional.of(interval(form));
  }

  private Interval interval(DateForm form) {
    lastDay += signed();
    LocalDate first = LocalDate.ofEpochDay(lastDay);
    return switch (form) {
      case ABSENT, DAY -> Interval.on(first);
      case MOMENT -> Interval.at(first.atTime(time()));
      case SPAN -> span(first);
    };
  }

  private Interval span(LocalDate first) {
    long days = bytes.readVLong();
    LocalDate last = LocalDate.ofEpochDay(lastDay + (days >>> 1));
    return (days & 1) == 1
        ? Interval.between(first, last)
        : new Interval(first.atTime(time()), last.atTime(time()));
  }

  private LocalTime time() {
    long time = bytes.readVLong();
    return LocalTime.ofNanoOfDay((time >>> 2) * DateForm.GRAINS.get((int) time & 3));
  }
}
