package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Demographics.Death;
import org.trialward.rules.patient.Residence;

class PersonTest {
  private static String pid(int field, String value) {
    return "PID|1||4711^^^ELSE^MR" + "|".repeat(field - 3) + value;
  }

  private static Optional<Said> said(int field, String value) {
    return Optional.ofNullable(Messages.said("ADT^A08", pid(field, value)).get("PID-" + field));
  }

  private static List<String> notes(int field, String value) {
    return Messages.notes(Messages.read("ADT^A08", pid(field, value)));
  }

  @Test
  void anEmptyFieldSaysNothingAndANullTakesBack() {
    assertThat(Messages.said("ADT^A08", "PID|1||4711^^^ELSE^MR")).isEmpty();
    assertThat(said(5, "\"\"")).contains(new Said.Name(""));
    assertThat(said(7, "\"\"")).contains(new Said.Born("", Optional.empty()));
    assertThat(said(8, "\"\"")).contains(new Said.OfSex(Optional.empty()));
    assertThat(said(11, "\"\"")).contains(new Said.Home(Residence.NOT_RECORDED));
    assertThat(said(15, "\"\"")).contains(new Said.Speaks(List.of()));
    assertThat(said(30, "\"\"")).contains(new Said.Death(new Death.NotRecorded()));
  }

  @ParameterizedTest
  @CsvSource({
    "Doe^Jane, 'Doe, Jane'",
    "Doe^Jane^Ann, 'Doe, Jane Ann'",
    "Doe&de&Roe^Jane, 'Doe, Jane'",
    "Doe, Doe",
    "^Jane, Jane",
    "Nick^Name^^^^^A~Doe^Jane^^^^^L, 'Doe, Jane'",
    "Nick^Name^^^^^A, 'Nick, Name'",
    "~Doe^Jane^^^^^D, 'Doe, Jane'",
  })
  void theNameIsTheLegalOne(String pid5, String name) {
    assertThat(said(5, pid5)).contains(new Said.Name(name));
  }

  /** As public health laboratories leave names out. */
  @Test
  void aNameOfNothingButItsTypeSaysNothing() {
    assertThat(said(5, "~^^^^^^U")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "19600229, 1960-02-29",
    "196002, 1960-02",
    "1960, 1960",
    "19600000, 1960",
    "19600200, 1960-02",
    "19600229103000, 1960-02-29",
    "196002292330+1400, 1960-02-29",
    "19600101^Y, 1960",
  })
  void theBirthDateIsAsWrittenAndAsPrecise(String pid7, String text) {
    assertThat(said(7, pid7))
        .get()
        .isInstanceOfSatisfying(
            Said.Born.class,
            born -> {
              assertThat(born.text()).isEqualTo(text);
              assertThat(born.when().orElseThrow()).hasToString(text);
            });
  }

  @ParameterizedTest
  @CsvSource({"19601332", "1960-02-29", "unknown", "00000000", "19610229"})
  void whatIsNoBirthDateIsNoted(String pid7) {
    assertThat(said(7, pid7)).isEmpty();
    assertThat(notes(7, pid7)).containsExactly("PID-7: it is not a date of the form YYYYMMDD");
  }

  @ParameterizedTest
  @CsvSource({
    "F, Optional[FEMALE]",
    "m, Optional[MALE]",
    "Female, Optional[FEMALE]",
    "MALE, Optional[MALE]",
    "O, Optional[OTHER]",
    "A, Optional[OTHER]",
    "X^Nonbinary^HL70001, Optional[OTHER]",
    "U, Optional.empty",
    "N, Optional.empty",
  })
  void theSexIsOfHl7Table1(String pid8, String sex) {
    assertThat(said(8, pid8))
        .get()
        .isInstanceOfSatisfying(
            Said.OfSex.class, of -> assertThat(of.sex().toString()).isEqualTo(sex));
  }

