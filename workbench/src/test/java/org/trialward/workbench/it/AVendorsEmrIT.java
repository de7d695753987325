package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.diagnosis;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.fhir.subject.Strategy;
import org.trialward.fhir.subject.WriteBackPlan;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.it.VendorDoor.Vendor;
import org.trialward.workbench.outbox.EmrDestination;
import org.trialward.workbench.outbox.EmrNotices;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.outbox.ToldBy;
import org.trialward.workbench.outbox.WriteBackRefusals;
import org.trialward.workbench.outbox.WriteBackRefusals.Refusal;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** A real EMR behind a door that lets through what each vendor lets through. */
@Order(2)
@SuppressWarnings("NullAway.Init") // Each test opens its own door first.
class AVendorsEmrIT {
  private static final String TRIAL = "T1";
  private static final String RECIPIENT = "Practitioner/it-vendor-ann";
  private static final List<Strategy> USUAL =
      List.of(
          Strategy.FLAG,
          Strategy.TASK,
          Strategy.SERVICE_REQUEST,
          Strategy.COMMUNICATION,
          Strategy.DOCUMENT_NOTE,
          Strategy.OBSERVATION,
          Strategy.CDS_CARD);
  private static final List<String> KINDS =
      USUAL.stream().flatMap(strategy -> strategy.type().stream()).toList();
  private static final AtomicInteger ADMITTED = new AtomicInteger();

  private static Ward ward;
  private static TestDatabase database;

  @TempDir Path trialFiles;
  private final TestClock clock = new TestClock();
  private VendorDoor door;
  private WriteBackRefusals refusals;
  private TestEngine engine;

  /**
   * What each vendor's EMR holds of a candidate.
   *
   * @param kind of record; empty: none
   * @param next the way after that one
   * @param nextOpen what stands by it
   */
  private record Expected(
      Strategy way,
      String kind,
      List<String> open,
      List<String> withdrawn,
      Strategy next,
      List<String> nextOpen) {

    static Expected of(Vendor vendor) {
      return switch (vendor) {
        case EPIC ->
            new Expected(
                Strategy.SERVICE_REQUEST,
                "ServiceRequest",
                List.of("draft"),
                List.of("revoked"),
                Strategy.COMMUNICATION,
                List.of("completed"));
        // Its messages are found by recipient and arrival only: never again by us.
        case ORACLE_HEALTH ->
            new Expected(
                Strategy.DOCUMENT_NOTE,
                "DocumentReference",
                List.of("current"),
                List.of("superseded"),
                Strategy.OBSERVATION,
                List.of("preliminary"));
        case ATHENAHEALTH ->
            new Expected(Strategy.CDS_CARD, "", List.of(), List.of(), Strategy.CDS_CARD, List.of());
        // It takes no change of a message: a second one answers the first.
        case MEDITECH ->
            new Expected(
                Strategy.COMMUNICATION,
                "Communication",
                List.of("completed"),
                List.of("completed", "completed"),
                Strategy.CDS_CARD,
                List.of());
      };
    }
  }

