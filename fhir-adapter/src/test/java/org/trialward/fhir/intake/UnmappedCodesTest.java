package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.Resources;
import org.trialward.fhir.intake.UnmappedCodes.Tally;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.quantity.Code;

class UnmappedCodesTest {
  private static final Code SITE = Code.of("urn:hospital:lab", "GLU");

  private static Resource result(String code, String value) {
    return Resources.resource(
        Observation.class,
        "{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[%s]},%s}"
            .formatted(code, value));
  }

  private static String coding(String system, String code) {
    return "{'system':'%s','code':'%s'}".formatted(system, code);
  }

  private static List<Fact> facts(Resource... resources) {
    var mapper = new ChartMapper(ZoneId.of("Europe/Berlin"));
    List<Fact> facts = new ArrayList<>();
    for (Resource resource : resources) {
      facts.addAll(mapper.map(resource, Surroundings.NONE).facts());
    }
    return facts;
  }

  @Test
  void codesOfNoPublishedSystemAreCountedWhereTheyStandAlone() {
    Resource glucose = result(coding("urn:hospital:lab", "GLU"), "'valueInteger':1");
    Resource known =
        result(
            coding("urn:hospital:lab", "HB") + "," + coding("http://loinc.org", "718-7"),
            "'valueInteger':1");
    Resource answer =
        result(
            coding("http://loinc.org", "18474-7"),
            "'valueCodeableConcept':{'coding':[%s]}".formatted(coding("urn:hospital:lab", "POS")));
    UnmappedCodes unmapped = UnmappedCodes.in(facts(glucose, glucose, known, answer));
    assertThat(unmapped.tallies())
        .containsExactly(new Tally(SITE, 2), new Tally(Code.of("urn:hospital:lab", "POS"), 1));
    assertThat(unmapped.plus(unmapped).tallies().getFirst()).isEqualTo(new Tally(SITE, 4));
  }

  @Test
  void theAddressOfAValueSetIsThatOfNoSystem() {
    Code glucose = Code.of("http://hl7.org/fhir/ValueSet/observation-codes", "2345-7");
    assertThat(
            UnmappedCodes.in(
                    facts(result(coding(glucose.system(), glucose.value()), "'valueInteger':1")))
                .tallies())
        .containsExactly(new Tally(glucose, 1));
  }
}