  @Test
  void anotherSexIsNoted() {
    assertThat(said(8, "W")).isEmpty();
    assertThat(notes(8, "W")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1 Elm^^Boston^MA^02115-1234^USA^H, US, 02115",
    "1 Elm^^Boston^MA^02115^US, US, 02115",
    "1 Elm^^Berlin^^10115^DEU^P, DE, 10115",
    "1 Elm^^Berlin^^10115^Germany^H, DE, 10115",
    "1 Elm^^Boston^MA^02115, '', 02115",
    "Box^^X^^999^USA^M~1 Elm^^Y^^02115^USA^H, US, 02115",
    "1^^X^^02115^USA^H~2^^Y^^02116^USA^H, US, ''",
  })
  void theHomeIsKnownByItsCountryAndPostalCode(String pid11, String country, String code) {
    assertThat(said(11, pid11))
        .get()
        .isInstanceOfSatisfying(
            Said.Home.class,
            home -> {
              assertThat(home.residence().country().orElse("")).isEqualTo(country);
              assertThat(home.residence().postalCode().orElse("")).isEqualTo(code);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Box^^X^^999^USA^M",
    "Work^^X^^999^USA^B",
    "Old^^X^^999^USA^H^^^^^20200101&20210101",
    "Old^^X^^999^USA^H^^^^^^20200101^20210101",
    "Elm^^X",
  })
  void anAddressThatIsNoHomeSaysNothing(String pid11) {
    assertThat(said(11, pid11)).isEmpty();
  }

  @Test
  void aCountryThatIsNoneIsNoted() {
    assertThat(notes(11, "1^^X^^999^Atlantis^H"))
        .containsExactly("PID-11.6: it is neither an ISO 3166-1 code nor a country's English name");
  }

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "EN^ENGLISH^HL70296, en",
    "eng^English^ISO639, en",
    "spa, es",
    "^Spanish, es",
    "ger, de",
    "hmn^Hmong^ISO639, hmn",
    "pt-BR, pt-BR",
  })
  void theLanguageIsAShortTag(String pid15, String tag) {
    assertThat(said(15, pid15)).contains(new Said.Speaks(List.of(tag)));
  }

  @Test
  void anUnknownLanguageIsNoted() {
    assertThat(said(15, "E")).isEmpty();
    assertThat(notes(15, "E")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "20260101|Y, 2026-01-01",
    "20260101, 2026-01-01",
    "20260101|N, 2026-01-01",
    "|Y, ''",
    "nonsense|Y, ''",
  })
  void theDeadAreDead(String pid29, String when) {
    assertThat(Messages.said("ADT^A08", pid(29, pid29)).get("PID-30"))
        .isInstanceOfSatisfying(
            Said.Death.class,
            death ->
                assertThat(((Death.Died) death.death()).when().map(Object::toString).orElse(""))
                    .isEqualTo(when));
  }

  @ParameterizedTest
  @CsvSource({"|N", "\"\"|N", "\"\"", "nonsense|N"})
  void anErrorIsTakenBack(String pid29) {
    assertThat(Messages.said("ADT^A08", pid(29, pid29)))
        .containsEntry("PID-30", new Said.Death(new Death.NotRecorded()));
  }

  @Test
  void aDateOfDeathThatIsNoneSaysNothing() {
    assertThat(Messages.said("ADT^A08", pid(29, "00000000"))).doesNotContainKey("PID-30");
    assertThat(notes(29, "00000000")).hasSize(1);
  }

  @Test
  void aResultSaysWhoThePatientIsButNotWhereOrWhetherAlive() {
    String pid = "PID|1||4711^^^ELSE^MR||Doe^Jane||1960|F|||1^^X^^9^USA^H||||en|||||||||||||||N";
    assertThat(Messages.said("ORU^R01", pid)).containsOnlyKeys("PID-5", "PID-7", "PID-8");
    assertThat(Messages.said("ADT^A31", pid))
        .containsOnlyKeys("PID-5", "PID-7", "PID-8", "PID-11", "PID-15", "PID-30");
  }

  @ParameterizedTest
  @CsvSource({
    "'|UD', false, true",
    "'|US~UD', false, true",
    "'|UA', true, false",
    "'|AL', true, true",
    "'Y|', false, false",
    "'N|', true, true",
  })
  void aStopGapForABirthDateOrAnAddressSaysNothing(String pid31, boolean born, boolean home) {
    String pid = pid(7, "19000101||||1 Main St^^Boston^MA^02110^USA^H") + "|".repeat(20) + pid31;
    assertThat(Messages.said("ADT^A08", pid).containsKey("PID-7")).isEqualTo(born);
    assertThat(Messages.said("ADT^A08", pid).containsKey("PID-11")).isEqualTo(home);
    assertThat(Messages.notes(Messages.read("ADT^A08", pid)))
        .hasSize((born ? 0 : 1) + (home ? 0 : 1))
        .allMatch(note -> note.endsWith("PID-31 or PID-32 says that nobody knows it"));
  }
}
