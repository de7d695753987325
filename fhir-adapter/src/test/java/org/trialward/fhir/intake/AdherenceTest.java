package org.trialward.fhir.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.fhir.bulk.LeanReader;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.MedicationUse.Status;
import org.trialward.rules.quantity.Interval;

class AdherenceTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("America/Chicago"));

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String R5 = "http://hl7.org/fhir/CodeSystem/medication-statement-adherence";
  private static final String MEDICINE =
      "'medicationCodeableConcept':{'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'6809'}]}";

  private static String usCore(String codings, String date) {
    return "{'url':'http://hl7.org/fhir/us/core/StructureDefinition/us-core-medication-adherence','extension':[{'url':'medicationAdherence','valueCodeableConcept':{%s}}%s]}"
        .formatted(
            codings,
            date.isEmpty() ? "" : ",{'url':'dateAsserted','valueDateTime':'" + date + "'}");
  }

  private static String coding(String system, String code) {
    return "'coding':[{'system':'%s','code':'%s'}]".formatted(system, code);
  }

  private static String json(String status, String... extensions) {
    return "{'resourceType':'MedicationRequest','id':'m','status':'%s','intent':'order','authoredOn':'2026-03-01',%s,'extension':[%s]}"
        .formatted(status, MEDICINE, String.join(",", extensions));
  }

  private static Mapped request(String status, String... extensions) {
    return MAPPER.map(
        Resources.resource(MedicationRequest.class, json(status, extensions)), Surroundings.NONE);
  }

  private static MedicationUse use(Mapped mapped) {
    return (MedicationUse) mapped.facts().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    SNOMED + ", 715036001",
    "urn:oid:2.16.840.1.113883.6.96, 715036001",
    R5 + ", not-taking",
    R5 + ", stopped-not-as-directed",
    R5 + ", on-hold",
    R5 + ", unknown",
  })
  void whetherAMedicineIsTakenThatWasNotTakenOrOnHoldIsUnclear(String system, String code) {
    Mapped mapped = request("active", usCore(coding(system, code), "2026-05-04"));
    assertThat(use(mapped).status()).isEqualTo(Status.UNCLEAR);
    assertThat(use(mapped).end()).isEmpty();
    assertThat(mapped.unusable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    SNOMED + ", 1156699004",
    SNOMED + ", 702565001",
    R5 + ", taking-not-as-directed",
    "http://terminology.hl7.org/CodeSystem/v3-NullFlavor, UNK",
    "http://terminology.hl7.org/CodeSystem/data-absent-reason, unknown",
  })
  void aMedicineThatIsTakenIfNotAsDirectedOrOfWhichNobodyKnowsIsThatOfTheOrder(
      String system, String code) {
    Mapped mapped = request("active", usCore(coding(system, code), "2026-05-04"));
    assertThat(use(mapped).status()).isEqualTo(Status.ACTIVE);
    assertThat(use(mapped).end()).isEmpty();
    assertThat(mapped.unusable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'coding':[{'system':'http://snomed.info/sct','code':'275928001'}]",
        "'coding':[{'system':'http://ward.example/adherence','code':'N'}]",
        "'coding':[{'system':'http://snomed.info/sct','code':'715036001'},{'system':'http://snomed.info/sct','code':'1156699004'}]",
        "'text':'Patient says no'",
      })
  void aCodeThatNobodyKnowsIsUnclearAndListed(String concept) {
    Mapped mapped = request("active", usCore(concept, "2026-05-04"));
    assertThat(use(mapped).status()).isEqualTo(Status.UNCLEAR);
    assertThat(use(mapped).end()).isEmpty();
    assertThat(mapped.unusable())
        .extracting(Unusable::why)
        .containsExactly("its code is not one that we know, taken as unclear");
  }

  @ParameterizedTest
  @CsvSource({"stopped, ENDED", "completed, ENDED", "cancelled, NEVER"})
  void anOrderThatIsOverSaysSoItself(String status, Status expected) {
    MedicationUse use = use(request(status, usCore(coding(SNOMED, "715036001"), "2026-05-04")));
    assertThat(use.status()).isEqualTo(expected);
    assertThat(use.end()).isEmpty();
  }

  @Test
  void whatWasToldLastCountsAndWithoutDatesWhatAllAgreeOn() {
    String first = usCore(coding(SNOMED, "715036001"), "2026-04-01");
    String last = usCore(coding(SNOMED, "1156699004"), "2026-05-04");
    assertThat(use(request("active", last, first)).status()).isEqualTo(Status.ACTIVE);
    String undated = usCore(coding(SNOMED, "1156699004"), "");
    assertThat(use(request("active", undated, first)).status()).isEqualTo(Status.UNCLEAR);
    assertThat(use(request("active", undated, undated)).status()).isEqualTo(Status.ACTIVE);
  }

  @Test
  void theEndOfTheOrderStays() {
    String order =
        json("active", usCore(coding(SNOMED, "715036001"), "2026-05-04"))
            .replace(
                "'intent'",
                "'dosageInstruction':[{'timing':{'repeat':{'boundsPeriod':{'end':'2026-04-01'}}}}],'intent'");
    MedicationUse use =
        use(MAPPER.map(Resources.resource(MedicationRequest.class, order), Surroundings.NONE));
    assertThat(use.end()).contains(Interval.on(LocalDate.of(2026, 4, 1)));
  }

  @Test
  void aStatementMayCarryWhatR5Says() {
    String statement =
        "{'resourceType':'MedicationStatement','id':'s','status':'active','effectivePeriod':{'start':'2026-01-01'},%s,'extension':[{'url':'http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationStatement.adherence','extension':[{'url':'code','valueCodeableConcept':{%s}}]}]}"
            .formatted(MEDICINE, coding(R5, "not-taking"));
    MedicationUse use =
        use(
            MAPPER.map(
                Resources.resource(MedicationStatement.class, statement), Surroundings.NONE));
    assertThat(use.status()).isEqualTo(Status.UNCLEAR);
  }

  @Test
  void filesThatSaySoAreReadWhole() {
    for (String type : List.of("MedicationRequest", "MedicationStatement")) {
      String line =
          json("active", usCore(coding(SNOMED, "715036001"), "2026-05-04"))
              .replace("MedicationRequest", type)
              .replace('\'', '"');
      assertThat(LeanReader.read(line.getBytes(UTF_8))).as(type).isEmpty();
    }
  }
}
