package org.trialward.fhir.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.RecordChange;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.Allergy;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PerformedProcedure;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

class MessageReaderTest {
  private static final RecordKey JANE = new RecordKey("ELSE", "4711");
  private static final RecordKey OTHER = new RecordKey("ELSE", "4712");

  private static List<RecordChange> changes(String type, String... segments) {
    return Messages.read(type, segments).contents().changes();
  }

  @Nested
  class Admissions {
    @ParameterizedTest
    @ValueSource(strings = {"A01", "A02", "A03", "A04", "A05", "A08", "A28", "A31"})
    void holdThePersonTheDiagnosesTheAllergiesAndTheProcedures(String event) {
      MessageReading reading =
          Messages.read(
              "ADT^" + event,
              "EVN|" + event + "|20261121101400",
              Messages.PID,
              "PV1|1|I",
              "AL1|1|DA|7980^Penicillin^RXNORM|SV||20200101",
              "DG1|1||E1165^Diabetes^I10C||20260301|F",
              "PR1|1||44950^Appendectomy^C4||20250506");
      assertThat(reading.contents().records()).containsExactly(JANE);
      assertThat(Messages.statements(reading)).hasSize(6);
      assertThat(reading.contents().facts())
          .extracting(fact -> fact.getClass().getSimpleName())
          .containsExactly("Allergy", "Diagnosis", "PerformedProcedure");
      assertThat(Messages.notes(reading)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A11", "ADT^A27", "ADT^A38", "REF^I14"})
    void thatAreCancelledTellNothingOfTheVisitAndTakeNothingBackByThemselves(String type) {
      MessageReading reading =
          Messages.read(
              type,
              Messages.PID,
              "AL1|1|DA|7980^Penicillin^RXNORM|SV||20200101",
              "DG1|1||E1165^Diabetes^I10C||20260301|F",
              "DG1|2||I10^HTN^I10C||20260301|F||||||||||||||D7||",
              "PR1|1||44950^Appendectomy^C4||20250506",
              "OBX|1|NM|29463-7^Weight^LN||80|kg|||||F");
      assertThat(reading.contents().records()).containsExactly(JANE);
      assertThat(reading.contents().facts()).singleElement().isInstanceOf(Allergy.class);
      assertThat(
              Messages.statements(reading).stream().filter(it -> it.said() instanceof Said.Facts))
          .hasSize(1);
      assertThat(Messages.notes(reading))
          .containsExactly(
              "the message: it cancels an event: what it tells of it is not read, and what was told"
                  + " before stands");
    }

    /** The patient is still there: it tells what is so now. */
    @ParameterizedTest
    @ValueSource(strings = {"ADT^A12", "ADT^A13", "ADT^A32", "ADT^A53"})
    void thatCancelOnlyAMoveAreReadLikeOthers(String type) {
      assertThat(
              Messages.only(Diagnosis.class, type, Messages.PID, "DG1|1||C349^X^I10C||20260301|F"))
          .isNotNull();
    }

    @Test
    void thatAreCancelledTakeBackWhatTheySayTheyDo() {
      String dg1 = "DG1|1||I10^HTN^I10C||20260301|F||||||||||||||D7|";
      assertThat(Messages.said("ADT^A11", Messages.PID, dg1 + "D"))
          .containsEntry(
              Messages.references(Messages.message("ADT^A01", Messages.PID, dg1)).getFirst(),
              new Said.Facts(List.of()));
      assertThat(Messages.notes(Messages.read("ADT^A11", Messages.PID, dg1 + "D"))).isEmpty();
    }

    @Test
    void aDiagnosisHasItsCodeInTheSpellingOfTrials() {
      Diagnosis diagnosis =
          Messages.only(Diagnosis.class, "ADT^A01", Messages.PID, "DG1|1||E1165^DM^I10C||202603|F");
      assertThat(diagnosis.codes()).containsExactly(Code.of(CodeSystem.ICD_10_CM.uri(), "E11.65"));
      assertThat(diagnosis.recorded().orElseThrow()).hasToString("2026-03");
      assertThat(diagnosis.status()).isEqualTo(ClinicalStatus.NOT_SAID);
    }

    @ParameterizedTest
    @CsvSource({
      "F, CONFIRMED",
      "'', CONFIRMED",
      "A, UNCONFIRMED",
      "W, UNCONFIRMED",
      "Admitting, UNCONFIRMED",
      "AD, CONFIRMED",
      "ED, CONFIRMED",
      "R, UNCONFIRMED",
      "X^Rule-out^L, UNCONFIRMED",
      "X^Ruled out^L, REFUTED",
      "S, CONFIRMED",
      "BD, CONFIRMED",
      "Discharge, CONFIRMED"
    })
    void anAdmittingOrWorkingDiagnosisIsUnconfirmed(String type, Verification verification) {
      assertThat(
              Messages.only(
                      Diagnosis.class, "ADT^A01", Messages.PID, "DG1|1||I10^HTN^I10C|||" + type)
                  .verification())
          .isEqualTo(verification);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "I26.99^Rule out embolism^I10C||20260301|F",
          "I26.99^R/O embolism^I10C||20260301|F",
          "I26.99^^I10C|suspected embolism|20260301|F",
          "I26.99^? embolism^I10C||20260301",
          "I26.9^V.a. Lungenembolie^I10-2005||20260301|BD",
          "I26.9^^I10-2005^77^Ausschluss Lungenembolie^L||20260301|BD",
        })
    void whatIsDescribedAsADoubtIsUnconfirmed(String dg1) {
      assertThat(
              Messages.only(Diagnosis.class, "ADT^A03", Messages.PID, "DG1|1||" + dg1)
                  .verification())
          .isEqualTo(Verification.UNCONFIRMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AD", "ED"})
    void anAdmissionOrReferralOfAGermanDiagnosisIsUnconfirmed(String type) {
      for (String system : List.of("I10-2005", "I10G2004", "ICD10GM", "1.2.276.0.76.5.424")) {
        assertThat(
                Messages.only(
                        Diagnosis.class,
                        "BAR^P12",
                        Messages.PID,
                        "DG1|1||I21.4^NSTEMI^%s|||%s".formatted(system, type))
                    .verification())
            .isEqualTo(Verification.UNCONFIRMED);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "A78^Query fever^I10",
          "B39.9^Presumed ocular histoplasmosis syndrome^I10C",
          "M54.5 A^Low back pain^I10",
          "M54.5 A^Low back pain^ICD-10",
        })
    void theNameOfADiseaseAndALetterOfAnotherCountryAreNoDoubt(String concept) {
      Diagnosis diagnosis =
          Messages.only(Diagnosis.class, "ADT^A03", Messages.PID, "DG1|1||" + concept + "|||F");
      assertThat(diagnosis.verification()).isEqualTo(Verification.CONFIRMED);
    }

    @Test
    void aDescriptionThatOnlyHoldsSuchAWordIsNoDoubt() {
      assertThat(
              Messages.only(
                      Diagnosis.class,
                      "ADT^A03",
                      Messages.PID,
                      "DG1|1||O35.9^Maternal care for suspected damage^I10C|||F")
                  .verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
      "C50.9 R V, C50.9, UNCONFIRMED, NOT_SAID",
      "C50.9 A, C50.9, REFUTED, NOT_SAID",
      "C50.9 L Z, C50.9, CONFIRMED, INACTIVE",
      "C50.9 B G, C50.9, CONFIRMED, NOT_SAID",
      "C50.9 R, C50.9, CONFIRMED, NOT_SAID",
      "C50.9 LV, C50.9, UNCONFIRMED, NOT_SAID",
      "S72.002 A, S72.002A, CONFIRMED, NOT_SAID",
      "C50.-, C50, CONFIRMED, NOT_SAID",
      "C50-, C50, CONFIRMED, NOT_SAID",
      "M05.8- V, M05.8, UNCONFIRMED, NOT_SAID",
      "C50.9, C50.9, CONFIRMED, NOT_SAID",
    })
    void whatGermansWriteBehindTheCodeSaysTheSideAndHowSureItIs(
        String written, String code, Verification verification, ClinicalStatus status) {
      Diagnosis diagnosis =
          Messages.only(
              Diagnosis.class,
              "BAR^P12",
              Messages.PID,
              "DG1|1||%s^Text^I10-2005||20260301|BD".formatted(written));
      assertThat(diagnosis.codes()).extracting(Code::value).containsExactly(code, code);
      assertThat(diagnosis.verification()).isEqualTo(verification);
      assertThat(diagnosis.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "C50.9 R V^Text^1.2.276.0.76.5.424",
          "C50.9 R V^Text^^^^^^^^^^^^1.2.276.0.76.5.424"
        })
    void theyDoSoBesideAnOidOfTheirIcd10(String concept) {
      Diagnosis diagnosis =
          Messages.only(Diagnosis.class, "BAR^P12", Messages.PID, "DG1|1||" + concept + "|||BD");
      assertThat(diagnosis.codes()).extracting(Code::value).containsExactly("C50.9", "C50.9");
      assertThat(diagnosis.verification()).isEqualTo(Verification.UNCONFIRMED);
    }

    @Test
    void aCertainDiagnosisIsAlsoCertainOnAdmissionAndASiteSOwnCodeStaysWhole() {
      assertThat(
              Messages.only(
                      Diagnosis.class, "BAR^P12", Messages.PID, "DG1|1||C50.9 G^T^I10-2005|||AD")
                  .verification())
          .isEqualTo(Verification.CONFIRMED);
      assertThat(
              Messages.only(Diagnosis.class, "ADT^A01", Messages.PID, "DG1|1||A12 L^Text^99DX")
                  .codes())
          .extracting(Code::value)
          .containsExactly("A12 L");
    }

    @Test
    void anOldVersionNamesTheSystemBesideTheCode() {
      assertThat(
              Messages.only(Diagnosis.class, "ADT^A01", Messages.PID, "DG1|1|I9C|250.00|DM||F")
                  .codes())
          .containsExactly(Code.of(CodeSystem.ICD_9_CM.uri(), "250.00"));
    }

    @Test
    void whatIsDeletedIsTakenBack() {
      assertThat(
              Messages.said(
                      "ADT^A08",
                      Messages.PID,
                      "DG1|1||E11.9^DM^I10C|||F||||||||||||||D7|D",
                      "IAM|1||7980^Penicillin^RXNORM|||D|A7",
                      "PR1|1||44950^App^C4|||||||||||||||||D")
                  .values())
          .filteredOn(Said.Facts.class::isInstance)
          .hasSize(4)
          .containsOnly(new Said.Facts(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
      "C, CONFIRMED, NOT_SAID",
      "I, CONFIRMED, INACTIVE",
      "S, UNCONFIRMED, NOT_SAID",
      "P, UNCONFIRMED, NOT_SAID",
      "'', CONFIRMED, NOT_SAID",
    })
    void anAllergyIsAsSureAsItSays(String iam17, Verification sure, ClinicalStatus status) {
      Allergy allergy =
          Messages.only(
              Allergy.class,
              "ADT^A60",
              Messages.PID,
              "IAM|1||7980^Penicillin^RXNORM|||A|A7||||201805||2020|||" + "|" + iam17);
      assertThat(allergy.verification()).isEqualTo(sure);
      assertThat(allergy.status()).isEqualTo(status);
      assertThat(allergy.recorded().orElseThrow()).hasToString("2020");
    }

    @ParameterizedTest
    @CsvSource({"D, ''", "U, E", "U, I"})
    void whatEndsAnAllergyTakesItOffTheListToo(String action, String known) {
      String listed =
          ReferencesTest.one("ADT^A08", Messages.PID, "AL1|1|DA|7980^Penicillin^RXNORM|SV");
      assertThat(
              Messages.said(
                  "ADT^A60",
                  Messages.PID,
                  "IAM|1|DA|7980^Pen^RXNORM|||%s|A7||||||||||%s".formatted(action, known)))
          .containsEntry(listed, new Said.Facts(List.of()));
      assertThat(Messages.said("ADT^A60", Messages.PID, "IAM|1|DA|7980^Penicillin^RXNORM|||U|A7"))
          .doesNotContainKey(listed);
    }

    @Test
    void anErroneousAllergyIsTakenBack() {
      assertThat(
              Messages.facts("ADT^A60", Messages.PID, "IAM|1||7980^Pen^RXNORM|||A|A7||||||||||E"))
          .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A01", "A05", "A08", "A14"})
    void anOperationOfTomorrowIsPlanned(String event) {
      MessageReading reading =
          Messages.read("ADT^" + event, Messages.PID, "PR1|1||44950^Appendectomy^C4||20261122");
      assertThat(reading.contents().facts()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly("PR1-5: it lies ahead of the message: planned, not done");
      assertThat(
              Messages.facts(
                  "ADT^" + event, Messages.PID, "PR1|1||44950^Appendectomy^C4||20261121233000"))
          .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A23", "A29"})
    void aDeletedRecordNeedsAPerson(String event) {
      MessageReading reading =
          Messages.read("ADT^" + event, Messages.PID, "DG1|1||I10^HTN^I10C|||F");
      assertThat(reading.contents().changes())
          .containsExactly(new RecordChange.Says(JANE, List.of()));
      assertThat(Messages.notes(reading)).anyMatch(note -> note.contains("a person has to decide"));
    }
  }

  @Nested
  class Links {
    @ParameterizedTest
    @ValueSource(strings = {"A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47"})
    void aMergeNamesTheSurvivorAndTheRetired(String event) {
      assertThat(changes("ADT^" + event, Messages.PID, "MRG|4712^^^ELSE^MR"))
          .contains(new RecordChange.Merges(JANE, OTHER));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "4712",
          "4712^^^^MR",
          "9^^^REGION^MR~4712^^^ELSE^PI",
          "8~9^^^&1.2.3&ISO^PI~4712^^^ELSE",
          "4712^^^ELSE~9^^^REGION^MR",
          "555^^^ELSE^VN~4712^^^ELSE^MR",
          "123456789^^^^SS~4712",
        })
    void theRetiredNumberIsOfTheSurvivorsAuthority(String mrg1) {
      assertThat(changes("ADT^A40", Messages.PID, "MRG|" + mrg1))
          .filteredOn(RecordChange.Merges.class::isInstance)
          .containsExactly(new RecordChange.Merges(JANE, OTHER));
    }

    @Test
    void aRetiredNumberOfAnotherAuthorityAloneIsThatOne() {
      assertThat(changes("ADT^A40", Messages.PID, "MRG|9^^^REGION^MR"))
          .contains(new RecordChange.Merges(JANE, new RecordKey("REGION", "9")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"555^^^ELSE^VN~9^^^REGION^MR", "123456789^^^^SS~9^^^REGION^MR"})
    void aVisitOrAPersonOfTheSurvivorsAuthorityIsNoRetiredRecord(String mrg1) {
      assertThat(changes("ADT^A40", Messages.PID, "MRG|" + mrg1))
          .filteredOn(RecordChange.Merges.class::isInstance)
          .containsExactly(new RecordChange.Merges(JANE, new RecordKey("REGION", "9")));
    }

    @Test
    void oneMessageMayMergeSeveralPairs() {
      assertThat(
              changes(
                  "ADT^A40",
                  Messages.PID,
                  "MRG|4712^^^ELSE^MR",
                  "PID|2||5000^^^ELSE^MR",
                  "PD1|",
                  "MRG|5001^^^ELSE^MR"))
          .filteredOn(RecordChange.Merges.class::isInstance)
          .containsExactly(
              new RecordChange.Merges(JANE, OTHER),
              new RecordChange.Merges(
                  new RecordKey("ELSE", "5000"), new RecordKey("ELSE", "5001")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"A08", "A35", "A41", "A42", "A43", "A44", "A45", "A48", "A49", "A50", "A51"})
    void whatHappensToAccountsAndVisitsMergesNoPatients(String event) {
      assertThat(changes("ADT^" + event, Messages.PID, "MRG|4712^^^ELSE^MR||ACC1"))
          .noneMatch(RecordChange.Merges.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A43", "A44", "A45"})
    void aMoveBetweenTwoRecordsNeedsAPersonAndMakesTheOtherNotKnown(String event) {
      MessageReading reading =
          Messages.read("ADT^" + event, Messages.PID, "MRG|4712^^^ELSE^MR||ACC1");
      assertThat(reading.contents().records()).containsExactly(JANE);
      assertThat(Messages.notes(reading))
          .containsExactly(
              "MRG-1: data moved here from another record, where what was said before still stands:"
                  + " have a person compare the two");
    }

    /** Also where the sender leaves out whose number it is. */
    @ParameterizedTest
    @ValueSource(strings = {"4711^^^ELSE^MR", "4711"})
    void aMoveWithinARecordIsNone(String prior) {
      MessageReading reading =
          Messages.read("ADT^A44", Messages.PID, "MRG|%s||ACC1".formatted(prior));
      assertThat(reading.contents().records()).containsExactly(JANE);
      assertThat(Messages.notes(reading)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A43", "A45", "A50", "A51"})
    void aNumberThatStaysWithItsRecordChangesNothingElse(String event) {
      MessageReading reading =
          Messages.read("ADT^" + event, Messages.PID, "MRG|4711^^^ELSE^MR||ACC1||V1");
      assertThat(reading.contents().records()).containsExactly(JANE);
      assertThat(Messages.notes(reading)).isEmpty();
      assertThat(Messages.said("ADT^" + event, Messages.PID)).containsKey("PID-7");
    }

    @Test
    void aMergeWithItselfOrWithNobodyMergesNothing() {
      assertThat(changes("ADT^A40", Messages.PID, "MRG|4711^^^ELSE^MR"))
          .noneMatch(RecordChange.Merges.class::isInstance);
      assertThat(Messages.notes(Messages.read("ADT^A40", Messages.PID, "MRG||x")))
          .containsExactly(
              "MRG-1: it does not say which record was merged: have the interface send it");
    }

    @Test
    void linkedRecordsBecomeOneAndUnlinkedOnesTwo() {
      String second = "PID|2||4712^^^ELSE^MR||Doe^Janet";
      assertThat(changes("ADT^A24", Messages.PID, second))
          .contains(new RecordChange.Merges(JANE, OTHER));
      assertThat(changes("ADT^A37", Messages.PID, second))
          .contains(new RecordChange.Parts(JANE, OTHER));
      assertThat(Messages.notes(Messages.read("ADT^A37", Messages.PID)))
          .anyMatch(note -> note.contains("does not name two records"));
    }
  }

  @Nested
  class Vaccines {
    private static final String RXA = "RXA|0|1|20260110||88^Influenza^CVX^X1^Flu^L|999";

    @ParameterizedTest
    @CsvSource({
      "CP, GIVEN",
      "PA, GIVEN",
      "'', GIVEN",
      "RE, NOT_GIVEN",
      "NA, NOT_GIVEN",
      "Refused, NOT_GIVEN",
    })
    void aVaccineWasGivenUnlessItSaysOtherwise(String completion, Immunization.Status status) {
      Immunization vaccine =
          Messages.only(
              Immunization.class,
              "VXU^V04",
              Messages.PID,
              "ORC|RE||V1",
              RXA + "||||||||||||||" + completion);
      assertThat(vaccine.status()).isEqualTo(status);
      assertThat(vaccine.codes()).contains(Code.of(CodeSystem.CVX.uri(), "88"));
      assertThat(vaccine.given().orElseThrow()).hasToString("2026-01-10");
    }

    @Test
    void aVaccineThatLiesAheadOrWasCancelledWasNotGiven() {
      assertThat(
              Messages.facts(
                  "VXU^V04", Messages.PID, "ORC|RE||V1", RXA.replace("20260110", "20270110")))
          .isEmpty();
      assertThat(Messages.facts("VXU^V04", Messages.PID, "ORC|CA||V1", RXA)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "^^NIP002, GIVEN",
      "^^, GIVEN",
      "^^~^^NIP002, GIVEN",
      "00^Parental decision^NIP002, NOT_GIVEN",
      "^Out of stock, NOT_GIVEN",
      "^^^7^Refused^L, NOT_GIVEN",
    })
    void onlyAReasonThatSaysSomethingIsARefusal(String reason, Immunization.Status status) {
      Immunization vaccine =
          Messages.only(
              Immunization.class,
              "VXU^V04",
              Messages.PID,
              "ORC|RE||V1",
              RXA + "||||||||||||" + reason);
      assertThat(vaccine.status()).isEqualTo(status);
    }

    @Test
    void wordsThatMayMeanEitherAreNoFactAndListed() {
      MessageReading reading =
          Messages.read("VXU^V04", Messages.PID, "ORC|RE||V1", RXA + "||||||||||||||Scheduled");
      assertThat(reading.contents().facts()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly(
              "RXA-20: it does not say whether the vaccine was given (HL7 table 0322)");
    }

    @Test
    void aVaccineWithoutAnAmountOrACompletionIsNoFactAndListed() {
      MessageReading reading =
          Messages.read("VXU^V04", Messages.PID, "ORC|RE||V1", RXA.replace("|999", "|0"));
      assertThat(reading.contents().facts()).isEmpty();
      assertThat(Messages.notes(reading)).hasSize(1);
    }

    @Test
    void aDeletedOneIsTakenBackAndAForecastIsNone() {
      assertThat(
              Messages.references(
                  Messages.message(
                      "VXU^V04", Messages.PID, "ORC|RE||V1", RXA + "||||||||||||||CP|D")))
          .hasSize(1);
      assertThat(Messages.facts("VXU^V04", Messages.PID, RXA + "||||||||||||||CP|D")).isEmpty();
      assertThat(
              Messages.facts("VXU^V04", Messages.PID, "RXA|0|1|20260110||998^No vaccine^CVX|999"))
          .isEmpty();
    }
  }

  @Nested
  class Problems {
    @Test
    void aProblemHasItsOnsetAndItsEnd() {
      Diagnosis problem =
          Messages.only(
              Diagnosis.class,
              "PPR^PC1",
              Messages.PID,
              "PRB|AD|20260101|J45.909^Asthma^I10C|P9|||20200101||20250101||||confirmed|||2019");
      assertThat(problem.onset().orElseThrow()).hasToString("2019");
      assertThat(problem.abatement().orElseThrow()).hasToString("2025-01-01");
      assertThat(problem.status()).isEqualTo(ClinicalStatus.INACTIVE);
      assertThat(problem.verification()).isEqualTo(Verification.CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource({
      "confirmed, active, CONFIRMED, ACTIVE",
      "rule-out, '', UNCONFIRMED, NOT_SAID",
      "ruled out, '', REFUTED, NOT_SAID",
      "differential, Resolved, UNCONFIRMED, INACTIVE",
      "'', '', CONFIRMED, NOT_SAID",
      "'', C^Chronic, CONFIRMED, ACTIVE",
    })
    void itSaysHowSureAndWhetherItLasts(
        String prb13, String prb14, Verification sure, ClinicalStatus status) {
      Diagnosis problem =
          Messages.only(
              Diagnosis.class,
              "PPR^PC2",
              Messages.PID,
              "PRB|UP|20260101|I10^HTN^I10C|P9|||||||||%s|%s".formatted(prb13, prb14));
      assertThat(problem.verification()).isEqualTo(sure);
      assertThat(problem.status()).isEqualTo(status);
    }

    @Test
    void withoutANumberIsKnownByItsCodeWhereverThatStands() {
      assertThat(
              Messages.statements(
                  Messages.read(
                      "PPR^PC1",
                      Messages.PID,
                      "PRB|AD|2026|^Asthma^^J45.909^Asthma^I10C",
                      "PRB|AD|2026|^Hypertension^^I10^HTN^I10C")))
          .filteredOn(statement -> statement.said() instanceof Said.Facts)
          .hasSize(2);
    }

    @Test
    void inAMessageThatDeletesIsDeletedUnlessItSaysOtherwise() {
      assertThat(Messages.facts("PPR^PC3", Messages.PID, "PRB||2026|I10^HTN^I10C|P9")).isEmpty();
      assertThat(
              Messages.references(
                  Messages.message("PPR^PC3", Messages.PID, "PRB||2026|I10^HTN^I10C|P9")))
          .isEqualTo(
              Messages.references(
                  Messages.message("PPR^PC1", Messages.PID, "PRB|AD|2026|I10^HTN^I10C|P9")));
    }

    @Test
    void whatIsClassifiedAsAdmittingIsUnconfirmedUnlessItSaysMore() {
      String prb = "PRB|AD|20260101|I10^HTN^I10C|P9||||||Admitting|||";
      assertThat(Messages.only(Diagnosis.class, "PPR^PC1", Messages.PID, prb).verification())
          .isEqualTo(Verification.UNCONFIRMED);
      assertThat(
              Messages.only(Diagnosis.class, "PPR^PC1", Messages.PID, prb + "confirmed")
                  .verification())
          .isEqualTo(Verification.CONFIRMED);
    }

    @Test
    void whatIsClassifiedAsOfTheFamilyIsNoFactOfThePatient() {
      MessageReading reading =
          Messages.read(
              "PPR^PC1",
              Messages.PID,
              "PRB|AD|20260101|254837009^Breast cancer^SCT|P9||||||FH^Family history^L");
      assertThat(reading.contents().facts()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly("PRB-10: it is of the family, not of the patient");
    }

    @Test
    void aProblemOfTheFamilyThatOnlyItsCodeNamesTakesNothingBack() {
      String problem = "PRB|AD|20260101|254837009^Breast cancer^SCT";
      assertThat(
              Messages.facts(
                  "PPR^PC1", Messages.PID, problem, problem + "|||||||FH^Family history"))
          .hasSize(1);
    }

    @Test
    void aLetterOfASitesClassificationSaysNothing() {
      List<Fact> facts =
          Messages.facts("PPR^PC1", Messages.PID, "PRB|AD|20260101|I10^HTN^I10C|P9||||||A^Acute^L");
      assertThat(((Diagnosis) facts.getFirst()).verification()).isEqualTo(Verification.CONFIRMED);
    }

    @Test
    void japansNamesOfDiseasesHaveTheCodeOfIcd10InTheirClass() {
      Diagnosis problem =
          Messages.only(
              Diagnosis.class,
              "PPR^ZD1",
              Messages.PID,
              "PRB|AD|20260101|20054174^Gastritis^MDCDX2|P9||||||K297^^I10^0^x^JHSD0004");
      assertThat(problem.codes())
          .extracting(Code::value)
          .containsExactly("20054174", "K29.7", "K29.7");
    }

    @ParameterizedTest
    @CsvSource({"N, ACTIVE", "F, INACTIVE", "S, NOT_SAID"})
    void itsOutcomeSaysWhetherItLasts(String outcome, ClinicalStatus status) {
      assertThat(
              Messages.only(
                      Diagnosis.class,
                      "PPR^ZD1",
                      Messages.PID,
                      "PRB|AD|20260101|I10^HTN^I10C|P9||||||||||%s^x^HL70241".formatted(outcome))
                  .status())
          .isEqualTo(status);
    }

    @Test
    void aProblemThatHasEndedAndLastsIsNeither() {
      MessageReading reading =
          Messages.read("PPR^PC1", Messages.PID, "PRB|AD|2026|I10^HTN^I10C|P9|||||2025|||||active");
      var problem = (Diagnosis) reading.contents().facts().getFirst();
      assertThat(problem.status()).isEqualTo(ClinicalStatus.NOT_SAID);
      assertThat(problem.abatement()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly("PRB-9: it has an end, but PRB-14 says that it lasts: neither counts");
    }

    @Test
    void aReferralHoldsProblemsAndMedicines() {
      assertThat(
              Messages.facts(
                  "REF^I12",
                  Messages.PID,
                  "PRB|AD|20260101|I10^HTN^I10C|P9",
                  "ORC|NW|P1",
                  "RXO|860975^Metformin 500^RXNORM"))
          .extracting(fact -> fact.getClass().getSimpleName())
          .containsExactlyInAnyOrder("Diagnosis", "MedicationUse");
    }

    @Test
    void aDeletedOneIsTakenBack() {
      assertThat(
              Messages.references(
                  Messages.message("PPR^PC3", Messages.PID, "PRB|DE|2026|I10^HTN^I10C|P9")))
          .hasSize(1);
      assertThat(Messages.facts("PPR^PC3", Messages.PID, "PRB|DE|2026|I10^HTN^I10C|P9")).isEmpty();
    }
  }

  @Nested
  class OtherMessages {
    @ParameterizedTest
    @ValueSource(
        strings = {"ORM^O01", "OML^O21", "OMG^O19", "SIU^S12", "SIU^S26", "MDM^T02", "MDM^T01"})
    void onlySayThatSomethingHappenedToThePatient(String type) {
      MessageReading reading =
          Messages.read(
              type,
              Messages.PID,
              "ORC|NW|P1",
              "OBR|1|P1||24323-8^Panel^LN",
              "TXA|1|DS",
              "OBX|1|TX|11506-3^Note^LN||No metastases seen.||||||F");
      assertThat(reading.contents().changes())
          .containsExactly(new RecordChange.Says(JANE, List.of()));
      assertThat(Messages.notes(reading)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRM^C01", "MFN^M02", "QBP^Q22", "ZZZ^Z01"})
    void othersAreParkedAndListed(String type) {
      MessageReading reading = Messages.read(type, Messages.PID);
      assertThat(reading.contents().changes()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly("MSH-9: messages of this type are not read");
      assertThat(Messages.found(reading)).containsExactly(type);
    }

    @Test
    void billingHoldsDiagnosesAndProcedures() {
      for (String type : List.of("BAR^P01", "BAR^P05", "DFT^P03")) {
        assertThat(
                Messages.facts(
                    type, Messages.PID, "DG1|1||I10^HTN^I10C|||F", "PR1|1||44950^App^C4||20260101"))
            .hasSize(2)
            .hasAtLeastOneElementOfType(PerformedProcedure.class);
      }
    }

    @Test
    void vitalSignsOfAnAdmissionAreMeasurements() {
      assertThat(
              Messages.only(
                      Measurement.class,
                      "ADT^A08",
                      Messages.PID,
                      "OBX|1|NM|8867-4^Heart rate^LN||60|bpm|||||F|||20261120")
                  .result())
          .hasToString("60 /min");
    }

    @Test
    void unansweredResultsAreReadAsOthers() {
      for (String type : List.of("ORU^R30", "ORU^R32", "OUL^R22", "ORU^R01^ORU_R01")) {
        assertThat(Messages.facts(type, Messages.PID, "OBX|1|NM|718-7^Hb^LN||1|g/dL|||||F"))
            .hasSize(1);
      }
    }

    @Test
    void aSitesOwnSegmentIsListedOnceUnlessTheFeedIgnoresIt() {
      byte[] message = Messages.message("ADT^A08", Messages.PID, "ZPV|x", "ZXX|Secret", "ZXX|y");
      assertThat(Messages.notes(Messages.read(message)))
          .hasSize(2)
          .allMatch(note -> note.contains("among the feed's ignored segments"));
      assertThat(
              Messages.notes(
                  new MessageReader(Messages.profile(Map.of(), Map.of()), Messages.CLOCK)
                      .reading(message)))
          .hasSize(1);
    }

    @Test
    void whatCannotBeReadSaysWhy() {
      MessageReading reading = Messages.read("rubbish".getBytes(UTF_8));
      assertThat(reading.contents().changes()).isEmpty();
      assertThat(reading.contents().occurredAt()).isEqualTo(Messages.NOW);
      assertThat(Messages.notes(reading)).hasSize(1);
    }
  }

  @Nested
  class EmbeddedDocuments {
    private static final String CDA =
        "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MDM^T02", "ORU^R01", "SIU^S12"})
    void areHandedOn(String type) {
      MessageReading reading =
          Messages.read(
              type,
              Messages.PID,
              "OBX|1|ED|34133-9^Summary^LN||EHR^application^xml^Base64^%s||||||F"
                  .formatted(base64(CDA)));
      assertThat(reading.documents()).hasSize(1);
      assertThat(new String(reading.documents().getFirst(), UTF_8)).isEqualTo(CDA);
      assertThat(reading.contents().facts()).isEmpty();
    }

    @Test
    void alsoInPlainTextOrHexadecimal() {
      String escaped = "<a b=\"1\">\\T\\amp;</a>";
      MessageReading reading =
          Messages.read(
              "MDM^T02",
              Messages.PID,
              "OBX|1|ED|1^x^L||^TEXT^XML^A^%s||||||F".formatted(escaped),
              "OBX|2|ED|1^x^L||^TEXT^XML^Hex^3C612F3E||||||F");
      assertThat(reading.documents())
          .extracting(bytes -> new String(bytes, UTF_8))
          .containsExactly("<a b=\"1\">&amp;</a>", "<a/>");
    }

    @Test
    void notWhatIsWithdrawn() {
      String document =
          "OBX|1|ED|34133-9^Summary^LN||EHR^application^xml^Base64^%s||||||F"
              .formatted(base64(CDA));
      for (String availability : List.of("CA", "OB", "UN")) {
        MessageReading reading =
            Messages.read(
                "MDM^T02", Messages.PID, "TXA|1|CN|||||||||||||||AU||" + availability, document);
        assertThat(reading.documents()).isEmpty();
        assertThat(Messages.notes(reading)).singleElement().asString().contains("was withdrawn");
      }
      assertThat(Messages.notes(Messages.read("MDM^T11", Messages.PID, "TXA|1|CN")))
          .singleElement()
          .asString()
          .contains("was withdrawn");
      assertThat(
              Messages.read("MDM^T02", Messages.PID, "TXA|1|CN|||||||||||||||AU||AV", document)
                  .documents())
          .hasSize(1);
    }

    @Test
    void notWhatComesInSeveralPartsWhichIsListed() {
      MessageReading reading =
          Messages.read(
              "MDM^T02",
              Messages.PID,
              "OBX|1|ED|1^x^L||^multipart^related^A^MIME-Version: 1.0 Content-Type: x||||||F");
      assertThat(reading.documents()).isEmpty();
      assertThat(Messages.notes(reading))
          .containsExactly(
              "OBX-5: a document in several parts (MIME) is not read: have it sent as XML in base64");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "^application^pdf^Base64^JVBERi0xLjQ=||||||F",
          "^application^xml^Base64^!!!=||||||F",
          "^application^xml^Base64^||||||F",
          "^application^xml^Base64^PGEvPg==||||||W",
        })
    void notWhatIsNoXmlOrWasTakenBack(String value) {
      assertThat(Messages.read("MDM^T02", Messages.PID, "OBX|1|ED|1^x^L||" + value).documents())
          .isEmpty();
    }
  }

  @Nested
  class CodeSystemsOfMessages {
    private List<Code> codes(FeedProfile profile, String concept) {
      List<Fact> facts =
          new MessageReader(profile, Messages.CLOCK)
              .reading(Messages.message("ADT^A08", Messages.PID, "DG1|1||" + concept))
              .contents()
              .facts();
      return facts.isEmpty() ? List.of() : facts.getFirst().codes();
    }

    @ParameterizedTest
    @CsvSource({
      "SCT, http://snomed.info/sct",
      "I10C, http://hl7.org/fhir/sid/icd-10-cm",
      "I9C, http://hl7.org/fhir/sid/icd-9-cm",
      "I9CDX, http://hl7.org/fhir/sid/icd-9-cm",
      "ICD10-CM, http://hl7.org/fhir/sid/icd-10-cm",
      "ICD-10-CM 2024, http://hl7.org/fhir/sid/icd-10-cm",
      "ICD-10-PCS, http://www.cms.gov/Medicare/Coding/ICD10",
      "CPT-4, http://www.ama-assn.org/go/cpt",
      "RXNORM, http://www.nlm.nih.gov/research/umls/rxnorm",
      "NDC, http://hl7.org/fhir/sid/ndc",
      "CVX, http://hl7.org/fhir/sid/cvx",
      "ATC, http://www.whocc.no/atc",
      "C4, http://www.ama-assn.org/go/cpt",
      "HL70127, http://terminology.hl7.org/CodeSystem/v2-0127",
      "2.16.840.1.113883.6.96, http://snomed.info/sct",
      "http://loinc.org, http://loinc.org",
      "MDC, urn:iso:std:iso:11073:10101",
      "2.16.840.1.113883.6.24, urn:iso:std:iso:11073:10101",
      "HL70292, http://hl7.org/fhir/sid/cvx",
      "2.25.171731467213454351378921834567821345671, urn:oid:2.25.171731467213454351378921834567821345671",
      "ICD-10-US, http://hl7.org/fhir/sid/icd-10-cm",
      "SNM3, urn:trialward:local:lab:snm3",
      "L, urn:trialward:local:lab",
      "'', urn:trialward:local:lab",
      "99LAB, urn:trialward:local:lab:99lab",
      "Epic DX, urn:trialward:local:lab:epic-dx",
    })
    void areKnownByTheirNames(String name, String uri) {
      assertThat(codes(Messages.PROFILE, "A1^text^" + name))
          .extracting(Code::system)
          .containsExactly(uri);
    }

    @ParameterizedTest
    @CsvSource({
      "I9, 3613^CABG, http://hl7.org/fhir/sid/icd-9-cm, 36.13",
      "'', 3613^CABG^ICD-9-CM, http://hl7.org/fhir/sid/icd-9-cm, 36.13",
      "I9, 44950^Appendectomy^C4, http://www.ama-assn.org/go/cpt, 44950",
      "I10, B2111ZZ^Angiography, http://www.cms.gov/Medicare/Coding/ICD10, B2111ZZ",
      "'', 0DTJ4ZZ^Appendectomy^ICD10, http://www.cms.gov/Medicare/Coding/ICD10, 0DTJ4ZZ",
      "'', X1^Own^L, urn:trialward:local:lab, X1",
    })
    void ofAProcedureIcdMeansItsProcedures(String pr12, String pr13, String uri, String code) {
      assertThat(
              Messages.only(
                      PerformedProcedure.class,
                      "ADT^A08",
                      Messages.PID,
                      "PR1|1|%s|%s||20260101".formatted(pr12, pr13))
                  .codes())
          .containsExactly(Code.of(uri, code));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "I10",
          "ICD10",
          "ICD-10",
          "2.16.840.1.113883.6.3",
          "I10-2005",
          "I10G2004",
          "ICD10GM",
          "ICD-10-GM-2024",
          "ICD-10-AM",
          "CIE10",
          "CIM-10",
          "CID-10",
          "ICD-10-BR",
          "ICD-10 BMG 2014",
          "1.2.276.0.76.5.424",
          "1.2.40.0.34.5.171",
        })
    void icd10IsAlsoWhatAmericansMeanByIt(String name) {
      assertThat(codes(Messages.PROFILE, "E119^DM^" + name))
          .containsExactly(
              Code.of(CodeSystem.ICD_10.uri(), "E11.9"),
              Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9"));
    }

    @ParameterizedTest
    @CsvSource({
      "2345-7, LN, http://loinc.org",
      "2345-7, ln, http://loinc.org",
      "LA9633-4, LN, http://loinc.org",
      "CREA, LN, urn:trialward:local:lab:ln",
      "HYPERTENSION, ICD10, urn:trialward:local:lab:icd10",
      "250.00, ICD10, urn:trialward:local:lab:icd10",
      "10828004, SNM3, http://snomed.info/sct",
      "10828004, SNM, http://snomed.info/sct",
      "T-04000, SNM, urn:trialward:local:lab:snm",
    })
    void aCodeOfAnotherFormThanTheSystemsIsTheSendersOwn(String code, String name, String uri) {
      assertThat(codes(Messages.PROFILE, code + "^text^" + name))
          .extracting(Code::system)
          .containsExactly(uri);
    }

    @Test
    void whoSaysWhichIcd10ItIsHasOne() {
      FeedProfile profile = Messages.profile(Map.of("I10", CodeSystem.ICD_10.uri()), Map.of());
      assertThat(codes(profile, "E119^DM^I10"))
          .containsExactly(Code.of(CodeSystem.ICD_10.uri(), "E11.9"));
    }

    @Test
    void theFeedsOwnNamesComeFirst() {
      FeedProfile profile = Messages.profile(Map.of("I10", CodeSystem.ICD_10_CM.uri()), Map.of());
      assertThat(codes(profile, "E1165^DM^I10"))
          .containsExactly(Code.of(CodeSystem.ICD_10_CM.uri(), "E11.65"));
    }

    @Test
    void theCodeAndItsAlternatesAllCount() {
      assertThat(codes(Messages.PROFILE, "E11.9^DM^I10C^44054006^DM2^SCT^^^^77^Zucker^L"))
          .containsExactly(
              Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9"),
              Code.of(CodeSystem.SNOMED.uri(), "44054006"),
              Code.of("urn:trialward:local:lab", "77"));
      assertThat(codes(Messages.PROFILE, "^^^44054006^DM2^SCT"))
          .containsExactly(Code.of(CodeSystem.SNOMED.uri(), "44054006"));
    }

    @Test
    void textWithoutACodeIsListed() {
      assertThat(Messages.notes(Messages.read("ADT^A08", Messages.PID, "DG1|1||^Secret")))
          .containsExactly("DG1-3: it has no code: have the sender fill its first component");
      assertThat(codes(Messages.PROFILE, "x".repeat(200) + "^t^I10")).isEmpty();
    }
  }

  @Nested
  class Separators {
    /** A backslash that got lost on the way. */
    @Test
    void aBlankStandsForASignThatIsNotUsed() {
      byte[] message =
          Messages.bytes(
              "MSH|^~ &|EHR|ELSE|TW|ELSE|20261121101500-0500||ADT^A08|M1|P|2.3",
              "PID|1||4711^^^ELSE&1.2&ISO^MR||Mc Doe^Jane~Roe^Jane");
      assertThat(Messages.read(message).contents().records()).containsExactly(JANE);
      assertThat(Messages.statements(Messages.read(message)))
          .extracting(Statement::said)
          .containsExactly(new Said.Name("Mc Doe, Jane"));
    }

    @Test
    void anySeparatorsWillDo() {
      byte[] message =
          ("MSH$%*#!$EHR$ELSE$TW$X$20261121$$ADT%A08$M1$P$2.5\r"
                  + "PID$1$$4711%%%ELSE!1.2%MR$$Doe%Jane#T#Ann#F#Lee*Alias%X\r"
                  + "DG1$1$$I10%HTN%I10C\r")
              .getBytes(UTF_8);
      assertThat(Messages.read(message).contents().records()).containsExactly(JANE);
      assertThat(Messages.read(message).contents().facts()).hasSize(1);
      assertThat(Messages.statements(Messages.read(message)).getFirst().said())
          .isEqualTo(new Said.Name("Doe, Jane!Ann$Lee"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r", "\n\n"})
    void segmentsMayEndWithLineFeedsToo(String end) {
      String message = String.join(end, Messages.msh("ADT^A08"), Messages.PID, "DG1|1||I10^x^I10C");
      assertThat(Messages.read(message.getBytes(UTF_8)).contents().facts()).hasSize(1);
      assertThat(Messages.notes(Messages.read((end + message + end).getBytes(UTF_8)))).isEmpty();
    }

    @Test
    void aLineFeedWithinATextIsPartOfIt() {
      Fact fact =
          Messages.facts(
                  "ORU^R01", Messages.PID, "OBX|1|NM|718-7^Hemo\nMRI: globin^LN||13.2|g/dL|||||F")
              .getFirst();
      assertThat(fact.codes().getFirst().display()).isEqualTo("Hemo\nMRI: globin");
    }

    @ParameterizedTest
    @CsvSource({
      "a\\F\\b, a|b",
      "a\\S\\b, a^b",
      "a\\R\\b, a~b",
      "a\\T\\b, a&b",
      "a\\E\\b, a\\b",
      "a\\X41\\b, aAb",
      "a\\XC3A9\\b, aéb",
      "a\\.br\\b, 'a\nb'",
      "a\\H\\b\\N\\, ab",
      "a\\b, a\\b",
      "a\\\\b, a\\\\b",
      "a\\Q\\b, a\\Q\\b",
      "a\\XZZ\\b, a\\XZZ\\b",
      "a\\T\\T\\b, a&T\\b",
    })
    void escapesAreWhatTheyStandFor(String raw, String text) {
      assertThat(Escapes.read(raw, Delimiters.USUAL)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a|b^c~d\\e&f", "||", "\\"})
    void whatIsWrittenIsReadAgain(String text) {
      assertThat(Escapes.read(Escapes.write(text, Delimiters.USUAL), Delimiters.USUAL))
          .isEqualTo(text);
    }
  }

  @Test
  void aMessageIsReadTheSameWithTheFrameAroundIt() {
    byte[] message = Messages.message("ADT^A08", Messages.PID);
    byte[] framed = ("\u000b" + new String(message, UTF_8) + "\u001c\r").getBytes(UTF_8);
    assertThat(Messages.read(framed).contents()).isEqualTo(Messages.read(message).contents());
  }

  @Test
  void nothingThatIsPrintedGivesThePatientAway() {
    byte[] message = Messages.message("ADT^A08", Messages.PID, "ZZZ|Jane");
    assertThat(Messages.read(message).toString()).doesNotContain("Jane", "Doe", "4711", "1960");
    assertThat(Optional.of(new MessageDesk(Messages.PROFILE, Messages.CLOCK).received(message)))
        .get()
        .asString()
        .doesNotContain("Jane", "Doe", "4711");
  }
}
