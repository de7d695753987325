package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AllergicTo;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.Certainty;
import org.trialward.rules.criterion.Characteristic.Choice;
import org.trialward.rules.criterion.Characteristic.Diagnosed;
import org.trialward.rules.criterion.Characteristic.LivesIn;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.Characteristic.Medicated;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.Characteristic.Presence;
import org.trialward.rules.criterion.Characteristic.ResultTest;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.criterion.Characteristic.Taken;
import org.trialward.rules.criterion.Characteristic.Underwent;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.QuantityRange;
import org.trialward.rules.criterion.QuantityRange.Bound;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.criterion.Span;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;

class TrialReaderTest {

  /** Two sets and one criterion, to be asked anything. */
  private static String asking(String when) {
    return """
    trialward: 1
    id: NCT00000001
    version: "1.10"
    title: A trial
    area: an area
    status: recruiting
    codes:
      a: {snomed: {44054006: One}}
      b: {"urn:site": {x: Two}}
    criteria:
      - {id: uses-a, kind: inclusion, text: A., when: {procedure: a}}
      - {id: uses-b, kind: exclusion, text: B., when: {procedure: b}}
      - id: asked
        kind: inclusion
        text: What is asked.
        when: %s
    """
        .formatted(when);
  }

  static TrialReading read(String text) {
    return TrialReader.read("trial.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> mistakes(String text) {
    TrialReading reading = read(text);
    assertThat(reading.trial()).isEmpty();
    return reading.mistakes().stream().map(Mistake::toString).toList();
  }

  private static void assertOneMistake(String text, int line, String... words) {
    assertThat(mistakes(text))
        .singleElement()
        .asString()
        .startsWith("trial.yaml:" + line + ": ")
        .contains(words);
  }

  private static final ValueSet A =
      new ValueSet("a", Set.of(Code.of("http://snomed.info/sct", "44054006")));
  private static final ValueSet B = new ValueSet("b", Set.of(Code.of("urn:site", "x")));

  private static Optional<Window> last(int length, CalendarUnit unit) {
    return Optional.of(Window.last(length, unit));
  }

  private static QuantityRange range(Optional<Bound> lower, Optional<Bound> upper) {
    return new QuantityRange(lower, upper);
  }

  private static Optional<Bound> bound(String number, String unit, boolean included) {
    return Optional.of(new Bound(Quantity.of(number, unit), included));
  }

  private static Diagnosed diagnosed(
      Presence presence, Optional<Window> onset, Optional<Window> recorded, Silence silence) {
    return new Diagnosed(
        A,
        presence,
        Certainty.CONFIRMED,
        onset,
        recorded,
        Optional.empty(),
        Optional.empty(),
        silence);
  }

  private static Medicated medicated(Taken taken, Silence silence) {
    return new Medicated(B, taken, Optional.empty(), Optional.empty(), silence);
  }

  record Reads(String when, Characteristic as) {}

  static List<Reads> everyCharacteristic() {
    Optional<Window> always = Optional.empty();
    return List.of(
        new Reads(
            "{age: {at-least: 18 years, at-most: 75 years}}",
            new Characteristic.Age(
                new AgeRange(
                    Optional.of(new Span(18, CalendarUnit.YEARS)),
                    Optional.of(new Span(76, CalendarUnit.YEARS))),
                Optional.empty())),
        new Reads(
            "{age: {more-than: 2 weeks, less-than: 1 month}}",
            new Characteristic.Age(
                new AgeRange(
                    Optional.of(new Span(3, CalendarUnit.WEEKS)),
                    Optional.of(new Span(1, CalendarUnit.MONTHS))),
                Optional.empty())),
        new Reads("{sex: male}", new SexIs(Sex.MALE)),
        new Reads(
            "{residence: {postal-code: [US 02139, SW1A 1AA, HM 12]}}",
            new LivesIn(
                "at postal code US 02139 or SW1A 1AA or HM 12",
                Set.of(),
                Set.of("US 02139", "SW1A1AA", "HM12"))),
        new Reads(
            "{residence: {country: [CA], postal-code: [us 021*], described: near Boston}}",
            new LivesIn("near Boston", Set.of("CA"), Set.of("US 021*"))),
        new Reads("{diagnosis: a}", diagnosed(Presence.CURRENT, always, always, Silence.MEANS_NO)),
        new Reads(
            "{diagnosis: {of: a, status: ever, onset-within: 2 years, recorded-within: 1 day,"
                + " silence: unknown}}",
            diagnosed(
                Presence.EVER,
                last(2, CalendarUnit.YEARS),
                last(1, CalendarUnit.DAYS),
                Silence.MEANS_UNKNOWN)),
        new Reads("{medication: b}", medicated(new Taken.Now(), Silence.MEANS_NO)),
        new Reads(
            "{medication: {of: b, taken: ever}}", medicated(new Taken.Ever(), Silence.MEANS_NO)),
        new Reads(
            "{medication: {of: b, taken: {within: 90 days}, silence: unknown}}",
            medicated(new Taken.During(Window.last(90, CalendarUnit.DAYS)), Silence.MEANS_UNKNOWN)),
        new Reads(
            "{procedure: {of: a, within: 6 months}}",
            new Underwent(A, last(6, CalendarUnit.MONTHS), Silence.MEANS_NO)),
        new Reads("{allergy: {of: a}}", new AllergicTo(A, Silence.MEANS_NO)),
        new Reads(
            "{measurement: {of: a, value: {at-least: 7.0 %, less-than: 10 %}, within: 90 days,"
                + " choose: any, silence: means-no}}",
            new Measured(
                new Measure.Coded(A),
                new ResultTest.InRange(range(bound("7", "%", true), bound("10", "%", false))),
                last(90, CalendarUnit.DAYS),
                Choice.ANY,
                Silence.MEANS_NO)),
        new Reads(
            "{measurement: {of: a, value: {more-than: -1.5}}}",
            new Measured(
                new Measure.Coded(A),
                new ResultTest.InRange(range(bound("-1.5", "1", false), Optional.empty())),
                always,
                Choice.LATEST,
                Silence.MEANS_UNKNOWN)),
        new Reads(
            "{measurement: {of: a, is: b}}",
            new Measured(
                new Measure.Coded(A),
                new ResultTest.CodedAs(B),
                always,
                Choice.LATEST,
                Silence.MEANS_UNKNOWN)),
        new Reads(
            "{all: [{sex: male}, {not: {sex: female}}]}",
            new AllOf(List.of(new SexIs(Sex.MALE), new Not(new SexIs(Sex.FEMALE))))),
        new Reads("{any: [{sex: male}]}", new AnyOf(List.of(new SexIs(Sex.MALE)))),
        new Reads(
            "{at-least: {count: 1, of: [{sex: male}, {sex: female}]}}",
            new AtLeast(1, List.of(new SexIs(Sex.MALE), new SexIs(Sex.FEMALE)))),
        new Reads("{needs-a-person: Judgement.}", new NeedsAPerson("Judgement.")),
        new Reads("{not-yet-supported: QTcF.}", new NotYetSupported("QTcF.")));
  }

  @ParameterizedTest
  @MethodSource("everyCharacteristic")
  void aCharacteristicIsReadAsItIsDocumented(Reads example) {
    TrialReading reading = read(asking(example.when()));
    assertThat(reading.mistakes()).isEmpty();
    assertThat(reading.trial().orElseThrow().criteria().getLast().when()).isEqualTo(example.as());
  }

  @Test
  void theFileSaysWhatTheTrialIs() {
    String text =
        asking("{sex: male}")
            .replace("status: recruiting", "status: not-yet-recruiting")
            .replace(
                "codes:",
                "registry: {record: NCT00000009, not-criteria: {3: points elsewhere, sex: said}}\ncodes:")
            .replace("when:", "registry: [1, minimumAge], when:")
            .replace("    registry: [1, minimumAge], when:", "    registry: 2\n    when:");
    Trial trial = read(text).trial().orElseThrow();
    assertThat(trial.id()).hasToString("NCT00000001");
    assertThat(trial.version()).isEqualTo("1.10");
    assertThat(trial.status()).isEqualTo(RecruitmentStatus.NOT_YET_RECRUITING);
    assertThat(trial.registry())
        .hasValue(
            new RegistryReference(
                "NCT00000009", java.util.Map.of("3", "points elsewhere", "sex", "said")));
    assertThat(trial.criteria())
        .extracting(EligibilityCriterion::registry)
        .containsExactly(List.of("1", "minimumAge"), List.of("1", "minimumAge"), List.of("2"));
  }

  @Test
  void theDemoTrialsHoldNoMistake() throws IOException {
    Path folder = Path.of("../demo/trials");
    List<TrialReading> readings = TrialReader.readAll(folder);
    assertThat(readings).flatExtracting(TrialReading::mistakes).isEmpty();
    assertThat(readings)
        .filteredOn(reading -> reading.trial().isEmpty())
        .extracting(TrialReading::file)
        .containsExactly(folder.resolve("shared.codes.yaml").toString());
    assertThat(readings).hasSizeGreaterThanOrEqualTo(26);
  }

  @Test
  void theExampleOfTheDocumentationHoldsNoMistakeButTheSetsLeftOut() throws IOException {
    String page = Files.readString(Path.of("../docs/trial-file.md"));
    String example = page.substring(page.indexOf("```yaml") + 8, page.indexOf("```\n\n## Keys"));
    String complete =
        example.replace(
            "\ncriteria:",
            """

              severe-kidney-disease: {snomed: {46177005: End-stage renal disease}}
              heart-attack: {snomed: {22298006: Myocardial infarction}}
              creatinine: {loinc: {2160-0: Creatinine}}
            criteria:\
            """);
    TrialReading reading = read(complete);
    assertThat(reading.mistakes()).isEmpty();
    assertThat(reading.trial().orElseThrow().criteria()).hasSize(7);
  }

  @Test
  void everyMistakeIsReportedAtOnceWithItsLineAndRemedy() {
    String text =
        """
        trialward: 1
        id: NCT 1
        version: "1"
        title: A trial
        area: an area
        status: recrutiing
        codes:
          diabetes: {snomed: {44054006: Type 2 diabetes}}
        criteria:
          - id: age
            kind: inclusion
            text: Adult.
            when:
              age: {at-least: 18}
          - id: diabetes
            kind: inclusion
            text: Has diabetes.
            when:
              diagnosis: diabtes
          - id: other
            kind: exclusion
            text: Anything.
            wen: {sex: male}
        """;
    assertThat(mistakes(text))
        .containsExactly(
            "trial.yaml:2: the trial id `NCT 1` has a character that ids may not have."
                + " Use letters, digits, `-`, `_` and `.`, at most 64.",
            "trial.yaml:6: unknown status `recrutiing`. Did you mean `recruiting`.",
            "trial.yaml:8: the set `diabetes` is never used. Use it in a criterion or remove it.",
            "trial.yaml:14: `18` is not an age. Write a whole number of days, weeks, months or"
                + " years, at most 150 years, e.g. `18 years`.",
            "trial.yaml:19: unknown set `diabtes`. Did you mean `diabetes`.",
            "trial.yaml:20: `when` is missing. Add `when: {age: {at-least: 18 years}}`.",
            "trial.yaml:23: unknown key of a criterion `wen`. Did you mean `when`.");
  }

  @Nested
  class AMistake {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{sex: femal}                                  | Did you mean `female`",
          "{diagnosis: c}                                | unknown set `c`",
          "{diagnosis: {of: a, status: now}}             | unknown status `now`",
          "{diagnosis: {of: a, satus: ever}}             | Did you mean `status`",
          "{diagnosis: {status: ever}}                   | `of` is missing",
          "{diagnosis: [a]}                              | `diagnosis` must be a mapping",
          "{diagnosis: a, procedure: a}                  | exactly one characteristic",
          "{}                                            | exactly one characteristic",
          "diagnosis                                     | exactly one characteristic",
          "{[a]: b}                                      | unknown characteristic",
          "{diagnosys: a}                                | Did you mean `diagnosis`",
          "{xyzzy: a}                                    | Write one of the 23 that are known",
          "{medication: {of: a, taken: {within: 0 days}}} | a window of nothing",
          "{medication: {of: a, taken: {within: 90}}}    | is not a window",
          "{medication: {of: a, taken: {within: 200 years}}} | is not a window",
          "{medication: {of: a, taken: {}}}              | `within` is missing",
          "{medication: {of: a, taken: sometimes}}       | unknown taken `sometimes`",
          "{medication: {of: a, silence: yes}}           | unknown silence `yes`",
          "{age: {at-least: 18 years, more-than: 20 years}} | two lower bounds",
          "{age: {at-most: 18 years, less-than: 20 years}} | two upper bounds",
          "{age: {at-least: 19 years, at-most: 18 years}} | no age lies between",
          "{age: {at-least: 19 years, less-than: 19 years}} | no age lies between",
          "{age: {}}                                     | `age` has no bound",
          "{age: 18 years}                               | `age` must be a mapping",
          "{age: {at-least: 1.5 years}}                  | is not an age",
          "{measurement: {of: a}}                        | either `value` or `is`",
          "{measurement: {of: a, value: {at-least: 1}, is: b}} | either `value` or `is`",
          "{measurement: {of: a, value: {}}}             | `value` has no bound",
          "{measurement: {of: a, value: {at-least: 7 percent}}} | `percent` is not a UCUM unit",
          "{measurement: {of: a, value: {at-least: 7 mg per dL}}} | not a number with a unit",
          "{measurement: {of: a, value: {at-least: about 7}}} | not a number with a unit",
          "{measurement: {of: a, value: {at-least: '7,5 %'}}} | not a number with a unit",
          "{measurement: {of: a, value: {at-least: 7%}}} | not a number with a unit",
          "{measurement: {of: a, value: {at-least: 1 g/L, more-than: 2 g/L}}} | two lower bounds",
          "{measurement: {of: a, value: {at-most: 1 g/L, less-than: 2 g/L}}} | two upper bounds",
          "{measurement: {of: a, value: {at-least: 2 g/L, at-most: 1 g/L}}} | no value lies",
          "{measurement: {of: a, value: {at-least: 10 g/L, at-most: 100 mg/dL}}} | no value lies",
          "{measurement: {of: a, value: {at-least: 1 g/L, less-than: 1 g/L}}} | no value lies",
          "{measurement: {of: a, value: {at-least: 1 g/L, at-most: 1 mmol/L}}} | not the same kind",
          "{measurement: {of: a, value: {at-least: 1}, choose: first}} | unknown choose `first`",
          "{all: []}                                     | the list is empty",
          "{at-least: {count: 3, of: [{sex: male}]}}     | 3 of 1 can never hold",
          "{at-least: {count: 0, of: [{sex: male}]}}     | `count` is `0`",
          "{at-least: {count: two, of: [{sex: male}]}}   | `count` is `two`",
          "{at-least: {of: [{sex: male}]}}               | `count` is missing",
          "{not: [{sex: male}]}                          | exactly one characteristic",
          "{measurement: {of: a, value: {at-most: -10 kg}, choose: percent-change}} |"
              + " a percent change is in %, not in `kg`",
          "{occurred: {at-least: 2, of: {measurement: {derived: bmi, value: {at-least: 30 kg/m2}}}}} |"
              + " a derived measure has no day of its own",
          "{residence: {described: near Boston}}         | `residence` asks nothing",
          "{residence: {country: [UK]}}                  | `UK` is not a country",
          "{language: [sp]}                              | `sp` is not a language",
          "{language: {of: [eng], silence: means-no}}    | `eng` is not a language",
          "{measurement: {of: a, value: {at-least: 100 K/uL}}} | Write `10*3/uL`",
          "{measurement: {of: a, value: {at-most: 40 U/ML}}} | Write `U/mL`",
          "{measurement: {of: a, value: {at-least: 3.5 mEq/L}}} | Write `meq/L`",
          "{needs-a-person: ''}                          | the reason must be a text",
          "{needs-a-person: [why]}                       | the reason must be a text",
        })
    void ofACharacteristicIsFoundAtItsLine(String when, String words) {
      assertOneMistake(asking(when), 16, words);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "trialward: 1        | trialward: 2          | 1  | format version `2`",
          "trialward: 1        | trialward: [1]        | 1  | must be a text",
          "id: NCT00000001     | id: NCT/1             | 2  | a character that ids may not have",
          "version: \"1.10\"   | version: ''           | 3  | `version` must be a text",
          "title: A trial      | title: {a: b}         | 4  | `title` must be a text",
          "title: A trial      | titl: A trial         | 4  | Did you mean `title`",
          "area: an area       | id: twice             | 5  | `id` stands twice",
          "status: recruiting  | status: open          | 6  | unknown status `open`",
          "a: {snomed          | a: {snomd             | 8  | Did you mean `snomed`",
          "a: {snomed: {44054006: One}} | a: {}               | 8  | the set `a` has no code",
          "{44054006: One}     | {44054006: [One]}     | 8  | the display of `44054006`",
          "{44054006: One}     | {44054006: A, 44054006: B} | 8  | `44054006` stands twice",
          "{44054006: One}     | {'': One}             | 8  | an empty code",
          "{44054006: One}     | One                   | 8  | must be a mapping",
          "id: uses-b          | id: uses-a            | 12 | used twice",
          "kind: exclusion     | kind: exclusio       | 12 | Did you mean `exclusion`",
          "text: B.,           | text: B., texts: C.,   | 12 | Did you mean `text`",
          "text: B.,           | txt: B.,              | 12 | `text` is missing",
          "- {id: uses-b, kind: exclusion, text: B., when: {procedure: b}} | - uses-b | 12 |"
              + " a criterion must be a mapping",
          "text: B.            | text: B., registry: zero | 12 | no part of a registry record",
        })
    void elsewhereInTheFileIsFoundAtItsLine(String right, String wrong, int line, String words) {
      String text = asking("{sex: male}");
      assertThat(text).contains(right);
      assertThat(mistakes(text.replaceFirst(java.util.regex.Pattern.quote(right), wrong)))
          .anySatisfy(
              one -> assertThat(one).startsWith("trial.yaml:" + line + ": ").contains(words));
    }

    @Test
    void aSetThatNobodyUses() {
      String text = asking("{sex: male}").replace("procedure: b", "procedure: a");
      assertOneMistake(text, 9, "the set `b` is never used");
    }

    @Test
    void aSetThatIsNotDefinedWhereNoneIs() {
      String text = asking("{sex: male}").replaceAll("(?m)^codes:\n(  .*\n){2}(?=criteria)", "");
      TrialReading reading =
          TrialReader.read("trial.yaml", text.getBytes(StandardCharsets.UTF_8), Vocabulary.EMPTY);
      assertThat(reading.mistakes())
          .hasSize(2)
          .allMatch(m -> m.remedy().equals("Define it under `codes`"));
      assertThat(mistakes(text))
          .hasSize(2)
          .allMatch(
              m -> m.matches(".*unknown set `[ab]`\\. Write one of the \\d+ that are known\\."));
    }

    @Test
    void aCriterionThatNamesNoSentenceOfItsRegistryRecord() {
      String text = asking("{sex: male}").replace("codes:", "registry: {record: NCT1}\ncodes:");
      assertThat(mistakes(text)).hasSize(3).allMatch(m -> m.contains("`registry` is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "", "{}", "none"})
    void aTrialWithoutCriteria(String none) {
      String text = asking("{sex: male}");
      String without = text.substring(0, text.indexOf("criteria:")) + "criteria: " + none + "\n";
      assertThat(mistakes(without)).anyMatch(m -> m.startsWith("trial.yaml:10: "));
    }

    @Test
    void everyKeyThatMustBeThere() {
      assertThat(mistakes("trialward: 1\n")).hasSize(6).allMatch(m -> m.contains("is missing"));
    }

    @Test
    void isOneLineHoweverLongTheValue() {
      String name = "x".repeat(5000);
      for (String text :
          List.of(
              asking("{diagnosis: " + name + "}"),
              asking("{sex: \"a\\nb\\n" + name + "\"}"),
              asking("{sex: male}").replace("  a: {", "  " + name + ": {q: "),
              asking("{sex: male}").replace("44054006: One", name + ": []"))) {
        assertThat(mistakes(text))
            .isNotEmpty()
            .allMatch(m -> m.length() < 600 && m.lines().count() == 1);
      }
    }
  }

  @Nested
  class WhatIsNoTrialFile {

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n"})
    void anEmptyFile(String text) {
      assertThat(mistakes(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "just words",
          "- a\n- list\n",
          "42",
          "null",
          "[1, 2",
          "{a: b",
          "\"open",
          "a: b: c",
          "? [complex]\n: key\n",
          "--- a\n--- b\n",
          "%YAML 9999999999.1\n---\na: b\n",
          "!!java.net.URL [x]\n",
          "!<%zz> a",
          "\"\\UFFFFFFFF\"",
          "\"\\xZZ\"",
          "%TAG ! tag:%FF,2000:\n--- !a b\n",
          "a: !!binary ~\n",
          "&a a",
          "*a",
          "<<: {a: b}\n",
          "@at",
          "`tick`",
          "|9\n a",
          ">-\n",
          "a: |10\n  b",
          "? \n: ",
          "!!set {a, b}"
        })
    void anotherDocument(String text) {
      assertThat(mistakes(text)).isNotEmpty();
    }

    @Test
    void tabsInsteadOfBlanks() {
      assertOneMistake("trialward: 1\nid:\n\tNCT1\n", 3, "not readable as YAML", "indentation");
    }

    @Test
    void anotherEncoding() {
      byte[] latin1 =
          "trialward: 1\nid: NCT1\ntitle: M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);
      TrialReading reading = TrialReader.read("trial.yaml", latin1);
      assertThat(reading.trial()).isEmpty();
      assertThat(reading.mistakes())
          .containsExactly(new Mistake("trial.yaml", 3, "not UTF-8", "Save the file as UTF-8"));
      byte[] utf16 = asking("{sex: male}").getBytes(StandardCharsets.UTF_16);
      assertThat(TrialReader.read("trial.yaml", utf16).mistakes()).isNotEmpty();
    }

    @Test
    void aByteOrderMarkDoesNoHarm() {
      assertThat(read("\uFEFF" + asking("{sex: male}")).mistakes()).isEmpty();
    }

    @Test
    void windowsLineEndsDoNoHarm() {
      assertThat(read(asking("{sex: male}").replace("\n", "\r\n")).mistakes()).isEmpty();
    }

    @Test
    void aFileOfTwoMegabytes(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("large.yaml");
      Files.writeString(file, asking("{sex: male}") + "# comment\n".repeat(200_000));
      TrialReading reading = TrialReader.read(file);
      assertThat(reading.trial()).isEmpty();
      assertThat(reading.mistakes())
          .singleElement()
          .extracting(Mistake::what)
          .isEqualTo("the file is larger than 1 MB");
    }

    @Test
    void oneLineOfTenMegabytes() {
      assertThat(mistakes("a: " + "b".repeat(10_000_000)))
          .singleElement()
          .asString()
          .contains("1 MB");
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "'{a: ', }", "'- ', ''", "'? ', ''", "'a: [', ']'", "'!a ', b", "'(', )"})
    void tenThousandLevels(String open, String close) {
      String text = open.repeat(10_000) + "x" + close.repeat(10_000);
      within(Duration.ofMinutes(1), text);
    }

    @Test
    void anAliasBomb() {
      String bomb =
          "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
              + IntStream.range(1, 20)
                  .mapToObj(
                      i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)))
                  .collect(Collectors.joining());
      within(Duration.ofMinutes(1), bomb);
      within(Duration.ofMinutes(1), "a: &a [*a]\n");
      within(Duration.ofMinutes(1), "&a {*a : *a}\n");
    }

    @Test
    void binaryGarbage() {
      var random = new Random(1);
      for (int i = 0; i < 200; i++) {
        byte[] garbage = new byte[1 + random.nextInt(2000)];
        random.nextBytes(garbage);
        TrialReading reading = TrialReader.read("trial.yaml", garbage);
        assertThat(reading.trial()).isEmpty();
        assertThat(reading.mistakes()).isNotEmpty();
      }
      assertThat(mistakes("\0\0\0")).isNotEmpty();
    }

    /** Nearly a megabyte of names that are all wrong in a new way. */
    @Test
    void tenThousandUnknownNames() {
      String sets =
          IntStream.range(0, 15_000)
              .mapToObj(i -> "  set%d: {\"urn:codes\": {%d: X}}\n".formatted(i * 7919, i))
              .collect(Collectors.joining());
      String asked =
          IntStream.range(0, 15_000)
              .mapToObj(i -> "{diagnosis: ste%d}".formatted(i * 104729))
              .collect(Collectors.joining(", ", "{any: [", "]}"));
      String text = asking(asked).replace("codes:\n", "codes:\n" + sets);
      assertThat(text.length()).isBetween(700_000, 1 << 20);
      within(Duration.ofMinutes(1), text);
    }

    private void within(Duration limit, String text) {
      TrialReading reading = assertTimeoutPreemptively(limit, () -> read(text));
      assertThat(reading.trial()).isEmpty();
      assertThat(reading.mistakes()).isNotEmpty();
      assertThat(reading.mistakes().toString().length()).isLessThan(1_000_000);
    }
  }

  @Nested
  class AFolder {

    @Test
    void isReadInOrderWithWhateverLiesBelow(@TempDir Path folder) throws IOException {
      Files.createDirectories(folder.resolve("b"));
      Files.writeString(
          folder.resolve("b/two.yml"), asking("{sex: male}").replace("00001", "00002"));
      Files.writeString(folder.resolve("a.yaml"), asking("{sex: male}"));
      Files.writeString(folder.resolve("README.md"), "not a trial");
      assertThat(TrialReader.readAll(folder))
          .extracting(r -> r.trial().orElseThrow().id().value())
          .containsExactly("NCT00000001", "NCT00000002");
    }

    @Test
    void holdsEachTrialOnce(@TempDir Path folder) throws IOException {
      Files.writeString(folder.resolve("a.yaml"), asking("{sex: male}"));
      Files.writeString(folder.resolve("b.yaml"), asking("{sex: female}"));
      List<TrialReading> readings = TrialReader.readAll(folder);
      assertThat(readings.getFirst().trial()).isPresent();
      assertThat(readings.getLast().trial()).isEmpty();
      assertThat(readings.getLast().mistakes())
          .singleElement()
          .asString()
          .contains("`NCT00000001` is already in", "a.yaml");
    }

    @Test
    void maybeASingleFileOfAnyName(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("trial.txt");
      Files.writeString(file, asking("{sex: male}"));
      assertThat(TrialReader.readAll(file)).singleElement().matches(r -> r.trial().isPresent());
    }
  }
}
