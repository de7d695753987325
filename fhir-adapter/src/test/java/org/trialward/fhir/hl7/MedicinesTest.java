package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** Drug orders and doses given. */
class MedicinesTest {
  private MedicationUse use(String type, String... segments) {
    String[] all = new String[segments.length + 1];
    all[0] = Messages.PID;
    System.arraycopy(segments, 0, all, 1, segments.length);
    return Messages.only(MedicationUse.class, type, all);
  }

  private static final String DRUG = "860975^Metformin 500^RXNORM";

  @ParameterizedTest
  @CsvSource({
    "RDE^O11, RXE||%s",
    "RDE^O25, RXE||%s",
    "RDE^O01, RXE||%s",
    "OMP^O09, RXO|%s",
    "ORM^O01, RXO|%s",
    "ORP^O10, RXO|%s",
    "RDS^O13, RXD|1|%s|20260105",
  })
  void anOrderIsTakenFromWhenItBegins(String type, String drug) {
    MedicationUse use =
        use(type, "ORC|NW|P1|||||||20260104", drug.formatted(DRUG), "TQ1|1||||||20260106|202609");
    assertThat(use.codes()).containsExactly(Code.of(CodeSystem.RXNORM.uri(), "860975"));
    assertThat(use.status()).isEqualTo(MedicationUse.Status.ACTIVE);
    assertThat(use.start().orElseThrow()).hasToString("2026-01-06");
    assertThat(use.end().orElseThrow()).hasToString("2026-09");
  }

