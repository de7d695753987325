package org.trialward.workbench.chart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEmr;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.record.HospitalRecords;

/** What is stored of what the EMR answers, and what is told of its quality. */
class ChartResolverTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PatientId P1 = new PatientId("p1");

  @RegisterExtension static final TestEmr EMR = new TestEmr();

  private final TestClock clock = new TestClock();
  private final ChartStore charts = new ChartStore(DATABASE.jdbc(), Json.mapper(), clock.site());
  private final OptOuts optOuts = new OptOuts(DATABASE.jdbc(), clock.site());
  private final List<Standardisation> told = new ArrayList<>();

  private ChartResolver resolver() {
    return new ChartResolver(
        Optional.of(new ChartReader(EMR.connect(clock))),
        new HospitalRecords(DATABASE.jdbc(), Json.mapper()),
        charts,
        optOuts,
        told::add);
  }

  private static String result(String id, String unit) {
    return "{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':[{'system':'urn:lab','code':'KREA'}]},'valueQuantity':{'value':1.1,'unit':'%s'}}"
        .formatted(id, unit);
  }

  @BeforeEach
  void aPatientWithTwoResults() {
    DATABASE.clear();
    EMR.offers(TestEmr.searchable("Observation"));
    EMR.serve("/fhir/Patient/p1", "{'resourceType':'Patient','id':'p1','birthDate':'1980'}");
    EMR.serve(
        "/fhir/Observation?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':%s},{'resource':%s}]}"
            .formatted(result("o1", "mg/dL"), result("o2", "mgs")));
    EMR.serve("/fhir/Observation/o1", result("o1", "mgs"));
  }

  @Test
  void ofAPatientWhoIsNotInUseMessagesAloneMakeNoChart() {
    new HospitalRecords(DATABASE.jdbc(), Json.mapper()).adopt(new RecordKey("H", "4711"), P1);
    resolver().refresh(P1, Optional.empty());
    assertThat(charts.find(P1)).isPresent();

    EMR.serve("/fhir/Patient/p1", "{'resourceType':'Patient','id':'p1','active':false}");
    resolver().refresh(P1, Optional.empty());
    assertThat(charts.find(P1)).isEmpty();
  }

  /** As Tomcat or IIS answers while an EMR is deployed anew. */
  @Test
  void anEmrThatFindsNothingAtAllRemovesNoChart() {
    resolver().refresh(P1, Optional.empty());
    EMR.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withStatus(404).withBody("<html>404 - Not Found</html>")));

    for (Set<String> resources : List.of(Set.of("Patient/p1"), Set.of("Observation/o1"))) {
      assertThatThrownBy(() -> resolver().refresh(P1, Optional.of(resources)))
          .isInstanceOfSatisfying(
              EmrException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE));
    }
    assertThat(charts.find(P1).orElseThrow().chart().facts()).hasSize(2);
  }

  @Test
  void whatTheEmrMovedToAnotherPatientLeavesTheChart() {
    resolver().refresh(P1, Optional.empty());
    assertThat(charts.find(P1).orElseThrow().chart().facts()).hasSize(2);

    String moved =
        result("o1", "mg/dL").replace("'status'", "'subject':{'reference':'Patient/p2'},'status'");
    EMR.serve("/fhir/Observation/o1", moved);
    EMR.serve(
        "/fhir/Observation?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':%s}]}".formatted(result("o2", "mg/dL")));
    resolver().refresh(P1, Optional.of(Set.of("Observation/o1")));
    assertThat(charts.find(P1).orElseThrow().chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactly("Observation/o2");
  }

  @Test
  void aWholeChartIsToldOnceAndASingleResourceAlone() {
    resolver().refresh(P1, Optional.empty());
    assertThat(told).hasSize(1);
    Standardisation whole = told.getFirst();
    assertThat(whole.facts()).isEqualTo(charts.find(P1).orElseThrow().chart().facts().size());
    assertThat(whole.measured()).isEqualTo(2);
    assertThat(whole.united()).isEqualTo(1);
    assertThat(whole.unmapped().getFirst().code().value()).isEqualTo("KREA");

    resolver().refresh(P1, Optional.of(Set.of("Observation/o1")));
    assertThat(told).hasSize(2);
    assertThat(told.getLast().measured()).isEqualTo(1);
    assertThat(told.getLast().united()).isZero();
    assertThat(charts.unusable(P1))
        .extracting(Unusable::found)
        .filteredOn(found -> !found.isEmpty())
        .containsExactly("mgs", "mgs");
  }

  @Test
  void anOptOutIsReadFromTheEmrWhileTheChartStaysAsItIs() {
    resolver().refresh(P1, Optional.empty());
    PatientChart before = charts.find(P1).orElseThrow().chart();
    EMR.serve(
        "/fhir/Observation?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':%s}]}".formatted(result("o3", "mg/dL")));
    EMR.offers(TestEmr.searchable("Observation"), TestEmr.searchable("Consent"));
    EMR.serve(
        "/fhir/Consent?patient=p1&_count=7",
        "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Consent','id':'c1','status':'active','dateTime':'2026-01-02','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'research'}]},'patient':{'reference':'Patient/p1'},'provision':{'type':'deny'}}}]}");

    resolver().readOptOut(P1);

    assertThat(optOuts.find(P1)).map(OptOut::source).contains("Consent/c1");
    assertThat(charts.find(P1).orElseThrow().chart()).isEqualTo(before);
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }
}
