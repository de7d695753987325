package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.matcher.ChartBytes.Encoded;
import org.trialward.matcher.Worlds.Event;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Comparator;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Verdict;

@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class ChartBytesTest {
  private static final PatientId ID = new PatientId("p");

  @Property(seed = "20261123", tries = 1000)
  void aChartComesBackAsItWasButForTextsAndSources(@ForAll("charts") PatientChart chart) {
    assertThat(decode(ChartBytes.encode(chart), FactFilter.EVERYTHING))
        .usingRecursiveComparison()
        .isEqualTo(Charts.withoutTexts(chart));
  }

  @Property(seed = "20261123", tries = 300)
  void wordsStandOnceInTheOrderOfTheirBytes(@ForAll("charts") PatientChart chart) {
    List<BytesRef> words = ChartBytes.encode(chart).words().stream().map(BytesRef::new).toList();
    assertThat(words).isSorted().doesNotHaveDuplicates();
  }

  @Property(seed = "20261123", tries = 300)
  void onlyWantedFactsComeBackInTheirOrder(
      @ForAll("charts") PatientChart chart, @ForAll Set<FactKind> whole, @ForAll int salt) {
    Encoded encoded = ChartBytes.encode(chart);
    FactFilter some = new Some(encoded.words(), whole, salt);
    List<Fact> all = Charts.withoutTexts(chart).facts();
    assertThat(decode(encoded, some).facts())
        .containsExactlyElementsOf(all.stream().filter(f -> isWanted(f, encoded, some)).toList());
  }

  /** About every third code of a kind, and some kinds whole. */
  private record Some(List<String> words, Set<FactKind> whole, int salt) implements FactFilter {
    @Override
    public boolean wants(FactKind kind) {
      return whole.contains(kind);
    }

    @Override
    public boolean wants(FactKind kind, int word) {
      return Math.floorMod(Objects.hash(kind.name(), words.get(word), salt), 3) == 0;
    }
  }

  private static boolean isWanted(Fact fact, Encoded encoded, FactFilter some) {
    FactKind kind = FactKind.of(fact);
    return some.wants(kind)
        || fact.codes().stream()
            .anyMatch(code -> some.wants(kind, encoded.words().indexOf(Word.of(code))));
  }

  @Property(seed = "20261123", tries = 300)
  void everyTruthIsTheSameBeforeAndAfter(
      @ForAll("histories") List<Event> history,
      @ForAll("patients") List<PatientSnapshot> patients,
      @ForAll @IntRange(max = 500) int daysEarlier) {
    for (PatientSnapshot patient : patients) {
      PatientChart before =
          new PatientChart(patient.id(), patient.demographics(), patient.all(Fact.class));
      PatientChart after = decode(ChartBytes.encode(before), FactFilter.EVERYTHING);
      for (var day : List.of(patient.asOf(), patient.asOf().minusDays(daysEarlier))) {
        assertThat(trials(history).map(trial -> truths(trial, after.asOf(day))))
            .containsExactlyElementsOf(
                trials(history).map(trial -> truths(trial, before.asOf(day))).toList());
      }
    }
  }

  private static Stream<Trial> trials(List<Event> history) {
    return history.stream()
        .flatMap(event -> event instanceof Event.Put(var trial) ? Stream.of(trial) : Stream.of());
  }

  private static String truths(Trial trial, PatientSnapshot patient) {
    Verdict verdict = Eligibility.of(trial, patient);
    return verdict.outcome() + " " + verdict.findings().stream().map(Finding::truth).toList();
  }

  @Provide
  Arbitrary<PatientChart> charts() {
    return Charts.charts();
  }

  @Provide
  Arbitrary<List<Event>> histories() {
    return Worlds.histories();
  }

  @Provide
  Arbitrary<List<PatientSnapshot>> patients() {
    return Worlds.patients();
  }

  @Nested
  class AnOrdinaryChart {
    /** As many facts as give most words a place of two bytes. */
    private final List<Fact> facts =
        IntStream.range(0, 400)
            .<Fact>mapToObj(i -> i % 2 == 0 ? diagnosis(i, i) : measurement(i, i))
            .toList();

    @Test
    void aPlainDiagnosisTakesAtMostEightBytes() {
      assertThat(bytesOf(diagnosis(0, 500))).isLessThanOrEqualTo(8);
    }

    @Test
    void aPlainMeasurementTakesAtMostTwelveBytes() {
      assertThat(bytesOf(measurement(1, 500))).isLessThanOrEqualTo(12);
    }

    @Test
    void aFactThatIsNotWantedReadsNoWord() {
      BytesRef bytes = ChartBytes.encode(chart(facts)).bytes();
      PatientChart read = ChartBytes.decode(ID, ChartBytesTest::noWord, bytes, NOTHING);
      assertThat(read).isEqualTo(Charts.withoutTexts(chart(List.of())));
    }

    @Test
    void itIsReadFromTheMiddleOfALargerArray() {
      Encoded encoded = ChartBytes.encode(chart(facts));
      byte[] larger = new byte[encoded.bytes().length + 20];
      Arrays.fill(larger, (byte) 0xFF);
      System.arraycopy(encoded.bytes().bytes, 0, larger, 7, encoded.bytes().length);
      BytesRef middle = new BytesRef(larger, 7, encoded.bytes().length);
      assertThat(ChartBytes.decode(ID, encoded.words()::get, middle, FactFilter.EVERYTHING))
          .isEqualTo(Charts.withoutTexts(chart(facts)));
    }

    @Test
    void itIsRefusedWhereverItIsCutOff() {
      Encoded encoded = ChartBytes.encode(chart(facts.subList(0, 20)));
      for (int length = 0; length < encoded.bytes().length; length++) {
        BytesRef cut = new BytesRef(encoded.bytes().bytes, 0, length);
        assertThatThrownBy(() -> decode(new Encoded(encoded.words(), cut), FactFilter.EVERYTHING))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("Rebuild the index.");
      }
    }

    @Test
    void itIsRefusedInAnotherFormat() {
      Encoded encoded = ChartBytes.encode(chart(facts));
      encoded.bytes().bytes[0] = ChartBytes.VERSION + 1;
      assertThatThrownBy(() -> decode(encoded, FactFilter.EVERYTHING))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "A chart in the index has format `2`, this version reads `1`. Rebuild the index.");
    }

    private int bytesOf(Fact further) {
      List<Fact> more = Stream.concat(facts.stream(), Stream.of(further)).toList();
      return ChartBytes.encode(chart(more)).bytes().length
          - ChartBytes.encode(chart(facts)).bytes().length;
    }
  }

  @Test
  void halfASurrogatePairBecomesTheReplacementCharacter() {
    Encoded encoded = ChartBytes.encode(chart(List.of(coded("a\uD800"), coded("a\uDC00"))));
    assertThat(encoded.words()).containsExactly("urn:s|a\uFFFD");
    assertThat(decode(encoded, FactFilter.EVERYTHING).facts())
        .extracting(fact -> fact.codes().getFirst().value(), fact -> fact.source().id())
        .containsExactly(tuple("a\uFFFD", "0"), tuple("a\uFFFD", "1"));
  }

  private static final FactFilter NOTHING =
      new FactFilter() {
        @Override
        public boolean wants(FactKind kind) {
          return false;
        }

        @Override
        public boolean wants(FactKind kind, int word) {
          return false;
        }
      };

  private static String noWord(int place) {
    throw new AssertionError("word " + place + " was read");
  }

  private static PatientChart decode(Encoded encoded, FactFilter wanted) {
    return ChartBytes.decode(ID, encoded.words()::get, encoded.bytes(), wanted);
  }

  private static PatientChart chart(List<Fact> facts) {
    Demographics person =
        new Demographics(
            on("1960-05-01"),
            Optional.of(Sex.FEMALE),
            new Death.NotRecorded(),
            Residence.NOT_RECORDED,
            List.of(),
            new Source("Patient", "p", "1"));
    return new PatientChart(ID, person, facts);
  }

  private static Fact diagnosis(int i, int source) {
    return new Diagnosis(
        List.of(Code.of("http://snomed.info/sct", String.valueOf(10_000_000 + i))),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        on("2019-03-04"),
        Optional.empty(),
        on("2019-03-04"),
        List.of(),
        List.of(),
        new Source("Condition", String.valueOf(source), "1"));
  }

  private static Fact measurement(int i, int source) {
    return new Measurement(
        List.of(Code.of("http://loinc.org", 1000 + i + "-8")),
        Measurement.Status.FINAL,
        new Result.Numeric(Comparator.EXACT, Quantity.of("123.4", "mg/dL")),
        ReferenceRange.NOT_REPORTED,
        on("2024-11-30"),
        new Source("Observation", String.valueOf(source), "1"));
  }

  private static Fact coded(String value) {
    return new Diagnosis(
        List.of(Code.of("urn:s", value)),
        ClinicalStatus.NOT_SAID,
        Verification.CONFIRMED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new Source("Condition", "1", "1"));
  }

  private static Optional<Interval> on(String day) {
    return Interval.ofPartialDate(day);
  }
}
