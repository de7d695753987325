package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.Resources;

/** The International Patient Summary's codes for what is absent or unknown. */
class AbsentOrUnknownTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("Europe/Berlin"));

  private static Mapped map(Class<? extends Resource> type, String element, String more) {
    return MAPPER.map(
        Resources.resource(
            type,
            "{'resourceType':'%s','id':'r','%s':{'coding':[%s]}%s}"
                .formatted(type.getSimpleName(), element, coding("no-known-problems"), more)),
        Surroundings.NONE);
  }

  private static String coding(String code) {
    return "{'system':'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips','code':'%s'}"
        .formatted(code);
  }

  private static void assertSaysNothing(Mapped mapped) {
    assertThat(mapped.facts()).isEmpty();
    assertThat(mapped.unusable())
        .extracting(Unusable::why)
        .containsExactly("it says that there is none or that nothing is known");
  }

  @Test
  void areNoFactOfAnyKindAndListed() {
    assertSaysNothing(map(Condition.class, "code", ""));
    assertSaysNothing(map(AllergyIntolerance.class, "code", ""));
    assertSaysNothing(map(Procedure.class, "code", ",'status':'completed'"));
    assertSaysNothing(map(Immunization.class, "vaccineCode", ",'status':'completed'"));
    assertSaysNothing(
        map(MedicationStatement.class, "medicationCodeableConcept", ",'status':'active'"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips, no-problem-info",
    "https://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips/, no-known-problems",
    "urn:oid:2.16.840.1.113883.5.1150.1, no-known-problems",
  })
  void areKnownByAnyNameOfTheirSystemAndBesideOtherCodes(String system, String code) {
    assertSaysNothing(
        MAPPER.map(
            Resources.resource(
                Condition.class,
                "{'resourceType':'Condition','id':'c','code':{'coding':[{'system':'http://snomed.info/sct','code':'160245001'},{'system':'%s','code':'%s'}]}}"
                    .formatted(system, code)),
            Surroundings.NONE));
  }

  @Test
  void beforeASubstanceThatCausedAReactionLeaveThatOne() {
    Mapped mapped =
        map(
            AllergyIntolerance.class,
            "code",
            ",'reaction':[{'substance':{'coding':[{'system':'http://snomed.info/sct','code':'764146007'}]}}]");
    assertThat(mapped.facts()).hasSize(1);
    assertThat(mapped.facts().getFirst().codes())
        .extracting(code -> code.value())
        .containsExactly("764146007");
  }
}
