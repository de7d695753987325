package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.quantity.Code;

/** Severity and stage of a diagnosis. */
class StagesTest {
  private static final ChartMapper MAPPER = new ChartMapper(ZoneId.of("Europe/Berlin"));

  private static final String MCODE =
      "'meta':{'profile':['http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition']},";

  private static Diagnosis diagnosis(String more, Observation... observations) {
    Condition condition =
        Resources.resource(
            Condition.class,
            "{'resourceType':'Condition','id':'c',%s'code':{'coding':[{'system':'http://snomed.info/sct','code':'254837009'}]}}"
                .formatted(more));
    List<Resource> together =
        Stream.<Resource>concat(Stream.of(condition), Stream.of(observations)).toList();
    return (Diagnosis) MAPPER.map(condition, new ReadTogether(together)).facts().getFirst();
  }

  private static Observation staging(String id, String question, String answer, String more) {
    return Resources.resource(
        Observation.class,
        "{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'%s'}]},'valueCodeableConcept':{'coding':[{'system':'http://cancerstaging.org','code':'%s'}]}%s}"
            .formatted(id, question, answer, more));
  }

  private static List<String> stage(Diagnosis diagnosis) {
    return diagnosis.stage().stream().map(Code::value).toList();
  }

  @Test
  void severityAndStageAreWhatTheConditionSays() {
    Diagnosis diagnosis =
        diagnosis(
            "'severity':{'coding':[{'system':'http://snomed.info/sct','code':'24484000'}]},'stage':[{'summary':{'coding':[{'system':'http://snomed.info/sct','code':'258228008'}]}}],");
    assertThat(diagnosis.severity()).extracting(Code::value).containsExactly("24484000");
    assertThat(stage(diagnosis)).containsExactly("258228008");
  }

  @Test
  void whereNothingIsSaidNothingIsKnown() {
    assertThat(diagnosis("").severity()).isEmpty();
    assertThat(diagnosis("").stage()).isEmpty();
  }

  @Test
  void anAssessmentAndItsCategoriesSayTheStage() {
    assertThat(
            stage(
                diagnosis(
                    "'stage':[{'assessment':[{'reference':'Observation/g'},{'reference':'Observation/gone'}]}],",
                    staging("g", "21902-2", "3B", ",'hasMember':[{'reference':'Observation/n'}]"),
                    staging("n", "21900-6", "pN2", ""))))
        .containsExactly("3B", "pN2");
  }

  @Test
  void soItIsWithGermanysTumourDocumentation() {
    Observation group = staging("g", "21908-9", "IIIB", ",'focus':[{'reference':'Condition/c'}]");
    String profile =
        "'meta':{'profile':['https://www.medizininformatik-initiative.de/fhir/ext/modul-onko/StructureDefinition/mii-pr-onko-diagnose-primaertumor|2026.0.3']},";
    assertThat(stage(diagnosis(profile, group))).containsExactly("IIIB");
  }

  @Test
  void anObservationThatFocusesOnACancerSaysItsStage() {
    Observation group = staging("g", "21908-9", "4", ",'focus':[{'reference':'Condition/c'}]");
    Observation marker = staging("m", "48676-1", "x", ",'focus':[{'reference':'Condition/c'}]");
    assertThat(stage(diagnosis(MCODE, group, marker))).containsExactly("4");
  }

  @Test
  void ofSeveralAnswersToOneQuestionTheLatestCounts() {
    String focus = ",'focus':[{'reference':'Condition/c'}],'effectiveDateTime':'%s'";
    assertThat(
            stage(
                diagnosis(
                    MCODE,
                    staging("a", "21908-9", "4", focus.formatted("2024-05")),
                    staging("b", "21908-9", "2A", focus.formatted("2022-01-01")),
                    staging("c", "21902-2", "3", focus.formatted("2022-02-01")))))
        .containsExactly("4", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preliminary", "cancelled", "entered-in-error"})
  void anAnswerThatIsNotFinalSaysNothing(String status) {
    Observation group = staging("g", "21908-9", "4", ",'focus':[{'reference':'Condition/c'}]");
    group.getStatusElement().setValueAsString(status);
    assertThat(diagnosis(MCODE, group).stage()).isEmpty();
  }

  @Test
  void histologyNamesACancerToo() {
    Diagnosis diagnosis =
        diagnosis(
            "'extension':[{'url':'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior','valueCodeableConcept':{'coding':[{'system':'http://snomed.info/sct','code':'82711006'}]}},{'url':'http://hl7.org/fhir/StructureDefinition/condition-assertedDate','valueDateTime':'2024-02'}],");
    assertThat(diagnosis.codes()).extracting(Code::value).containsExactly("254837009", "82711006");
    assertThat(diagnosis.recorded()).hasToString("Optional[2024-02]");
  }
}
