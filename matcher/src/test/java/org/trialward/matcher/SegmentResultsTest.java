package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.UcumUnit;

/** What is unpacked into memory says what the columns on disk say, or that there is doubt. */
class SegmentResultsTest {
  private static final LocalDate DAY = LocalDate.of(2025, 3, 1);
  private static final int ALWAYS = SegmentResults.since(Integer.MIN_VALUE);
  private static final Code FIRST = Code.of("urn:lab", "first");
  private static final Code SECOND = Code.of("urn:lab", "second");
  private static final Series OF_ONE = series(Set.of(FIRST));
  private static final Series OF_BOTH = series(Set.of(FIRST, SECOND));

  private static Series series(Set<Code> codes) {
    return new Series(codes, Optional.empty(), new UcumUnit("g/L"));
  }

  /** A result of 10 to 10.9 on a day. */
  record Result(LocalDate day, int tenths) {
    long packed() {
      return PackedResult.of(day, BigDecimal.valueOf(100L + tenths, 1));
    }

    double value() {
      return (100 + tenths) / 10.0;
    }
  }

  private interface Reading {
    void of(SegmentResults results);
  }

  /** A patient each, with what is in the columns of these codes. */
  private static void read(Series series, List<Map<Code, Long>> patients, Reading reading) {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig(NotAnalyzed.ANALYZER))) {
      for (Map<Code, Long> columns : patients) {
        Document document = new Document();
        columns.forEach((code, packed) ->
            document.add(new NumericDocValuesField(PatientDocument.columns(code) + "g/L", packed)));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        PatientSegment segment = PatientSegment.read(leaf);
        reading.of(SegmentResults.read(new ResultColumn(series, segment, leaf), segment.size()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<Code, Long> first(LocalDate day, int tenths) {
    return Map.of(FIRST, new Result(day, tenths).packed());
  }

  @Property(seed = "20261123", tries = 200)
  void everyPatientHasTheirOwnResultOrNone(
      @ForAll("patients") List<Optional<Result>> patients, @ForAll("days") LocalDate from) {
    List<Map<Code, Long>> columns = new ArrayList<>();
    for (Optional<Result> result : patients) {
      columns.add(result.map(it -> Map.of(FIRST, it.packed())).orElse(Map.of()));
    }
    read(
        OF_ONE,
        columns,
        results -> {
          int since = SegmentResults.since((int) from.toEpochDay());
          for (int doc = 0; doc < patients.size(); doc++) {
            Optional<Result> counts = patients.get(doc).filter(it -> !it.day.isBefore(from));
            int place = results.place(doc, since);
            assertThat(place != SegmentResults.NO_RESULT)
                .as("%d", doc)
                .isEqualTo(counts.isPresent());
            counts.ifPresent(it -> assertThat(results.value(place)).isEqualTo(it.value()));
          }
        });
  }

  @Test
  void aResultOfTheFirstDayCountsAndOneOfTheDayBeforeDoesNot() {
    read(
        OF_ONE,
        List.of(first(DAY, 1), first(DAY.minusDays(1), 1)),
        results -> {
          int since = SegmentResults.since((int) DAY.toEpochDay());
          assertThat(results.value(results.place(0, since))).isEqualTo(10.1);
          assertThat(results.place(1, since)).isEqualTo(SegmentResults.NO_RESULT);
          assertThat(results.value(results.place(1, ALWAYS))).isEqualTo(10.1);
        });
  }

  @Test
  void aDayThatSixteenBitsDoNotHoldIsDoubtful() {
    LocalDate early = LocalDate.of(1925, 2, 1);
    LocalDate late = LocalDate.of(2105, 1, 1);
    read(
        OF_ONE,
        List.of(first(early, 1), first(late, 1), first(DAY, 1)),
        results -> {
          assertThat(results.place(0, ALWAYS)).isEqualTo(SegmentResults.DOUBTFUL);
          assertThat(results.place(1, ALWAYS)).isEqualTo(SegmentResults.DOUBTFUL);
          assertThat(results.value(results.place(2, ALWAYS))).isEqualTo(10.1);
        });
  }

  @Test
  void whatIsDoubtfulOnDiskIsDoubtfulWhateverTheWindow() {
    read(
        OF_ONE,
        List.of(Map.of(FIRST, PackedResult.DOUBTFUL)),
        results -> {
          assertThat(results.place(0, ALWAYS)).isEqualTo(SegmentResults.DOUBTFUL);
          assertThat(results.place(0, SegmentResults.since(Integer.MAX_VALUE)))
              .isEqualTo(SegmentResults.DOUBTFUL);
        });
  }

  @Test
  void moreValuesThanSixteenBitsTellApartAreDoubtfulAndNeverWrong() {
    int most = (1 << 16) - 2;
    List<Map<Code, Long>> columns = new ArrayList<>();
    for (int tenths = 0; tenths < most + 100; tenths++) {
      columns.add(first(DAY, tenths));
    }
    columns.add(first(DAY, 7));
    read(
        OF_ONE,
        columns,
        results -> {
          for (int tenths = 0; tenths < most; tenths++) {
            assertThat(results.value(results.place(tenths, ALWAYS)))
                .isEqualTo((100 + tenths) / 10.0);
          }
          for (int tenths = most; tenths < most + 100; tenths++) {
            assertThat(results.place(tenths, ALWAYS)).isEqualTo(SegmentResults.DOUBTFUL);
          }
          assertThat(results.value(results.place(most + 100, ALWAYS))).isEqualTo(10.7);
        });
  }

  @Test
  void ofTwoColumnsTheLaterResultCountsAndTwoOfOneDayMustSayTheSame() {
    long early = new Result(DAY.minusDays(1), 1).packed();
    long late = new Result(DAY, 2).packed();
    long other = new Result(DAY, 3).packed();
    List<Map<Code, Long>> columns =
        List.of(
            Map.of(FIRST, early, SECOND, late),
            Map.of(),
            Map.of(FIRST, late, SECOND, early),
            Map.of(SECOND, late),
            Map.of(FIRST, late, SECOND, late),
            Map.of(FIRST, late, SECOND, other));
    read(
        OF_BOTH,
        columns,
        results -> {
          for (int doc : new int[] {0, 2, 3, 4}) {
            assertThat(results.value(results.place(doc, ALWAYS))).isEqualTo(10.2);
          }
          assertThat(results.place(1, ALWAYS)).isEqualTo(SegmentResults.NO_RESULT);
          assertThat(results.place(5, ALWAYS)).isEqualTo(SegmentResults.DOUBTFUL);
        });
  }

  /** Enough to cross the words of a bit set, many of them without a result. */
  @Provide
  Arbitrary<List<Optional<Result>>> patients() {
    return Combinators.combine(days(), Arbitraries.integers().between(0, 9))
        .as(Result::new)
        .optional(0.4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<LocalDate> days() {
    return Arbitraries.integers().between(0, 20).map(DAY::minusDays);
  }
}