  @BeforeAll
  static void start() {
    ward = Ward.shared();
    ward.put(
        RECIPIENT,
        """
        {"resourceType": "Practitioner", "id": "it-vendor-ann"}
        """);
    database = TestDatabase.fresh();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void clear() {
    database.clear();
    TestTrials.write(
        trialFiles, TRIAL, "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
  }

  @AfterEach
  void stop() {
    engine.close();
    door.close();
  }

  private void open(Vendor vendor) {
    door = new VendorDoor(vendor, ward.fhir());
    begin(USUAL);
    engine.trials.reload("test");
  }

  /** The engine, as after a restart. */
  private void begin(List<Strategy> order) {
    var emr =
        new Emr(
            new EmrSettings(
                URI.create(door.fhir()),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                50,
                ZoneOffset.UTC),
            InstantSource.system());
    refusals =
        database.transactional(
            WriteBackRefusals.class,
            new WriteBackRefusals(
                database.jdbc(), new AuditLog(database.jdbc(), clock.site()), clock.site()));
    var notices =
        new EmrNotices(
            emr,
            new WriteBacks(emr, List.of(RECIPIENT)),
            new WriteBackPlan(order, Map.of()),
            refusals,
            new ToldBy(database.jdbc()));
    engine =
        new TestEngine(
            database, trialFiles, Moment.DETECTION, new EmrDestination("emr-flag", notices));
  }

  private void restart(List<Strategy> order) {
    engine.close();
    begin(order);
    engine.trials.reload("test");
  }

  /** A candidate whom a coordinator has confirmed, not delivered yet. */
  private String confirmed() {
    String patient = ward.admit("it-vendor-" + ADMITTED.getAndIncrement()).value();
    engine.changed(diabetic(patient));
    Entry found = engine.candidate(patient);
    engine.decisions.decide(
        found.candidate().number(),
        found.revision(),
        CandidateState.CONFIRMED,
        Actor.COORDINATOR,
        "",
        "carla");
    return patient;
  }

  private String told() {
    String patient = confirmed();
    engine.deliveries.drain();
    return patient;
  }

  private void lapse(String patient) {
    engine.changed(diabetic(patient, diagnosis("22298006", "mi")));
    assertThat(engine.candidate(patient).candidate().state()).isEqualTo(CandidateState.LAPSED);
  }

  /** What the EMR holds of the candidate, by kind of record. */
  private static void assertHolds(String patient, String kind, List<String> statuses) {
    for (String each : KINDS) {
      assertThat(ward.statuses(each, TRIAL, patient))
          .as(each)
          .isEqualTo(each.equals(kind) ? statuses : List.of());
    }
  }

  /** By which ways the last states of all candidates were told. */
  private List<String> waysTold() {
    return database
        .jdbc()
        .sql(
            """
            select distinct strategy from delivery d where revision =
              (select max(revision) from delivery e where e.candidate = d.candidate)
            """)
        .query((row, n) -> row.getString("strategy"))
        .list();
  }

  private long refusalsInTheAudit() {
    return engine.audit.latest(500).stream()
        .filter(entry -> entry.action().equals("WRITE_BACK_REFUSED"))
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void theFirstWayThatItsDescriptionOffersIsTaken(Vendor vendor) {
    open(vendor);
    Expected expected = Expected.of(vendor);
    String patient = told();
    assertHolds(patient, expected.kind(), expected.open());
    assertThat(waysTold()).containsExactly(expected.way().name());
    assertThat(engine.outbox.counts().get("emr-flag")).containsOnlyKeys("DONE");
    assertThat(refusals.all()).isEmpty();
    assertThat(door.writes()).hasSize(expected.open().size());
  }

  @ParameterizedTest
  @EnumSource(names = "ATHENAHEALTH", mode = Mode.EXCLUDE)
  void anAnswerThatIsLostAfterTheCommitLeavesExactlyOne(Vendor vendor) {
    open(vendor);
    String patient = confirmed();
    door.loseTheNextAnswer();
    engine.deliveries.drain();
    assertThat(engine.outbox.counts().get("emr-flag")).containsKey("OPEN");
    engine.clock.advance(Duration.ofSeconds(3));
    engine.deliveries.drain();
    Expected expected = Expected.of(vendor);
    assertHolds(patient, expected.kind(), expected.open());
    assertThat(engine.outbox.counts().get("emr-flag")).containsOnlyKeys("DONE");
    assertThat(door.writes()).hasSize(1);
    assertThat(refusals.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasToldIsWithdrawn(Vendor vendor) {
    open(vendor);
    String patient = told();
    lapse(patient);
    engine.deliveries.drain();
    Expected expected = Expected.of(vendor);
    assertHolds(patient, expected.kind(), expected.withdrawn());
    assertThat(engine.outbox.counts().get("emr-flag")).containsOnlyKeys("DONE");
  }

  @ParameterizedTest
  @EnumSource(names = "ATHENAHEALTH", mode = Mode.EXCLUDE)
  void aRefusalThatWasNotAnnouncedGivesPlaceToTheNextWayOnce(Vendor vendor) {
    open(vendor);
    Expected expected = Expected.of(vendor);
    String creation = "POST " + expected.kind();
    door.refuse(creation, vendor == Vendor.ORACLE_HEALTH ? 422 : 403);
    String first = told();
    String second = told();
    restart(USUAL);
    String third = told();
    for (String patient : List.of(first, second, third)) {
      assertHolds(patient, expected.next().type().orElse(""), expected.nextOpen());
    }
    assertThat(Collections.frequency(door.writes(), creation)).isEqualTo(1);
    assertThat(waysTold()).containsExactly(expected.next().name());
    assertThat(engine.outbox.counts().get("emr-flag")).containsOnlyKeys("DONE");
    assertThat(refusalsInTheAudit()).isEqualTo(1);
    assertThat(refusals.all())
        .singleElement()
        .satisfies(refusal -> {
          assertThat(refusal.strategy()).isEqualTo(expected.way().word());
          assertThat(refusal.trial()).isEqualTo(TRIAL);
          assertThat(refusal.why()).contains("administrator");
        });

    door.refuseNothing();
    assertThat(refusals.forget(expected.way().word(), "ada")).isTrue();
    assertHolds(told(), expected.kind(), expected.open());
  }

  @Test
  void whoWasToldOneWayHearsTheRestThatWay() {
    open(Vendor.EPIC);
    String patient = told();
    restart(List.of(Strategy.COMMUNICATION));
    String other = told();
    lapse(patient);
    engine.deliveries.drain();
    assertHolds(patient, "ServiceRequest", List.of("revoked"));
    assertHolds(other, "Communication", List.of("completed"));
  }

  @Test
  void aWithdrawalThatIsRefusedWaitsForAPersonAndNothingElseIsWritten() {
    open(Vendor.EPIC);
    String patient = told();
    door.refuse("PUT ServiceRequest", 405);
    lapse(patient);
    engine.deliveries.drain();
    assertHolds(patient, "ServiceRequest", List.of("draft"));
    assertThat(engine.outbox.parked(9))
        .singleElement()
        .satisfies(
            parked -> assertThat(parked.problem()).contains("service-request", "405", "replay"));
    assertThat(refusals.all()).extracting(Refusal::strategy).isEmpty();

    door.refuseNothing();
    engine.outbox.replay(Optional.empty());
    engine.deliveries.drain();
    assertHolds(patient, "ServiceRequest", List.of("revoked"));
  }

  /** A tenant of Oracle's that lets messages be found by patient; its rules on content hold. */
  @Test
  void aMessageIsShapedAsOracleTakesIt() {
    open(Vendor.ORACLE_HEALTH);
    door.letSearch("Communication", "patient");
    String patient = told();
    assertThat(refusals.all()).isEmpty();
    assertHolds(patient, "Communication", List.of("completed"));
    lapse(patient);
    engine.deliveries.drain();
    assertHolds(patient, "Communication", List.of("completed", "completed"));
  }

  /** The whole application, from a changed chart to the vendor's message and back. */
  @Test
  void theApplicationServesAnEmrThatTakesMessagesOnly() {
    open(Vendor.MEDITECH);
    String name = "it-vendor-" + Vendor.MEDITECH.name().toLowerCase(Locale.ROOT);
    PatientId patient = ward.admitDiabetic(name, "8.6");
    try (Workbench workbench = Workbench.start("vendor", door.fhir(), Ward.trials("lab"))) {
      look(workbench, patient, 1);
      assertThat(workbench.candidate("IT-LAB", patient)).isPresent();
      assertThat(ward.statuses("Communication", "IT-LAB", name)).containsExactly("completed");
      ward.hba1c(patient, "7.0");
      look(workbench, patient, 2);
      assertThat(ward.statuses("Communication", "IT-LAB", name)).hasSize(2);
      assertThat(workbench.deliveries("PARKED")).isZero();
      assertThat(workbench.bean(Outbox.class).counts().get("emr-subject")).containsKey("DONE");
    }
    for (String kind : List.of("Flag", "Task", "ResearchSubject", "ServiceRequest")) {
      assertThat(ward.statuses(kind, "IT-LAB", name)).as(kind).isEmpty();
    }
  }

  /** As a message from the hospital would have us look. */
  private static void look(Workbench workbench, PatientId patient, int number) {
    workbench
        .bean(Inbox.class)
        .add(
            List.of(
                new ChangeHint(
                    "it",
                    Optional.of(patient),
                    Optional.of(Ward.labOf(patient)),
                    Instant.now(),
                    "it-vendor|" + number)));
    await("the look").atMost(Workbench.GENEROUS).untilAsserted(workbench::settle);
  }
}
