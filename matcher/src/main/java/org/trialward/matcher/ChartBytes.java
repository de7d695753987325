package org.trialward.matcher;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.apache.lucene.util.BytesRef;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;

/**
 * A chart as bytes that an index can carry, so that single facts are read without reading the rest.
 * Kept is all that a verdict's truth can depend on, exactly. Not kept are display texts and
 * sources; a fact's source becomes its place in the chart, so that facts differ where they did
 * before.
 *
 * <pre>
 * chart   version (1 byte), length of the rest (4 bytes), number of words, person, facts
 * fact    kind, again and status (1 byte), length of the rest, codes, shape (1 byte), dates, more
 * codes   each twice its word's place plus two, plus one where another follows; 0 where none is
 * word    its place in the sorted list of the chart's words
 * date    days since the date before it in the same fact, and time or length where it has one
 * decimal unscaled value and scale
 * </pre>
 */
final class ChartBytes {
  /** Rises with every change of the layout or of {@link Numbering}. */
  static final byte VERSION = 1;

  private static final int HEADER = 1 + Integer.BYTES;

  private ChartBytes() {}

  /**
   * @param words every code, unit, country and language of the chart once, in the order of their
   *     UTF-8 bytes, as a sorted set of an index keeps them
   * @param bytes the rest, which names words by their place
   */
  record Encoded(List<String> words, BytesRef bytes) {}

  /** Writes twice: the first time only to meet the words. O(facts + words log words). */
  static Encoded encode(PatientChart chart) {
    Set<String> met = new HashSet<>();
    write(chart, new ChartOutput(word -> meet(word, met)));
    List<String> words = Word.sorted(met);
    ChartOutput rest = new ChartOutput(places(words));
    rest.number(words.size());
    write(chart, rest);
    byte[] bytes = rest.toBytes();
    ByteBuffer all = ByteBuffer.allocate(HEADER + bytes.length);
    all.put(VERSION).putInt(bytes.length).put(bytes);
    return new Encoded(words, new BytesRef(all.array()));
  }

  /** The chart with those of its facts that are wanted, in their order. */
  static PatientChart decode(
      PatientId id, IntFunction<String> words, BytesRef bytes, FactFilter wanted) {
    check(bytes);
    ChartInput in =
        new ChartInput(words, bytes.bytes, bytes.offset + HEADER, bytes.length - HEADER);
    Demographics demographics = PersonBytes.read(in);
    return new PatientChart(id, demographics, new FactReader(in, wanted).facts());
  }

  private static int meet(String word, Set<String> met) {
    met.add(word);
    return 0;
  }

  private static void write(PatientChart chart, ChartOutput out) {
    PersonBytes.write(chart.demographics(), out);
    new FactWriter(out).write(chart.facts());
  }

  private static ToIntFunction<String> places(List<String> words) {
    Map<String, Integer> places = HashMap.newHashMap(words.size());
    words.forEach(word -> places.put(word, places.size()));
    return word -> Objects.requireNonNull(places.get(word));
  }

  private static void check(BytesRef bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
    if (bytes.length > 0 && all.get() != VERSION) {
      throw new IllegalStateException(
          "A chart in the index has format `%d`, this version reads `%d`. Rebuild the index."
              .formatted(bytes.bytes[bytes.offset], VERSION));
    }
    if (bytes.length < HEADER || all.getInt() != all.remaining()) {
      throw new IllegalStateException(
          "A chart in the index is cut off or too long, at `%d` bytes. Rebuild the index."
              .formatted(bytes.length));
    }
  }
}
