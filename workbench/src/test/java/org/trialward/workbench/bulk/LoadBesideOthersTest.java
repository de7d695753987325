package org.trialward.workbench.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.bulk.NdjsonFiles;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Stamp;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEmr;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.PatientWork;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** Loads, and what messages and other workers do with the same patients. */
class LoadBesideOthersTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PatientId ANNA = new PatientId("anna");
  private static final RecordKey RECORD = new RecordKey("HOSP", "1");
  private static final String PERSON =
      "{'resourceType':'Patient','id':'anna','birthDate':'1970-05-01'}";
  private static final String DIABETES = condition("dm", "44054006");
  private static final String HEART_ATTACK = condition("mi", "22298006");

  @RegisterExtension static final TestEmr EMR = new TestEmr();

  @TempDir Path trialFiles;
  @TempDir Path folder;
  @TempDir Path spools;
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION, new TestDestination("log"));
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static String condition(String id, String code) {
    return "{'resourceType':'Condition','id':'%s','subject':{'reference':'Patient/anna'},'code':{'coding':[{'system':'http://snomed.info/sct','code':'%s'}]},'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]}}"
        .formatted(id, code);
  }

  private record Export(
      List<Path> files, Optional<Instant> since, Instant asOf, List<String> deleted)
      implements Origin {
    @Override
    public String name() {
      return "export";
    }

    @Override
    public Missing missing() {
      return Missing.REMOVED;
    }

    @Override
    public Ready ready(String state, Consumer<String> remember) {
      try {
        return new Ready(NdjsonFiles.of(files), asOf, deleted, true);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private void load(
      Optional<Instant> since,
      List<String> deleted,
      Consumer<BulkProgress> progress,
      String... lines)
      throws IOException {
    Path file = folder.resolve("a.ndjson");
    Files.write(file, Stream.of(lines).map(line -> line.replace('\'', '"')).toList());
    new BulkLoad(
            DATABASE.dataSource(),
            DATABASE.jdbc(),
            DATABASE.transaction(),
            Json.mapper(),
            engine.charts,
            engine.inbox,
            engine.clock.site(),
            OwnSystems.NONE,
            spools,
            1)
        .run(new Export(List.of(file), since, engine.clock.instant(), deleted), progress);
    engine.clock.advance(Duration.ofMinutes(1));
  }

  private void load(String... lines) throws IOException {
    load(Optional.empty(), List.of(), progress -> {}, lines);
    engine.work.drain();
  }

  private CandidateState state() {
    return engine.candidate("anna").candidate().state();
  }

  private void says(Fact... facts) {
    engine.records.tell(
        RECORD,
        new Stamp(engine.clock.instant(), "m"),
        Stream.of(facts)
            .map(fact -> new Statement(fact.source().reference(), new Said.Facts(List.of(fact))))
            .toList());
    engine.inbox.lookAt(engine.records.concerned(RECORD), "message");
    engine.work.drain();
  }

  /** As a laboratory's messages say it, which the EMR's server does not have. */
  private static Fact ofAMessage(String code) {
    return new Diagnosis(
        List.of(Code.of(CodeSystem.SNOMED.uri(), code)),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new Source("DG1", "x", "1"));
  }

  @Test
  void whatMessagesSayStaysInTheChartThatALoadBrings() throws IOException {
    engine.records.adopt(RECORD, ANNA);
    load(PERSON, DIABETES);
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
    says(ofAMessage("22298006"));
    assertThat(state()).isEqualTo(CandidateState.LAPSED);

    load(PERSON, DIABETES, condition("other", "38341003"));

    assertThat(engine.charts.find(ANNA).orElseThrow().chart().facts()).hasSize(3);
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
  }

  @Test
  void whoseRecordMessagesMergedIntoAnothersComesBackWithNoLoad() throws IOException {
    PatientId berta = new PatientId("berta");
    RecordKey other = new RecordKey("HOSP", "2");
    engine.records.adopt(RECORD, ANNA);
    engine.records.adopt(other, berta);
    load(PERSON, DIABETES);
    engine.records.merge(other, RECORD, new Stamp(engine.clock.instant(), "merge"));
    engine.inbox.lookAt(engine.records.concerned(RECORD), "message");
    engine.work.drain();
    assertThat(state()).isEqualTo(CandidateState.LAPSED);

    load(PERSON, DIABETES, condition("other", "38341003"));

    assertThat(engine.charts.find(ANNA)).isEmpty();
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
  }

  @Test
  void whatWasDeletedIsMatchedAlsoWhereThePatientWasMatchedWhileTheLoadWasUnderWay()
      throws IOException {
    load(PERSON, DIABETES, HEART_ATTACK);
    assertThat(engine.candidates.ofPatient(ANNA)).isEmpty();

    load(
        Optional.of(engine.clock.instant()),
        List.of("Condition/mi"),
        progress -> engine.work.drain(),
        condition("other", "38341003"));
    engine.work.drain();

    assertThat(state()).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void whatWasDeletedIsGoneAlsoFromAChartThatMessagesMadeMoreOfWhileTheLoadWasUnderWay()
      throws IOException {
    engine.records.adopt(RECORD, ANNA);
    load(PERSON, DIABETES, HEART_ATTACK);
    says(ofAMessage("38341003"));

    load(
        Optional.of(engine.clock.instant()),
        List.of("Condition/mi"),
        progress -> {
          engine.clock.advance(Duration.ofMinutes(1));
          engine.work.drain();
        },
        condition("other", "38341003"));
    engine.work.drain();

    assertThat(engine.charts.find(ANNA).orElseThrow().chart().facts())
        .extracting(fact -> fact.source().reference())
        .containsExactlyInAnyOrder("Condition/dm", "Condition/other", "DG1/x");
    assertThat(state()).isEqualTo(CandidateState.DETECTED);
  }

  @Test
  void whatTheEmrDeletedBeforeTheLoadBroughtItIsReadAgain() throws IOException {
    load(
        Optional.empty(),
        List.of(),
        progress -> {
          if (progress.step().equals(BulkLoad.READING)) {
            engine.inbox.add(List.of(deletion("Condition/dm")));
          }
        },
        PERSON,
        DIABETES);
    engine.work.drain();
    assertThat(engine.inbox.open(ANNA)).isEmpty();

    assertThat(engine.inbox.seekHolders()).isEqualTo(1);
    assertThat(engine.inbox.seekHolders()).isZero();
    assertThat(engine.inbox.open(ANNA))
        .extracting(Inbox.Event::resource)
        .containsExactly(Optional.of("Condition/dm"));
  }

  @Test
  void whoLeftTheEmrBeforeTheLoadBroughtTheChartIsAskedForAgain() throws IOException {
    PatientWork work = workWithAnEmrThatHasNobody();
    load(
        Optional.empty(),
        List.of(),
        progress -> {
          if (progress.step().equals(BulkLoad.READING)) {
            engine.inbox.lookAt(List.of(ANNA), "emr-history");
            work.drain();
          }
        },
        PERSON,
        DIABETES);
    engine.work.drain();
    assertThat(state()).isEqualTo(CandidateState.DETECTED);

    engine.inbox.seekHolders();
    work.drain();

    assertThat(engine.charts.find(ANNA)).isEmpty();
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
  }

  private PatientWork workWithAnEmrThatHasNobody() {
    EMR.offers();
    EMR.serve("/fhir/Patient/anna", 410, "{'resourceType':'OperationOutcome'}");
    return engine.workWith(new ChartReader(EMR.connect(engine.clock)));
  }

  private static ChangeHint deletion(String resource) {
    return new ChangeHint(
        "emr-history",
        Optional.empty(),
        Optional.of(resource),
        Instant.parse("2025-01-01T00:00:00Z"),
        resource + "/_history/2");
  }

  @Test
  void aLoadWaitsWhereMessagesAreToBeReadOnceMore() throws IOException {
    engine.records.adopt(RECORD, ANNA);
    load(PERSON, DIABETES);
    says(ofAMessage("22298006"));
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
    engine.jdbc.sql("insert into statement_in_doubt select * from statement").update();
    engine
        .jdbc
        .sql(
            """
            insert into message (feed, format, type, dedup_key, occurred_at, received_at, body, not_before)
            values ('ward', 'HL7V2', 'ADT^A08', 'm', now(), now(), '', now())
            """)
        .update();

    load(PERSON, DIABETES, condition("other", "38341003"));
    assertThat(engine.charts.find(ANNA).orElseThrow().chart().facts()).hasSize(2);
    assertThat(state()).isEqualTo(CandidateState.LAPSED);

    engine.jdbc.sql("update message set state = 'DONE'").update();
    engine.clock.advance(Duration.ofMinutes(5));
    engine.work.drain();

    assertThat(engine.charts.find(ANNA).orElseThrow().chart().facts()).hasSize(3);
    assertThat(state()).isEqualTo(CandidateState.LAPSED);
  }
}
