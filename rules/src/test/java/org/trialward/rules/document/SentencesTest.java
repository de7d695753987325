package org.trialward.rules.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How registry sentences are numbered; docs/trial-file.md. */
class SentencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Inclusion Criteria:",
        "Inclusion criteria",
        "EXCLUSION CRITERIA",
        "Key Inclusion Criteria:",
        "Eligibility",
        "Exclusion criteria.",
        "Patients must have all of the following:",
        "DISEASE CHARACTERISTICS:",
        "   Exclusion Criteria:   ",
      })
  void aHeadingGetsNoNumber(String line) {
    assertThat(Sentences.of(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"* One of the following:", "- Any of:", "1. Either:", "a) All of:"})
  void aBulletThatEndsInAColonIsNoHeading(String line) {
    assertThat(Sentences.of(line)).hasSize(1);
  }

  @Test
  void everyOtherLineGetsANumberAndBlankLinesNone() {
    String text =
        """
        Inclusion Criteria:

        * Adults with asthma
        * Able to walk

        Exclusion Criteria:

        * Smokers
        """;
    assertThat(Sentences.of(text)).containsExactly("Adults with asthma", "Able to walk", "Smokers");
  }

  @Test
  void nestedBulletsAreLinesLikeAnyOther() {
    String text =
        """
        * Organ function:
            * Platelets over 75
              - measured twice
        """;
    assertThat(Sentences.of(text))
        .containsExactly("Organ function:", "Platelets over 75", "measured twice");
  }

  @Test
  void bulletsAndNumbersOfAListAreNotPartOfTheSentence() {
    assertThat(
            Sentences.of(
                "1. First one\n2) Second one\n(3) Third one\na. Fourth one\niv. Fifth one\n• Sixth"
                    + "\n– Seventh\no Eighth\n* 9. Ninth"))
        .containsExactly(
            "First one",
            "Second one",
            "Third one",
            "Fourth one",
            "Fifth one",
            "Sixth",
            "Seventh",
            "Eighth",
            "Ninth");
  }

  @Test
  void aLineIsCutIntoSentences() {
    assertThat(Sentences.of("Has asthma. Takes no steroids; 18 or older? Yes! (See protocol.)"))
        .containsExactly(
            "Has asthma.", "Takes no steroids;", "18 or older?", "Yes!", "(See protocol.)");
  }

  @Test
  void aSentenceDoesNotEndBeforeASmallLetter() {
    assertThat(Sentences.of("Weight over 40 kg; height over 1.5 m. or so"))
        .containsExactly("Weight over 40 kg; height over 1.5 m. or so");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Uses steroids (e.g. Prednisone)",
        "Anticoagulants, i.e. Warfarin",
        "Drug A vs. Drug B",
        "Heart, liver, etc. Disease of any kind",
        "Weighs approx. 50 kg",
        "Stage no. 3",
        "Seen by Dr. Miller",
        "Lives near St. Louis",
        "Hepatitis B. Vaccination is not required",
        "Value of 1.5 or more",
      })
  void anAbbreviationDoesNotEndASentence(String line) {
    assertThat(Sentences.of(line)).containsExactly(line);
  }

  @Test
  void aLineWithoutLetterOrDigitIsNone() {
    assertThat(Sentences.of("---\n* \n...\n* -")).isEmpty();
  }

  @Test
  void numbersRunThroughTheWholeText() {
    var record =
        new RegistryRecord(
            "NCT1",
            "A trial",
            "Inclusion Criteria:\n* One. Two\nExclusion Criteria:\n* Three",
            java.util.Map.of("sex", "FEMALE", "minimumAge", "18 Years"));
    assertThat(record.parts().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()))
        .containsExactly("1=One.", "2=Two", "3=Three", "minimumAge=18 Years", "sex=FEMALE");
  }

  @Property(seed = "20261123", tries = 500)
  void nothingIsLostButBulletsHeadingsAndBlanks(@ForAll("lines") List<String> lines) {
    String text = String.join("\n", lines);
    String kept = letters(String.join("", Sentences.of(text)));
    String expected =
        letters(String.join("", lines.stream().filter(l -> !l.endsWith(":")).toList()));
    assertThat(kept).isEqualTo(expected);
  }

  private static String letters(String text) {
    return text.replaceAll("[^A-Za-z]", "");
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of(
            "* Has asthma. Takes 5 mg; Then more",
            "Has asthma e.g. Bad one",
            "- able to walk? Yes.",
            "Inclusion Criteria:",
            "",
            "   2. Second. third")
        .list()
        .ofMaxSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e.g. A ", "word ", "aaaaaaaaaa", "A. ", "* ", "1. ", "?; ", "\n"})
  void aVeryLongTextTakesNoTime(String piece) {
    String text = piece.repeat(200_000 / piece.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> assertThatCode(() -> Sentences.of(text)).doesNotThrowAnyException());
  }
}