  @ParameterizedTest
  @CsvSource({
    "1^ONCE^^20260106, '', 2026-01-06",
    "1^once&x^^202601060800, '', 2026-01-06T08:00",
    "1^BID^D10^20260106, '', 2026-01-16",
    "1^BID^W2^20260106, '', 2026-01-20",
    "1^BID^L3^20260106, '', 2026-04-06",
    "1^Q4H^H36^202601060800, '', 2026-01-07T20:00",
    "1^BID^D10^20260106^20260108, '', 2026-01-08",
    "1^BID^X10^20260106, '', ''",
    "1^BID^INDEF^20260106, '', ''",
    "'', 1||ONCE&&HL70335||||20260106, 2026-01-06",
    "'', 1||BID|||10^d&day&ISO+|20260106, 2026-01-16",
    "'', 1||BID|||2^weeks|20260106, 2026-01-20",
    "'', 1||BID|||3^mo|20260106, 2026-04-06",
    "'', 1||BID|||10|20260106, ''",
    "'', 1||BID|||10^doses|20260106, ''",
    "'', 1||BID|||10^d, ''",
  })
  void oneDoseAndACourseEndWhenTheyAreOver(String rxe1, String tq1, String end) {
    MedicationUse use = use("RDE^O11", "ORC|NW|P1", "RXE|" + rxe1 + "|" + DRUG, "TQ1|" + tq1);
    assertThat(use.status()).isEqualTo(MedicationUse.Status.ACTIVE);
    assertThat(use.end().map(Object::toString).orElse("")).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // one dose now, then twice a day; a taper that goes on
        "ORC|NW|P1; RXE||D; TQ1|1||BID||||20260106; TQ1|2||ONCE||||20260106; ''",
        "ORC|NW|P1; RXE||D; TQ1|1||ONCE||||20260106; TQ1|2||BID||||20260106||; ''",
        "ORC|NW|P1; RXE|1^ONCE^^20260106~1^BID^^20260106|D; ; ; ''",
        "ORC|NW|P1; RXE|1^BID^D5^20260106~1^QD^INDEF|D; ; ; ''",
        "ORC|NW|P1||||||1^ONCE^^20260106^^STAT~1^BID^^20260106; RXE||D; ; ; ''",
        "ORC|NW|P1||||||1^ONCE^^20260106; RXE||D; TQ1|1||BID; ; ''",
        // both over: the later end
        "ORC|NW|P1; RXE||D; TQ1|1||BID||||20260106|20260401; TQ1|2||QD||||20260106|20260111; 2026-04-01",
        "ORC|NW|P1; RXE|1^BID^D5^20260106~1^QD^D5^20260111|D; ; ; 2026-01-16",
        // entered, to be given on call
        "ORC|NW|P1|||||||20260104; RXE||D; TQ1|1||ONCE; ; ''",
        "ORC|NW|P1|||||||||||||20260106; RXE||D; TQ1|1||ONCE; ; 2026-01-06",
        // handed out again
        "ORC|NW|P1; RXE|1^QD^D30^20260106|D; RXD|1|D|20260406|30; ; ''",
        "ORC|NW|P1; RXE|1^QD^D30^20260106|D|||||||||||||||1; ; ; ''",
      })
  void anOrderIsOverWithTheLastOfItsTimes(
      String orc, String rxe, String third, String fourth, String end) {
    String[] segments =
        Stream.of(orc, rxe, third, fourth)
            .filter(Objects::nonNull)
            .map(
                segment -> segment.replace("|D|", "|" + DRUG + "|").replaceAll("\\|D$", "|" + DRUG))
            .toArray(String[]::new);
    assertThat(use("RDE^O11", segments).end().map(Object::toString).orElse("")).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"3, ''", "0, 2026-02-05", "'', 2026-02-05"})
  void aCourseWithRefillsLastsLongerThanItSays(String refills, String end) {
    MedicationUse use =
        use(
            "RDE^O11",
            "ORC|NW|P1",
            "RXE|1^BID^D30^20260106|%s||||||||||%s".formatted(DRUG, refills));
    assertThat(use.end().map(Object::toString).orElse("")).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DF", "UF", "UR", "HD"})
  void anOrderThatIsRefusedOrHeldIsUnclear(String control) {
    assertThat(use("RDE^O11", "ORC|" + control + "|P1", "RXE||" + DRUG).status())
        .isEqualTo(MedicationUse.Status.UNCLEAR);
  }

  @Test
  void aDoseThatLiesAheadWasNotGiven() {
    String rxa = "RXA|0|1|%s||" + DRUG + "|500|mg";
    MessageReading reading =
        Messages.read("RAS^O17", Messages.PID, "ORC|RE|P1", rxa.formatted("20261123"));
    assertThat(reading.contents().facts()).isEmpty();
    assertThat(Messages.notes(reading))
        .containsExactly("RXA-3: it lies ahead of the message: planned, not given");
    // Clocks and zones differ.
    assertThat(use("RAS^O17", "ORC|RE|P1", rxa.formatted("20261122003000")).status())
        .isEqualTo(MedicationUse.Status.ENDED);
  }

  @Test
  void aDoseOfACancelledOrderIsUnclear() {
    assertThat(
            use("RAS^O17", "ORC|CA|P1", "RXA|0|1|20260101||" + DRUG + "|500|mg||||||||||||||CP")
                .status())
        .isEqualTo(MedicationUse.Status.UNCLEAR);
  }

  @Test
  void theTimingOfOldVersionsStandsWithTheDrug() {
    MedicationUse use = use("RDE^O01", "ORC|NW|P1", "RXE|^BID^D30^20260106^20260205|" + DRUG);
    assertThat(use.start().orElseThrow()).hasToString("2026-01-06");
    assertThat(use.end().orElseThrow()).hasToString("2026-02-05");
  }

  @Test
  void withoutATimingItBeginsWhenItTookEffectOrWasEntered() {
    assertThat(use("RDE^O11", "ORC|NW|P1|||||||20260104", "RXE||" + DRUG).start().orElseThrow())
        .hasToString("2026-01-04");
    assertThat(
            use("RDE^O11", "ORC|NW|P1|||||||20260104||||||20260110", "RXE||" + DRUG)
                .start()
                .orElseThrow())
        .hasToString("2026-01-10");
  }

  @ParameterizedTest
  @CsvSource({
    "NW, '', ACTIVE",
    "RE, '', ACTIVE",
    "XO, '', ACTIVE",
    "RL, '', ACTIVE",
    "DC, '', ENDED",
    "OD, '', ENDED",
    "DR, '', ENDED",
    "RP, '', ENDED",
    "CA, '', NEVER",
    "OC, '', NEVER",
    "CR, '', NEVER",
    "HD, '', UNCLEAR",
    "OH, '', UNCLEAR",
    "SC, CM, ENDED",
    "NW, CM, UNCLEAR",
    "RE, CM, UNCLEAR",
    "SC, DC, ENDED",
    "SC, CA, NEVER",
    "SC, HD, UNCLEAR",
    "SC, IP, ACTIVE",
  })
  void theControlCodeSaysWhatBecameOfIt(
      String control, String status, MedicationUse.Status expected) {
    MedicationUse use =
        use("RDE^O11", "ORC|%s|P1|||%s||||20260301".formatted(control, status), "RXE||" + DRUG);
    assertThat(use.status()).isEqualTo(expected);
    if (expected == MedicationUse.Status.ENDED) {
      assertThat(use.start()).isEmpty();
      assertThat(use.end().orElseThrow()).hasToString("2026-03-01");
    }
  }

  @Test
  void whatWasMixedInCountsAndTheBaseDoesNot() {
    MedicationUse use =
        use(
            "RDE^O11",
            "ORC|NW|P1",
            "RXE||1^Infusion^L",
            "RXC|B|2^Saline^L",
            "RXC|A|11124^Vancomycin^RXNORM");
    assertThat(use.codes()).extracting(Code::value).containsExactly("1", "11124");
  }

  @Test
  void theOrderInAnEncodedOrderIsNotASecondMedicine() {
    assertThat(
            use("RDE^O11", "ORC|NW|P1", "RXO|1^As ordered^L", "TQ1|1", "RXE||" + DRUG, "TQ1|1")
                .codes())
        .extracting(Code::value)
        .containsExactly("860975");
  }

  @Test
  void whereOnlyThePharmacyKnowsItsCodeTheOrderersCountsToo() {
    assertThat(use("RDE^O11", "ORC|NW|P1", "RXO|" + DRUG, "RXE||77^METFORMIN 500^HAUS").codes())
        .extracting(Code::value)
        .containsExactly("77", "860975");
    assertThat(use("RDS^O13", "ORC|NW|P1", "RXE||" + DRUG, "RXD|1|78^^HAUS").codes())
        .extracting(Code::value)
        .containsExactly("78", "860975");
  }

  @Test
  void anotherDrugThanTheOrderedOneIsNotTheOrderedOneToo() {
    MessageReading reading =
        Messages.read(
            "RDS^O13",
            Messages.PID,
            "ORC|RE|P2",
            "RXO|11289^warfarin^RXNORM|5||mg",
            "RXD|1|APIX5^apixaban 5^L|20260301");
    assertThat(reading.contents().facts())
        .singleElement()
        .satisfies(use -> assertThat(use.codes()).extracting(Code::value).containsExactly("APIX5"));
    assertThat(Messages.notes(reading))
        .containsExactly(
            "RXO-1: the pharmacy's drug has another text: map the pharmacy's own code");
  }

  @Test
  void aDrugThatNothingOrdersIsTakenOnlyWhereATimeSaysSo() {
    assertThat(use("REF^I12", "RXO|" + DRUG).status()).isEqualTo(MedicationUse.Status.UNCLEAR);
    assertThat(use("REF^I12", "RXO|" + DRUG, "TQ1|1||||||20260106").status())
        .isEqualTo(MedicationUse.Status.ACTIVE);
  }

  @Test
  void eachOrderOfAMessageIsAMedicine() {
    assertThat(
            Messages.facts(
                "RDE^O11",
                Messages.PID,
                "ORC|NW|P1",
                "RXE||" + DRUG,
                "ORC|DC|P2",
                "RXE||197361^Amlodipine^RXNORM"))
        .extracting(fact -> ((MedicationUse) fact).status())
        .containsExactly(MedicationUse.Status.ACTIVE, MedicationUse.Status.ENDED);
  }

  @ParameterizedTest
  @CsvSource({
    "CP, ENDED",
    "PA, ENDED",
    "'', ENDED",
    "Given, ENDED",
    "New Bag, ENDED",
    "RE, NEVER",
    "NA, NEVER",
    "Not Given, NEVER",
    "Held, NEVER",
    "Missed, NEVER",
    "Refused, NEVER",
    "Canceled Entry, NEVER",
    "Due, UNCLEAR",
  })
  void aDoseWasGivenUnlessItSaysOtherwise(String completion, MedicationUse.Status status) {
    MedicationUse use =
        use(
            "RAS^O17",
            "ORC|RE|P1",
            "RXO|1^As ordered^L",
            "RXA|0|1|202601050800||%s|500|mg|||||||||||||%s".formatted(DRUG, completion));
    assertThat(use.status()).isEqualTo(status);
    assertThat(use.start().orElseThrow()).hasToString("2026-01-05T08:00");
    assertThat(use.codes()).extracting(Code::value).containsExactly("860975");
  }

  @Test
  void aDoseWithAReasonForARefusalWasNotGivenAndWordsThatMayMeanEitherAreListed() {
    String rxa = "RXA|0|1|202601050800||%s|500|mg|||||||||||".formatted(DRUG);
    assertThat(use("RAS^O17", "ORC|RE|P1", rxa + "00^Patient decision").status())
        .isEqualTo(MedicationUse.Status.NEVER);
    assertThat(
            Messages.notes(
                Messages.read("RAS^O17", Messages.PID, "ORC|RE|P1", rxa + "||Rate Verify")))
        .containsExactly("RXA-20: it does not say whether the dose was given (HL7 table 0322)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, '', UNCLEAR",
    "0.00, '', UNCLEAR",
    "0, CP, ENDED",
    "0, RE, NEVER",
    "0.5, '', ENDED",
    "999, '', ENDED",
  })
  void aDoseOfNothingWasGivenOnlyIfItSaysSo(
      String amount, String completion, MedicationUse.Status status) {
    assertThat(
            use(
                    "RAS^O17",
                    "ORC|RE|P1",
                    "RXA|0|1|202601050800||%s|%s|mg|||||||||||||%s"
                        .formatted(DRUG, amount, completion))
                .status())
        .isEqualTo(status);
  }

  @Test
  void aDeletedDoseIsTakenBack() {
    assertThat(
            Messages.facts(
                "RAS^O17",
                Messages.PID,
                "RXA|0|1|202601050800||%s|500|mg|||||||||||||CP|D".formatted(DRUG)))
        .isEmpty();
  }
}
