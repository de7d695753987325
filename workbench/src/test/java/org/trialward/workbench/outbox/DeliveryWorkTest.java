package org.trialward.workbench.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.diagnosis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestDestination;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

@Timeout(60)
class DeliveryWorkTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private final TestDestination emr = new TestDestination("emr");
  private final TestDestination log = new TestDestination("log");
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine = new TestEngine(DATABASE, trialFiles, Moment.DETECTION, emr, log);
    engine.trials.reload("test");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private void detect(String patient) {
    engine.changed(diabetic(patient));
  }

  private void decide(String patient, CandidateState decision) {
    Entry seen = engine.candidate(patient);
    engine.decisions.decide(
        seen.candidate().number(),
        seen.revision(),
        decision,
        Actor.COORDINATOR,
        "because",
        "carla");
  }

  private static DeliveryException failure(Category category) {
    return new DeliveryException(category, "It did not go through. Look at it.");
  }

  private static DeliveryException busyFor(Duration wait) {
    return new DeliveryException(Category.BUSY, "Busy.", Optional.of(wait), Optional.empty());
  }

  private List<String> patients(TestDestination destination) {
    return destination.taken().stream().map(d -> d.candidate().key().patient().value()).toList();
  }

  @Test
  void everyDestinationHearsOfEveryRevisionInOrder() {
    detect("anna");
    decide("anna", CandidateState.IN_REVIEW);
    decide("anna", CandidateState.CONFIRMED);
    engine.deliveries.drain();
    assertThat(emr.states()).containsExactly("DETECTED@1", "IN_REVIEW@2", "CONFIRMED@3");
    assertThat(log.states()).isEqualTo(emr.states());
    assertThat(engine.outbox.counts())
        .isEqualTo(Map.of("emr", Map.of("DONE", 3L), "log", Map.of("DONE", 3L)));
    assertThat(log.taken().get(1).candidate().reason()).contains("because");
    assertThat(engine.audit.about("T1/anna", 100))
        .extracting(AuditLog.Entry::detail)
        .contains("CONFIRMED to log, revision 3: CREATED");
  }

  @Test
  void whatWasDeliveredIsNotDeliveredAgain() {
    detect("anna");
    engine.deliveries.drain();
    engine.clock.advance(Duration.ofDays(1));
    engine.deliveries.drain();
    assertThat(engine.outbox.replay(Optional.empty())).isZero();
    assertThat(emr.asked()).hasSize(1);
  }

  /** What was decided then is what is told, whatever is so now. */
  @Test
  void aLateDeliveryTellsTheCandidateAsItWasDecided() {
    detect("anna");
    engine.changed(diabetic("anna", diagnosis("22298006", "mi")));
    TestTrials.write(trialFiles, "T1", "2", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trialsChanged();
    engine.deliveries.drain();
    assertThat(log.states()).startsWith("DETECTED@1", "LAPSED@2");
    assertThat(log.taken().getFirst().trial().version()).isEqualTo("1");
    assertThat(log.taken().getFirst().verdict().against()).isEmpty();
    assertThat(log.taken().get(1).verdict().against())
        .extracting(finding -> finding.criterion().id())
        .containsExactly("no-heart-attack");
  }

  @Test
  void twoWorkersDeliverEverythingOnceAndInOrder() throws Exception {
    for (int i = 0; i < 10; i++) {
      detect("p" + i);
      decide("p" + i, CandidateState.IN_REVIEW);
      decide("p" + i, CandidateState.CONFIRMED);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(engine.deliveries::drain, threads),
              CompletableFuture.runAsync(engine.deliveries::drain, threads))
          .get();
    }
    // A worker may find the last one locked by the other and stop: the next tick takes it.
    engine.deliveries.drain();
    for (int i = 0; i < 10; i++) {
      String patient = "p" + i;
      assertThat(log.asked())
          .filteredOn(d -> d.candidate().key().patient().value().equals(patient))
          .extracting(d -> d.revision())
          .containsExactly(1L, 2L, 3L);
    }
    assertThat(log.asked()).hasSize(30);
    assertThat(engine.audit.verify().broken()).isEmpty();
  }

  @Nested
  class Retrying {

    @ParameterizedTest
    @EnumSource(
        value = Category.class,
        names = {"BUSY", "UNAVAILABLE"})
    void whatMayPassIsTriedAgainWithGrowingPauses(Category category) {
      log.refuse(failure(category), failure(category), failure(category));
      detect("anna");
      engine.deliveries.drain();
      assertThat(log.asked()).hasSize(1);
      assertThat(engine.outbox.problems())
          .containsExactly("1 × log: It did not go through. Look at it.");
      int asked = 1;
      for (int seconds : new int[] {2, 4, 8}) {
        engine.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        engine.deliveries.drain();
        assertThat(log.asked()).hasSize(asked);
        engine.clock.advance(Duration.ofMillis(1));
        engine.deliveries.drain();
        asked++;
        assertThat(log.asked()).hasSize(asked);
      }
      assertThat(log.states()).containsExactly("DETECTED@1");
      assertThat(engine.outbox.problems()).isEmpty();
      assertThat(log.asked()).extracting(d -> d.id()).containsOnly(log.taken().getFirst().id());
    }

    @Test
    void noPauseIsLongerThanTheSiteSays() {
      detect("anna");
      for (int i = 0; i < 12; i++) {
        log.refuse(failure(Category.UNAVAILABLE));
        engine.deliveries.drain();
        engine.clock.advance(Duration.ofMinutes(5));
      }
      assertThat(log.asked()).hasSize(12);
      assertThat(engine.outbox.parked(10)).isEmpty();
    }

    @Test
    void whatTheOtherSideAsksForIsWaited() {
      log.refuse(busyFor(Duration.ofMinutes(30)));
      detect("anna");
      engine.deliveries.drain();
      engine.clock.advance(Duration.ofMinutes(30).minusMillis(1));
      engine.deliveries.drain();
      assertThat(log.asked()).hasSize(1);
      engine.clock.advance(Duration.ofMillis(1));
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1");
    }

    /** Or a moment that has passed by our clock. */
    @Test
    void whoAsksUsBackAtOnceIsNotAskedWithoutPause() {
      log.refuse(busyFor(Duration.ZERO));
      detect("anna");
      engine.deliveries.drain();
      assertThat(log.asked()).hasSize(1);
      engine.clock.advance(Duration.ofSeconds(2));
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1");
    }

    /** Each attempt may last as long as its time-out. */
    @Test
    void aDestinationThatIsDownHoldsUpNoOther() {
      for (int i = 0; i < 20; i++) {
        log.refuse(failure(Category.UNAVAILABLE));
        detect("p" + i);
      }
      engine.deliveries.drain();
      assertThat(emr.taken()).hasSize(20);
      assertThat(log.asked()).hasSizeLessThanOrEqualTo(3);
      engine.clock.advance(Duration.ofSeconds(8));
      engine.deliveries.drain();
      assertThat(log.asked()).hasSizeLessThanOrEqualTo(4);
      for (int i = 0; i < 20; i++) {
        engine.clock.advance(Duration.ofMinutes(5));
        engine.deliveries.drain();
      }
      assertThat(patients(log)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whatWaitsHoldsBackItsFollowersAndNobodyElse() {
      log.refuse(failure(Category.BUSY));
      detect("anna");
      decide("anna", CandidateState.CONFIRMED);
      detect("bert");
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert");
      assertThat(emr.states()).containsExactly("DETECTED@1", "CONFIRMED@2", "DETECTED@1");
      engine.clock.advance(Duration.ofSeconds(2));
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1", "DETECTED@1", "CONFIRMED@2");
    }
  }

  @Nested
  class Parking {

    @ParameterizedTest
    @EnumSource(
        value = Category.class,
        names = {"REJECTED", "FAULT"})
    void whatWouldBeRefusedAgainIsParkedWithItsProblemAndAudited(Category category) {
      log.refuse(failure(category));
      detect("anna");
      engine.deliveries.drain();
      engine.clock.advance(Duration.ofDays(1));
      engine.deliveries.drain();
      assertThat(log.asked()).hasSize(1);
      assertThat(engine.outbox.parked(10))
          .singleElement()
          .satisfies(parked -> {
            assertThat(parked.destination()).isEqualTo("log");
            assertThat(parked.problem()).isEqualTo("It did not go through. Look at it.");
            assertThat(parked.attempts()).isEqualTo(1);
          });
      assertThat(engine.audit.about("T1/anna", 10))
          .filteredOn(entry -> entry.action().equals("DELIVERY_PARKED"))
          .extracting(AuditLog.Entry::detail)
          .containsExactly("DETECTED to log, revision 1: It did not go through. Look at it.");
    }

    @Test
    void aParkedDeliveryHoldsBackItsFollowersUntilItIsReplayed() {
      log.refuse(failure(Category.REJECTED));
      detect("anna");
      decide("anna", CandidateState.CONFIRMED);
      detect("bert");
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert");
      assertThat(emr.states()).hasSize(3);
      assertThat(engine.outbox.replay(Optional.of(engine.outbox.parked(1).getFirst().id())))
          .isEqualTo(1);
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1", "DETECTED@1", "CONFIRMED@2");
    }

    @Test
    void replayOpensOneOrAll() {
      log.refuse(
          failure(Category.REJECTED), failure(Category.REJECTED), failure(Category.REJECTED));
      detect("anna");
      detect("bert");
      detect("cleo");
      engine.deliveries.drain();
      long second = engine.outbox.parked(10).get(1).id();
      assertThat(engine.outbox.replay(Optional.of(second))).isEqualTo(1);
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert");
      assertThat(engine.outbox.replay(Optional.empty())).isEqualTo(2);
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert", "anna", "cleo");
    }

    @Test
    void aDestinationThatIsNoLongerConfiguredParksWhatWasMeantForIt() {
      detect("anna");
      try (TestEngine without = new TestEngine(DATABASE, trialFiles, Moment.DETECTION, emr)) {
        without.deliveries.drain();
        assertThat(without.outbox.parked(10))
            .singleElement()
            .satisfies(parked -> {
              assertThat(parked.destination()).isEqualTo("log");
              assertThat(parked.problem()).contains("No such destination").contains("replay");
            });
      }
      assertThat(log.asked()).isEmpty();
      engine.outbox.replay(Optional.empty());
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1");
    }
  }

  @Nested
  class Missing {
    private void goesOnWithoutTheLog() {
      try (TestEngine without = new TestEngine(DATABASE, trialFiles, Moment.DETECTION, emr)) {
        without.trials.reload("test");
        without.clock.advance(Duration.ofHours(1));
        without.changed(diabetic("anna", diagnosis("22298006", "mi")));
        without.changed(diabetic("bert"));
        without.deliveries.drain();
      }
    }

    @Test
    void whatWasDecidedWithoutADestinationIsToldItOnceItIsBack() {
      detect("anna");
      engine.deliveries.drain();
      goesOnWithoutTheLog();
      engine.deliveries.tellMissed();
      engine.deliveries.tellMissed();
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1", "LAPSED@2");
      assertThat(emr.states()).containsExactly("DETECTED@1", "LAPSED@2", "DETECTED@1");
      assertThat(log.taken().get(1).candidate().reason()).isPresent();
    }

    @Test
    void whoWasNeverToldHearsNothing() {
      log.refuse(busyFor(Duration.ofMinutes(1)));
      detect("anna");
      engine.deliveries.drain();
      engine.outbox.cancel(engine.candidate("anna").candidate().number(), "test");
      goesOnWithoutTheLog();
      engine.deliveries.tellMissed();
      engine.deliveries.drain();
      assertThat(log.taken()).isEmpty();
    }

    /** The handbook raises the revisions of a restored database above all that were delivered. */
    @Test
    void aRestoredDatabaseTellsHowThingsStandThere() {
      detect("anna");
      engine.deliveries.drain();
      engine.jdbc.sql("update candidate set revision = revision + 1000000").update();
      engine.deliveries.tellMissed();
      engine.deliveries.drain();
      assertThat(log.states()).containsExactly("DETECTED@1", "DETECTED@1000001");
    }
  }

  @Nested
  class Surprises {

    @Test
    void anUnexpectedFailureOfOneConnectorParksThatDeliveryAndNoOther() {
      log.refuse(new IllegalStateException("Anna Nowak, born 1970"));
      detect("anna");
      detect("bert");
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert");
      assertThat(emr.states()).hasSize(2);
      assertThat(log.asked()).hasSize(2);
      assertThat(engine.outbox.parked(10))
          .singleElement()
          .satisfies(parked -> {
            assertThat(parked.destination()).isEqualTo("log");
            assertThat(parked.problem())
                .contains("IllegalStateException at ")
                .contains("DeliveryWorkTest")
                .doesNotContain("Nowak");
          });
      assertThat(engine.audit.latest(100))
          .filteredOn(entry -> entry.action().equals("DELIVERY_PARKED"))
          .singleElement()
          .satisfies(entry -> {
            assertThat(entry.detail()).contains("IllegalStateException").doesNotContain("Nowak");
          });
      engine.outbox.replay(Optional.empty());
      engine.deliveries.drain();
      assertThat(patients(log)).containsExactly("bert", "anna");
    }

    /** For example rules of an old version that this version cannot read any more. */
    @Test
    void aDeliveryThatCannotBeReadIsParkedAndDoesNotHoldUpTheOthers() {
      TestTrials.write(
          trialFiles, "T2", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
      engine.trials.reload("test");
      engine.changed(diabetic("anna"));
      engine.jdbc.sql("delete from trial_version where trial = 'T1'").update();
      try (TestEngine restarted =
          new TestEngine(DATABASE, trialFiles, Moment.DETECTION, emr, log)) {
        restarted.deliveries.drain();
        assertThat(log.taken())
            .singleElement()
            .satisfies(d -> assertThat(d.trial().id().value()).isEqualTo("T2"));
        assertThat(restarted.outbox.parked(10))
            .hasSize(2)
            .allSatisfy(parked -> assertThat(parked.problem()).contains("cannot be read"));
        assertThat(restarted.audit.latest(10))
            .filteredOn(entry -> entry.action().equals("DELIVERY_PARKED"))
            .hasSize(2);
      }
    }
  }
}
