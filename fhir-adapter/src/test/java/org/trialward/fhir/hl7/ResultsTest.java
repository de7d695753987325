package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.record.Said;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.Measurement.Status;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Quantity;

class ResultsTest {
  private static final String OBR = "OBR|1|P1^EHR|F1^LAB|24323-8^Panel^LN|||202611210800";

  private static String obx(String type, String value, String units) {
    return "OBX|1|%s|718-7^Hemoglobin^LN||%s|%s|||||F".formatted(type, value, units);
  }

  private static Measurement measured(String obx) {
    return Messages.only(Measurement.class, "ORU^R01", Messages.PID, OBR, obx);
  }

  private static Measurement measured(FeedProfile profile, String obx) {
    return (Measurement)
        new MessageReader(profile, Messages.CLOCK)
            .reading(Messages.message("ORU^R01", Messages.PID, OBR, obx))
            .contents()
            .facts()
            .getFirst();
  }

  private static List<String> notes(String obx) {
    return Messages.notes(Messages.read("ORU^R01", Messages.PID, OBR, obx));
  }

  @Test
  void aResultHasItsCodesItsNumberItsUnitItsRangeAndItsTime() {
    Measurement result =
        measured(
            "OBX|1|NM|718-7^Hemoglobin^LN^HGB^Hgb^L||13.2|g/dL|12.0-16.0|N|||F|||20261121075500");
    assertThat(result.codes())
        .containsExactly(
            Code.of(CodeSystem.LOINC.uri(), "718-7"), Code.of("urn:trialward:local:lab", "HGB"));
    assertThat(result.result()).hasToString("13.2 g/dL");
    assertThat(result.normal().low()).contains(Quantity.of("12.0", "g/dL"));
    assertThat(result.normal().high()).contains(Quantity.of("16.0", "g/dL"));
    assertThat(result.taken().orElseThrow()).hasToString("2026-11-21T07:55");
    assertThat(result.status()).isEqualTo(Status.FINAL);
    assertThat(result.source().type()).isEqualTo("OBX");
    assertThat(result.source().version()).isEqualTo("M1");
  }

  @ParameterizedTest
  @CsvSource({
    "NM, 13.2, g/dL, 13.2 g/dL",
    "NM, -1.5, mmol/L, -1.5 mmol/L",
    "NM, +7, %, 7 %",
    "NM, .5, mg/dL, 0.5 mg/dL",
    "NM, 1e3, mg/dL, 1000 mg/dL",
    "NM, <0.01, ng/mL, <0.01 ng/mL",
    "SN, >^100, mg/dL, >100 mg/dL",
    "SN, ^182, mg/dl, 182 mg/dl",
    "SN, =^5, mg/dL, 5 mg/dL",
    "SN, <=^5, mg/dL, <=5 mg/dL",
    "SN, 5, mg/dL, 5 mg/dL",
    "SN, >90, mL/min, >90 mL/min",
    "NUM, 6.9, '[pH]', '6.9 [pH]'",
    "TXT, 7.2, %, 7.2 %",
    "ST, 7.2, %, 7.2 %",
    "ST, <0.01, ng/mL, <0.01 ng/mL",
    "ST, >= 90, mL/min, >=90 mL/min",
    "TX, 7.2, %, 7.2 %",
    "FT, 7.2, %, 7.2 %",
    "'', 7.2, %, 7.2 %",
    "st, 7.2, %, 7.2 %",
    "CQ, 7.2^%, %, 7.2 %",
  })
  void numbersAreReadHoweverTheyAreTyped(String type, String value, String unit, String result) {
    assertThat(measured(obx(type, value, unit)).result())
        .isInstanceOf(Result.Numeric.class)
        .hasToString(result);
  }

