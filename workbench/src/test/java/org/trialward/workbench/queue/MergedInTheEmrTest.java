package org.trialward.workbench.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEmr;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** The EMR says which record took another's place. */
class MergedInTheEmrTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @RegisterExtension static final TestEmr EMR = new TestEmr();

  @TempDir Path trialFiles;
  private TestEngine engine;
  private ChartReader reader;

  @BeforeEach
  void start() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, new TestDestination("log"));
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
    reader = new ChartReader(EMR.connect(engine.clock));
    EMR.offers(TestEmr.searchable("Condition"));
    for (String id : List.of("old", "new")) {
      EMR.serve("/fhir/Patient/" + id, 200, "{'resourceType':'Patient','id':'%s'}".formatted(id));
      EMR.serve(
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
    EMR.serve(
        "/fhir/Patient/old",
        200,
        "{'resourceType':'Patient','id':'old','active':false,'link':[{'type':'replaced-by','other':{'reference':'Patient/new'}}]}");
    look("old");
    assertThat(state("old")).isEqualTo(CandidateState.LAPSED);
    assertThat(state("new")).isEqualTo(CandidateState.IN_REVIEW);

    EMR.serve("/fhir/Patient/old", 410, "{'resourceType':'OperationOutcome'}");
    look("old");

    assertThat(state("old")).isEqualTo(CandidateState.LAPSED);
    assertThat(state("new")).isEqualTo(CandidateState.IN_REVIEW);
  }

  @Test
  void aRefusalStandsWhenTheEmrDeletesTheRecordThatWasReplaced() {
    look("old");
    look("new");
    engine.withdrawals.record(new PatientId("old"), LocalDate.parse("2025-02-01"), "carla");
    EMR.serve(
        "/fhir/Patient/old",
        200,
        "{'resourceType':'Patient','id':'old','link':[{'type':'replaced-by','other':{'reference':'Patient/new'}}]}");
    look("old");
    assertThat(state("new")).isEqualTo(CandidateState.DO_NOT_CONTACT);

    EMR.serve("/fhir/Patient/old", 410, "{'resourceType':'OperationOutcome'}");
    look("old");
    look("new");

    assertThat(state("new")).isEqualTo(CandidateState.DO_NOT_CONTACT);
  }
}
