package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

class OwnSystemsTest {
  private static List<Code> codes(Map<String, String> own, String system, String code) {
    Mapped mapped =
        new ChartMapper(ZoneOffset.UTC, new OwnSystems(own))
            .map(
                Resources.resource(
                    Condition.class,
                    "{'resourceType':'Condition','id':'c','code':{'coding':[{'system':'%s','code':'%s'}]}}"
                        .formatted(system, code)),
                Surroundings.NONE);
    return ((Diagnosis) mapped.facts().getFirst()).codes();
  }

  @ParameterizedTest
  @CsvSource({
    "https://ward.example/dx, https://ward.example/dx",
    "https://ward.example/DX, https://ward.example/dx",
    "1.2.3.4, urn:oid:1.2.3.4",
    "urn:oid:1.2.3.4, urn:oid:1.2.3.4"
  })
  void whatASiteCallsSoIsTheSystemThatItSays(String named, String system) {
    assertThat(codes(Map.of(named, CodeSystem.ICD_10_CM.uri()), system, "e1165"))
        .containsExactly(Code.of(CodeSystem.ICD_10_CM.uri(), "E11.65"));
    assertThat(codes(Map.of(), system, "e1165")).containsExactly(Code.of(system, "e1165"));
  }

  @Test
  void aSiteIsTakenAtItsWordWhichIcd10ItMeans() {
    String who = CodeSystem.ICD_10.uri();
    assertThat(codes(Map.of(), who, "E11.9"))
        .containsExactly(Code.of(who, "E11.9"), Code.of(CodeSystem.ICD_10_CM.uri(), "E11.9"));
    assertThat(codes(Map.of(who, who), who, "E11.9")).containsExactly(Code.of(who, "E11.9"));
  }

  @Test
  void whatIsNamedTwiceForTheSameSystemIsThatSystem() {
    String loinc = CodeSystem.LOINC.uri();
    var own =
        new OwnSystems(
            Map.of("LAB1", loinc, "lab1", loinc, "1.2.3", loinc, "urn:oid:1.2.3", loinc));
    assertThat(own.uri("Lab1")).contains(loinc);
    assertThat(own.uri("1.2.3")).contains(loinc);
  }

  @Test
  void whatIsNamedTwiceIsRefused() {
    Map<String, String> twice =
        new TreeMap<>(
            Map.of("1.2.3", "http://loinc.org", "urn:oid:1.2.3", "http://snomed.info/sct"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OwnSystems(twice))
        .withMessage("The code system `urn:oid:1.2.3` is named twice: remove one of them.");
  }
}