  @ParameterizedTest
  @CsvSource({
    "ST, Negative, %, the result is free text",
    "ST, 7.2, '', the result has no unit",
    "ST, +1, mg/dL, the result is a grade",
    "NM, 98, 262688^MDC_DIM_SOMETHING^MDC, the unit is not one of UCUM",
    "NM, 98, 262688, the unit is not one of UCUM",
    "NM, 7.2, '', the result has no unit",
    "NM, 7.2, furlong/fortnight, the unit is not one of UCUM",
    "NM, see note, %, the result is not a number",
    "'NM', '7,2', %, the number has a comma: have the sender write a decimal point",
    "NM, '', %, the result has no value",
    "SN, 1^-^2, mg/dL, the result is a range",
    "SN, ^1^:^128, 1, the result is a ratio",
    "SN, 1^:^128, 1, the result is a ratio",
    "SN, ^2^+, 1, the result is a grade",
    "SN, high, mg/dL, the result is not a number",
    "SN, <>^2, 1, 'the comparison is not one of <, <=, =, >= and >'",
    "SN, >, mg/dL, the result has no number",
    "FT, Unremarkable.\\.br\\Compare last., '', the result is free text",
    "TX, line 1~line 2, '', the result is free text",
    "CWE, ^Positive, '', the result is free text",
    "DT, 20260101, '', the result is a date or a time",
    "TS, 20260101, '', the result is a date or a time",
    "ED, ^AP^PDF^Base64^JVBERi0=, '', the result is a file",
    "RP, 17^PACS^image, '', the result is a file",
    "XPN, Doe^John, '', the result is of a type that is not read",
  })
  void whatIsNoNumberIsUnusableAndSaysWhy(String type, String value, String unit, String why) {
    String obx = obx(type, value, unit);
    assertThat(measured(obx).result()).isEqualTo(new Result.Unusable(why));
    assertThat(notes(obx)).anyMatch(note -> note.endsWith(": " + why));
  }

  @ParameterizedTest
  @CsvSource({
    "125154007^Unsatisfactory^SCT, the laboratory says that it has no result",
    "281268007^Insufficient^SCT^QNS^Quantity^L, the laboratory says that it has no result",
    "455371000124106^Invalid^SCT, the laboratory says that it has no result",
    "UNK^Unknown^NULLFL, the result is absent",
    "NASK^not asked^2.16.840.1.113883.5.1008, the result is absent",
  })
  void aCodeThatSaysThatThereIsNoResultIsNone(String value, String why) {
    assertThat(measured(obx("CWE", value, "")).result()).isEqualTo(new Result.Unusable(why));
    assertThat(notes(obx("CWE", value, ""))).contains("OBX-5: " + why);
  }

  @Test
  void besideACodeOfTheSitesTheMissingPublishedOneSaysNothing() {
    assertThat(measured(obx("CWE", "OTH^other^NULLFL^K12^Serotype K12^L", "")).result())
        .isEqualTo(new Result.Coded(List.of(Code.of("urn:trialward:local:lab", "K12"))));
  }

  @ParameterizedTest
  @CsvSource({
    "CE, 260385009^Negative^SCT, http://snomed.info/sct, 260385009",
    "CWE, NEG^Negative^L, urn:trialward:local:lab, NEG",
    "CNE, LA9633-4^Present^LN, http://loinc.org, LA9633-4",
    "IS, POS, urn:trialward:local:lab, POS",
    "ID, Y, urn:trialward:local:lab, Y",
  })
  void codedAnswersAreCodes(String type, String value, String system, String code) {
    assertThat(measured(obx(type, value, "")).result())
        .isEqualTo(new Result.Coded(List.of(Code.of(system, code))));
  }

