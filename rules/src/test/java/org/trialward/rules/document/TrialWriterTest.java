package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;

/** What is printed reads back as what it was. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
class TrialWriterTest {

  @Property(seed = "20261123", tries = 2000)
  void anyTrialReadsBackAsItself(@ForAll Random random) {
    Trial trial = new AnyTrial(random).trial();
    String printed = TrialWriter.print(trial);
    TrialReading reading = read(printed);
    assertThat(reading.mistakes()).as(printed).isEmpty();
    assertThat(reading.trial()).as(printed).contains(trial);
  }

  @Example
  void everyKindOfCharacteristicIsAmongThose() {
    AnyTrial any = new AnyTrial(new Random(1));
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      any.trial().criteria().forEach(c -> kinds.addAll(AnyTrial.kinds(c.when())));
    }
    assertThat(kinds).containsAll(allKinds(Characteristic.class).toList());
    assertThat(kinds).containsAll(allKinds(Characteristic.Measure.class).toList());
    assertThat(kinds).containsAll(allKinds(Characteristic.ResultTest.class).toList());
  }

  private static Stream<Class<?>> allKinds(Class<?> kind) {
    return kind.isSealed()
        ? Stream.of(kind.getPermittedSubclasses()).flatMap(TrialWriterTest::allKinds)
        : Stream.of(kind);
  }

  @Example
  void everyTrialOfTheDemoReadsBackAsItself() throws IOException {
    List<TrialReading> demo = TrialReader.readAll(Path.of("../demo/trials"));
    List<Trial> trials = demo.stream().flatMap(read -> read.trial().stream()).toList();
    assertThat(trials).isNotEmpty();
    assertThat(trials)
        .allSatisfy(trial -> assertThat(read(TrialWriter.print(trial)).trial()).contains(trial));
  }

  @Example
  void whatIsPrintedIsWhatAPersonWouldWrite() {
    ValueSet nuts =
        new ValueSet(
            "nuts", Set.of(new Code(CodeSystem.SNOMED.uri(), "91935009", "Allergy to peanut")));
    Trial trial =
        trial(
            new AnyOf(
                List.of(
                    new Age(
                        new AgeRange(
                            Optional.of(new Span(18, CalendarUnit.YEARS)), Optional.empty()),
                        Optional.empty()),
                    new AllergicTo(nuts, Silence.MEANS_UNKNOWN))));
    assertThat(TrialWriter.print(trial))
        .isEqualTo(
            """
            trialward: 1
            id: T-1
            version: 1
            title: A trial
            area: an area
            status: recruiting
            codes:
              nuts:
                snomed:
                  91935009: Allergy to peanut
            criteria:
              - id: one
                kind: inclusion
                text: One.
                when:
                  any:
                    - {age: {at-least: 18 years}}
                    - {allergy: {of: nuts, silence: unknown}}
            """);
  }

  @Example
  void differentSetsOfOneNameAreToldApart() {
    ValueSet one = new ValueSet("set", Set.of(Code.of("urn:a", "1")));
    ValueSet other = new ValueSet("set", Set.of(Code.of("urn:a", "2")));
    String printed =
        TrialWriter.print(
            trial(
                new AnyOf(
                    List.of(
                        new AllergicTo(one, Silence.MEANS_NO),
                        new AllergicTo(other, Silence.MEANS_NO),
                        new AllergicTo(one, Silence.MEANS_NO)))));
    assertThat(read(printed).trial().orElseThrow().criteria().getFirst().when())
        .isEqualTo(
            new AnyOf(
                List.of(
                    new AllergicTo(one, Silence.MEANS_NO),
                    new AllergicTo(new ValueSet("set-2", other.codes()), Silence.MEANS_NO),
                    new AllergicTo(one, Silence.MEANS_NO))));
  }

  @Example
  void aResidenceNearASiteReadsBackWithoutTheTableOfPostalCodes() {
    Places places =
        new Places(
            Map.of(
                "US 02139", new Places.Point(42.3647, -71.1042),
                "US 02140", new Places.Point(42.3932, -71.1338),
                "US 10001", new Places.Point(40.7506, -73.9972)));
    String written =
        """
        trialward: 1
        id: T-1
        version: 1
        title: A trial
        area: an area
        status: recruiting
        sites: {name: Hospital, country: US, postal-code: 02139}
        criteria:
          - id: near
            kind: inclusion
            text: Lives near.
            when: {residence: {country: [CA], within: 50 km}}
        """;
    Trial trial =
        TrialReader.read("t.yaml", written.getBytes(StandardCharsets.UTF_8), over(places))
            .trial()
            .orElseThrow();
    String printed = TrialWriter.print(trial);
    assertThat(printed)
        .contains("postal-code: [US 02139, US 02140]")
        .contains("described: in CA or within 50 km of a site");
    assertThat(read(printed).trial()).contains(trial);
  }

  private static Vocabulary over(Places places) {
    Vocabulary nothing = Vocabulary.EMPTY;
    return new Vocabulary(
        nothing.sets(),
        nothing.definitions(),
        nothing.valueSets(),
        nothing.products(),
        places,
        nothing.translations(),
        nothing.table(),
        nothing.version());
  }

  /** More than 1 MB, as trial files may not be. */
  @Example
  void aSetOfAllCodesOfALargeValueSetReadsBack() {
    Set<Code> codes =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Code("urn:site", "code-" + i, "A display of usual length"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Trial trial = trial(new AllergicTo(new ValueSet("large", codes), Silence.MEANS_NO));
    String printed = TrialWriter.print(trial);
    assertThat(printed.length()).isGreaterThan(2 << 20);
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(read(printed).trial()).contains(trial));
  }

  /** Definitions of some levels that use each other are one deep criterion when written out. */
  @Example
  void whatIsNestedDeeperThanATrialFileMayBeReadsBack() {
    Characteristic when = new SexIs(Sex.FEMALE);
    for (int i = 0; i < 300; i++) {
      when = new AtLeast(1, List.of(when));
    }
    Trial trial = trial(when);
    assertThat(read(TrialWriter.print(trial)).trial()).contains(trial);
  }

  /** YAML ends a key without a question mark at 1024 characters. */
  @Example
  void aCodeAndItsSetMayHaveLongNames() {
    for (int length : List.of(1023, 1024, 1025, 20_000)) {
      String name = "é:".repeat(length).substring(0, length);
      ValueSet set = new ValueSet(name, Set.of(new Code("urn:site:codes", name, name)));
      Trial trial = trial(new AllergicTo(set, Silence.MEANS_NO));
      assertThat(read(TrialWriter.print(trial)).mistakes()).isEmpty();
      assertThat(read(TrialWriter.print(trial)).trial()).contains(trial);
    }
  }

  @Example
  void noNameOfTheProgramLeaksIntoWhatWasPrinted() {
    String printed =
        TrialWriter.print(trial(new SexIs(Sex.FEMALE)))
            .replace("{sex: female}", "{measurement: {of: weight, value: {at-least: 7 kg}}}");
    assertThat(Vocabulary.standard().sets()).containsKey("weight");
    assertThat(read(printed).mistakes())
        .singleElement()
        .asString()
        .contains("the set `weight` is not defined");
  }

  private static Trial trial(Characteristic when) {
    return new Trial(
        new TrialId("T-1"),
        "1",
        "A trial",
        "an area",
        RecruitmentStatus.RECRUITING,
        Dossier.EMPTY,
        Optional.empty(),
        List.of(new EligibilityCriterion("one", Kind.INCLUSION, "One.", List.of(), when)));
  }

  private static TrialReading read(String text) {
    return TrialReader.readPrinted("printed.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
