package org.trialward.workbench.queue;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** The EMR says which record took another's place. */
class MergedInTheEmrTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  @TempDir Path trialFiles;
  private TestEngine engine;
  private ChartReader reader;

  @BeforeEach
  void start() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, new TestDestination("log"));
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
    reader =
        new ChartReader(
            new Emr(
                new EmrSettings(
                    URI.create(SERVER.baseUrl() + "/fhir"),
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    7,
                    ZoneOffset.UTC),
                engine.clock));
    serve(
        "/fhir/metadata",
        200,
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[{'type':'Patient','interaction':[{'code':'read'}]},{'type':'Condition','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[{'name':'patient'}]}]}]}");
    for (String id : List.of("old", "new")) {
      serve("/fhir/Patient/" + id, 200, "{'resourceType':'Patient','id':'%s'}".formatted(id));
      serve(
          "/fhir/Condition?patient=%s&_count=7".formatted(id),
          200,
          "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'dm-%s','code':{'coding':[{'system':'http://snomed.info/sct','code':'44054006'}]},'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]}}}]}"
              .formatted(id));
    }
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static void serve(String url, int status, String singleQuoted) {
    SERVER.stubFor(
        get(url)
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(singleQuoted.replace('\'', '"'))));
  }

  private void look(String patient) {
    engine.inbox.lookAt(List.of(new PatientId(patient)), "test");
    engine.workWith(reader).drain();
    engine.clock.advance(Duration.ofSeconds(1));
  }

  private CandidateState state(String patient) {
    return engine.candidate(patient).candidate().state();
  }

  @Test
  void aMergeHoldsWhenTheEmrDeletesTheRecordThatWasReplaced() {
    look("old");
    look("new");
    Entry seen = engine.candidate("old");
    engine.decisions.decide(
        seen.candidate().number(),
        seen.revision(),
        CandidateState.IN_REVIEW,
        Actor.COORDINATOR,
        "ask the ward",
        "carla");
    serve(
        "/fhir/Patient/old",
        200,
        "{'resourceType':'Patient','id':'old','active':false,'link':[{'type':'replaced-by','other':{'reference':'Patient/new'}}]}");
    look("old");
    assertThat(state("old")).isEqualTo(CandidateState.LAPSED);
    assertThat(state("new")).isEqualTo(CandidateState.IN_REVIEW);

    serve("/fhir/Patient/old", 410, "{'resourceType':'OperationOutcome'}");
    look("old");

    assertThat(state("old")).isEqualTo(CandidateState.LAPSED);
    assertThat(state("new")).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void aRefusalStandsWhenTheEmrDeletesTheRecordThatWasReplaced() {
    look("old");
    look("new");
    engine.withdrawals.record(new PatientId("old"), LocalDate.parse("2025-02-01"), "carla");
    serve(
        "/fhir/Patient/old",
        200,
        "{'resourceType':'Patient','id':'old','link':[{'type':'replaced-by','other':{'reference':'Patient/new'}}]}");
    look("old");
    assertThat(state("new")).isEqualTo(CandidateState.DO_NOT_CONTACT);

    serve("/fhir/Patient/old", 410, "{'resourceType':'OperationOutcome'}");
    look("old");
    look("new");

    assertThat(state("new")).isEqualTo(CandidateState.DO_NOT_CONTACT);
  }
}