  @ParameterizedTest
  @CsvSource({
    "g/dL, g/dL",
    "g/dL^gram per deciliter^UCUM, g/dL",
    "K/uL, 10*3/uL",
    "10*3/uL^^UCUM, 10*3/uL",
    "10^3/uL, 10*3/uL",
    "10\\S\\3/uL, 10*3/uL",
    "x10^3/uL, 10*3/uL",
    "10^9/L, 10*9/L",
    "kg/m^2, kg/m2",
    "x 109/L, 10*9/L",
    "giga.l-1, 10*9/L",
    "beats/min^^ISO, /min",
    "XYZ^mg/dL, mg/dL",
    "^mg/dL, mg/dL",
    "mmHg, mm[Hg]",
    "mL/min/1.73m^2, mL/min/{1.73_m2}",
    "mL/min/1.73 sq.m., mL/min/{1.73_m2}",
    "x10e3/uL, 10*3/uL",
    "CD:289^mg/dL, mg/dL",
    "%, %",
    "x10(3)/mcL, 10*3/uL",
    "10 3/uL, 10*3/uL",
    "10x3/uL, 10*3/uL",
    "MG/DL, mg/dL",
    "G/DL, g/dL",
    "G/L, 10*9/L",
    "U/ML, U/mL",
    "MMOL/L, mmol/L",
    "PG/ML, pg/mL",
    "PG, pg",
    "FL, fL",
    "UNITS/L, U/L",
    "UIU/ML, u[IU]/mL",
    "K/CUMM, 10*3/uL",
    "M/UL, 10*6/uL",
    "X10E3/UL, 10*3/uL",
    "Million/uL, 10*6/uL",
    "PG/ML^^UCUM, PG/ML",
    "266016^MDC_DIM_MMHG^MDC, mm[Hg]",
    "1^MDC_DIM_BEAT_PER_MIN^MDC, /min",
    "17^mg/dL^L, mg/dL",
    "10^3/μL, 10*3/uL",
    "10^3/µL, 10*3/uL",
  })
  void unitsAreReadByTheirSpelling(String obx6, String ucum) {
    assertThat(measured(obx("NM", "5", obx6)).result()).hasToString("5 " + ucum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10*999999999",
        "10^99999/L",
        "m999.Ym999.Ym999",
        "(((((((((((((((((((((m",
        "zzz",
        "g/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL/dL"
      })
  void aUnitThatIsNoneTakesNoTime(String unit) {
    long start = System.nanoTime();
    assertThat(measured(obx("NM", "5", unit)).result()).isInstanceOf(Result.Unusable.class);
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1^ratio^L", "1^INR", "1^Ratio^L^1^ratio^99LIS"})
  void oneIsNoCodeOfAUnitWhereItsTextSaysSo(String unit) {
    assertThat(measured(obx("NM", "2.5", unit)).result())
        .isInstanceOf(Result.Numeric.class)
        .hasToString("2.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1^furlong^L", "2^ratio^L", "266016^ratio^MDC"})
  void anotherNumberOrTextIsNotOne(String unit) {
    assertThat(measured(obx("NM", "2.5", unit)).result()).isInstanceOf(Result.Unusable.class);
  }

  @Test
  void aUcumCodeThatMeansSomethingElseIsKeptAndNoted() {
    assertThat(measured(obx("NM", "5", "K/uL^^UCUM")).result()).hasToString("5 K/uL");
    assertThat(notes(obx("NM", "5", "K/uL^^UCUM")))
        .anyMatch(note -> note.contains("probably `10*3/uL` was meant"));
  }

  @Test
  void theFeedsOwnUnitsComeFirst() {
    FeedProfile profile =
        Messages.profile(Map.of(), Map.of("K/MCL", "10*3/uL", "U", "[IU]/L", "", "1"));
    assertThat(measured(profile, obx("NM", "5", "K/MCL")).result()).hasToString("5 10*3/uL");
    assertThat(measured(profile, obx("NM", "5", "k/mcl")).result()).hasToString("5 10*3/uL");
    assertThat(measured(profile, obx("NM", "5", "U")).result()).hasToString("5 [IU]/L");
    assertThat(measured(profile, obx("NM", "5", "")).result()).hasToString("5");
  }

  @Test
  void anUnknownUnitIsListedForTheMappingTables() {
    MessageReading reading = Messages.read("ORU^R01", Messages.PID, OBR, obx("NM", "5", "furlong"));
    assertThat(Messages.found(reading)).containsExactly("furlong");
    Standardisation counts =
        Standardisation.of(reading.contents().facts(), reading.contents().unusable());
    assertThat(counts.measured()).isEqualTo(1);
    assertThat(counts.united()).isZero();
  }

  @Test
  void anUnmappedLocalCodeIsCountedUnderTheFeedsOwnSystem() {
    MessageReading reading =
        Messages.read("ORU^R01", Messages.PID, OBR, "OBX|1|NM|HGB^Hgb^99LIS||5|g/dL|||||F");
    Standardisation counts =
        Standardisation.of(reading.contents().facts(), reading.contents().unusable());
    assertThat(counts.unmapped()).hasSize(1);
    assertThat(counts.unmapped().getFirst().code())
        .isEqualTo(Code.of("urn:trialward:local:lab:99lis", "HGB"));
    assertThat(Messages.notes(reading)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12-16, 12 g/dL, 16 g/dL",
    "12.0 - 16.0, 12 g/dL, 16 g/dL",
    "-2--1, -2 g/dL, -1 g/dL",
    "-2-+2, -2 g/dL, 2 g/dL",
    "12 to 16, 12 g/dL, 16 g/dL",
    "<5, '', 5 g/dL",
    "<=5, '', 5 g/dL",
    ">60, 60 g/dL, ''",
    "'>= 60', 60 g/dL, ''",
    "12-16 g/dL, 12 g/dL, 16 g/dL",
    "<5g/dL, '', 5 g/dL",
    "12-16 %, '', ''",
    "16-12, '', ''",
    "70_105, '', ''",
    "see below, '', ''",
    "'', '', ''",
    "\"\", '', ''",
  })
  void theReferenceRangeIsInTheResultsUnit(String text, String low, String high) {
    ReferenceRange range =
        measured("OBX|1|NM|718-7^Hb^LN||13.2|g/dL|%s||||F".formatted(text)).normal();
    assertThat(range.low().map(Quantity::toString).orElse("")).isIn(low, low.replace(" ", ".0 "));
    assertThat(range.high().map(Quantity::toString).orElse(""))
        .isIn(high, high.replace(" ", ".0 "));
  }

  @ParameterizedTest
  @CsvSource({
    "4.0-10, 10^3/uL, 4.0, 10",
    "0-110, 10^3/uL, 0, 110",
    "0.81-1.21, 1, 0.81, 1.21",
    "<11, 1, '', 11",
  })
  void theDigitsOfARangeAreNotTakenForItsUnit(String text, String unit, String low, String high) {
    ReferenceRange range =
        measured("OBX|1|NM|718-7^Hb^LN||13.2|%s|%s||||F".formatted(unit, text)).normal();
    assertThat(range.low().map(limit -> limit.value().toPlainString()).orElse("")).isEqualTo(low);
    assertThat(range.high().map(limit -> limit.value().toPlainString()).orElse("")).isEqualTo(high);
  }

  @ParameterizedTest
  @CsvSource({
    "F, FINAL",
    "C, FINAL",
    "U, FINAL",
    "A, FINAL",
    "P, PRELIMINARY",
    "R, PRELIMINARY",
    "S, PRELIMINARY",
    "I, PRELIMINARY",
    "Q, PRELIMINARY",
    "'', PRELIMINARY",
  })
  void theStatusSaysWhetherItMayChange(String obx11, Status status) {
    assertThat(measured("OBX|1|NM|718-7^Hb^LN||13.2|g/dL|||||" + obx11).status()).isEqualTo(status);
  }

  @Test
  void withoutAStatusOfItsOwnItHasTheOrders() {
    assertThat(
            Messages.only(
                    Measurement.class,
                    "ORU^R01",
                    Messages.PID,
                    "OBR|1|P1|F1|24323-8^Panel^LN|||||||||||||||||||||F",
                    "OBX|1|NM|718-7^Hb^LN||13.2|g/dL")
                .status())
        .isEqualTo(Status.FINAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"D", "W", "X"})
  void aRetractionTakesTheResultBack(String status) {
    String wrong = "OBX|1|NM|718-7^Hb^LN||13.2|g/dL|||||";
    Map<String, Said> said = Messages.said("ORU^R01", Messages.PID, OBR, wrong + status);
    String reference =
        Messages.references(Messages.message("ORU^R01", Messages.PID, OBR, wrong + "F")).getFirst();
    assertThat(said).containsEntry(reference, new Said.Facts(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "O"})
  void whatWasNotAskedForSaysNothing(String status) {
    assertThat(
            Messages.references(
                Messages.message(
                    "ORU^R01", Messages.PID, OBR, "OBX|1|NM|718-7^Hb^LN||||||||" + status)))
        .isEmpty();
  }

  @Test
  void aMereChangeOfStatusWithoutTheValueSaysNothing() {
    assertThat(
            Messages.references(
                Messages.message("ORU^R01", Messages.PID, OBR, "OBX|1|NM|718-7^Hb^LN||||||||U")))
        .isEmpty();
  }

  @Test
  void aDeletedValueTakesTheResultBack() {
    assertThat(Messages.facts("ORU^R01", Messages.PID, OBR, obx("NM", "\"\"", "g/dL"))).isEmpty();
    assertThat(
            Messages.references(
                Messages.message("ORU^R01", Messages.PID, OBR, obx("NM", "\"\"", "g/dL"))))
        .hasSize(1);
  }

  @Test
  void withoutATimeOfItsOwnItHasTheSpecimens() {
    assertThat(measured(obx("NM", "5", "g/dL")).taken().orElseThrow())
        .hasToString("2026-11-21T08:00");
    assertThat(
            Messages.only(
                    Measurement.class,
                    "ORU^R01",
                    Messages.PID,
                    "OBR|1||F1||||||||||||||||||20261121",
                    obx("NM", "5", "g/dL"))
                .taken())
        .as("OBR-22 says when it was reported")
        .isEmpty();
  }

  @Test
  void timesWithAnOffsetAreToldInTheSendersZone() {
    assertThat(
            measured("OBX|1|NM|718-7^Hb^LN||13.2|g/dL|||||F|||20261121230000+0100")
                .taken()
                .orElseThrow())
        .hasToString("2026-11-21T17:00");
  }

  @Test
  void eachRepetitionIsAMeasurementUnderOneReference() {
    List<Fact> facts = Messages.facts("ORU^R01", Messages.PID, OBR, obx("NM", "160~120", "mm[Hg]"));
    assertThat(facts)
        .hasSize(2)
        .extracting(fact -> ((Measurement) fact).result().toString())
        .containsExactly("160 mm[Hg]", "120 mm[Hg]");
    assertThat(
            Messages.references(
                Messages.message("ORU^R01", Messages.PID, OBR, obx("NM", "160~120", "mm[Hg]"))))
        .hasSize(1);
  }

  @Test
  void sevenThousandRepetitionsAreReadInPartAndThatIsNoted() {
    String obx = obx("NM", "1~".repeat(7_000), "%");
    assertThat(Messages.facts("ORU^R01", Messages.PID, OBR, obx)).hasSize(1_000);
    assertThat(notes(obx)).anyMatch(note -> note.contains("first 1,000"));
  }

  @Test
  void noNoteAndNoSourceHoldsTheResult() {
    MessageReading reading =
        Messages.read("ORU^R01", Messages.PID, OBR, obx("ST", "Secret finding", "Jane Doe"));
    assertThat(reading.contents().unusable())
        .isNotEmpty()
        .allSatisfy(note -> {
          assertThat(note.toString()).doesNotContain("Secret", "Jane", "4711");
          assertThat(note.found()).doesNotContain("Secret");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "29463-7^Body weight^LN, 0, kg",
    "WT^Gewicht^L^3141-9^Body weight^LN, 0.0, kg",
    "8302-2^Body height^LN, 0, cm",
    "8867-4^Heart rate^LN, 0, /min",
    "8310-5^Body temperature^LN, -1, Cel",
    "8480-6^Systolic^LN, <=0, mm[Hg]",
    "150456^MDC_PULS_OXIM_SAT_O2^MDC, 0, %",
  })
  void noLivingPersonHasAVitalSignOfZero(String code, String value, String unit) {
    String obx = "OBX|1|NM|%s||%s|%s|||||F".formatted(code, value, unit);
    String why = "the number is zero, which it cannot be of a living person";
    assertThat(measured(obx).result()).isEqualTo(new Result.Unusable(why));
    assertThat(notes(obx)).containsExactly("OBX-5: " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "29463-7^Body weight^LN, 0.5, kg, 0.5 kg",
    "29463-7^Body weight^LN, >0, kg, >0 kg",
    "1742-6^ALT^LN, 0, U/L, 0 U/L",
    "WTCH^Change of weight^L, 0, kg, 0 kg",
  })
  void otherThingsMayBeZero(String code, String value, String unit, String result) {
    assertThat(measured("OBX|1|NM|%s||%s|%s|||||F".formatted(code, value, unit)).result())
        .hasToString(result);
  }

  @ParameterizedTest
  @CsvSource({
    "ORC|CA|P1|F1, OBR|1|P1|F1|X^X^L|||20261120, F, PRELIMINARY",
    "ORC|OC|P1|F1, OBR|1|P1|F1|X^X^L|||20261120, C, FINAL",
    "ORC|RE|P1|F1, OBR|1|P1|F1|X^X^L|||20261120||||||||||||||||||X, F, PRELIMINARY",
    "ORC|RE|P1|F1, OBR|1|P1|F1|X^X^L|||20261120||||||||||||||||||F, F, FINAL",
  })
  void aResultOfACancelledOrderIsFinalOnlyIfItWasCorrected(
      String orc, String obr, String status, Status expected) {
    String obx = "OBX|1|NM|718-7^Hb^LN||13|g/dL|||||" + status;
    assertThat(Messages.only(Measurement.class, "ORU^R01", Messages.PID, orc, obr, obx).status())
        .isEqualTo(expected);
    assertThat(
            Messages.facts(
                "ORU^R01", Messages.PID, orc, obr, obx.substring(0, obx.length() - 1) + "X"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "20261122, 20261120, 2026-11-22, ''",
    "20261123, 20261120, '', OBX-14",
    "2027, 20261120, '', OBX-14",
    "2026, 20261120, 2026, ''",
    "'', 20271120, '', OBR-7",
  })
  void aResultFromBehindItsMessageHasNoDate(String obx14, String obr7, String taken, String field) {
    String[] segments = {
      Messages.PID, "OBR|1|P1|F1|X^X^L|||" + obr7, "OBX|1|NM|718-7^Hb^LN||13|g/dL|||||F|||" + obx14
    };
    Measurement result = Messages.only(Measurement.class, "ORU^R01", segments);
    assertThat(result.taken().map(Object::toString).orElse("")).isEqualTo(taken);
    assertThat(Messages.notes(Messages.read("ORU^R01", segments)))
        .isEqualTo(
            field.isEmpty()
                ? List.of()
                : List.of(
                    field + ": it lies ahead of the message: when it was measured is not known"));
  }
}
