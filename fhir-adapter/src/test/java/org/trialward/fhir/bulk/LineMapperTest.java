package org.trialward.fhir.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.Resources;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

class LineMapperTest {
  private final LineMapper mapper =
      new LineMapper(
          ZoneOffset.UTC,
          new OwnSystems(Map.of("https://ward.example/dx", CodeSystem.SNOMED.uri())));

  private Line map(String singleQuoted) {
    return mapper.map(Resources.json(singleQuoted).getBytes(UTF_8));
  }

  private Line.Content patient(String more) {
    return ((Line.Entry) map("{'resourceType':'Patient','id':'p1'%s}".formatted(more))).content();
  }

  @Test
  void theSitesOwnNamesOfCodeSystemsAreKnown() {
    Line line =
        map(
            "{'resourceType':'Condition','id':'c','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'https://ward.example/dx','code':'44054006'}]}}");

    Line.Facts facts = (Line.Facts) ((Line.Entry) line).content();
    assertThat(((Diagnosis) facts.mapped().facts().getFirst()).codes())
        .containsExactly(Code.of(CodeSystem.SNOMED.uri(), "44054006"));
  }

  @Test
  void aPatientIsAPerson() {
    assertThat(patient("")).isInstanceOf(Line.Person.class);
    assertThat(patient(",'active':true")).isInstanceOf(Line.Person.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'active':false",
        "'link':[{'type':'replaced-by','other':{'reference':'Patient/p2'}}]",
        "'link':[{'type':'replaced-by','other':{'identifier':{'value':'5'}}}]"
      })
  void ofARecordThatIsNotInUseNobodyIsMade(String why) {
    assertThat(patient("," + why)).isEqualTo(new Line.Later());
  }

  @Test
  void aBundleInALineIsRefusedWithTheRemedyAndOtherTypesArePassedOver() {
    assertThat(map("{'resourceType':'Bundle','type':'transaction','entry':[]}"))
        .isEqualTo(
            new Line.Unreadable(
                "this is a Bundle: export its resources one by one, each in a line of its own."));
    assertThat(map("{'resourceType':'Encounter','id':'e1'}")).isEqualTo(new Line.NotAsked());
  }

  @Test
  void anErrorInPlaceOfRecordsIsToldAndAWordBesideThemPassedOver() {
    assertThat(outcome("error"))
        .isInstanceOfSatisfying(
            Line.Unreadable.class,
            line ->
                assertThat(line.problem()).contains("ask its administrator").doesNotContain("Doe"));
    assertThat(outcome("information")).isEqualTo(new Line.NotAsked());
  }

  private Line outcome(String severity) {
    return map(
        "{'resourceType':'OperationOutcome','issue':[{'severity':'%s','code':'processing','diagnostics':'Jane Doe'}]}"
            .formatted(severity));
  }
}
