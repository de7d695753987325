package org.trialward.workbench.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.Inbox.Event;
import org.trialward.workbench.json.Json;

class InboxTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final PatientId ANNA = new PatientId("anna");
  private static final PatientId BERT = new PatientId("bert");

  private final TestClock clock = new TestClock();
  private final ChartStore charts = new ChartStore(DATABASE.jdbc(), Json.mapper(), clock.site());
  private final Inbox inbox =
      DATABASE.transactional(Inbox.class, new Inbox(DATABASE.jdbc(), charts, clock.site()));

  @BeforeEach
  void clear() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static ChangeHint hint(PatientId patient, String resource, String at) {
    return new ChangeHint(
        "emr-history",
        Optional.of(patient),
        Optional.of(resource),
        Instant.parse(at),
        resource + "/_history/1");
  }

  private static ChangeHint hint(PatientId patient, String resource) {
    return hint(patient, resource, "2025-01-01T00:00:00Z");
  }

  private static ChangeHint deletion(String resource) {
    return new ChangeHint(
        "emr-history",
        Optional.empty(),
        Optional.of(resource),
        Instant.parse("2025-01-01T00:00:00Z"),
        resource + "/_history/2");
  }

  @Nested
  class Storing {

    @Test
    void theSameEventIsStoredOnceWhoeverTellsIt() {
      assertThat(inbox.add(List.of(hint(ANNA, "Condition/1"), hint(ANNA, "Condition/2"))))
          .isEqualTo(2);
      ChangeHint again =
          new ChangeHint(
              "rest-hook",
              Optional.of(ANNA),
              Optional.empty(),
              Instant.EPOCH,
              "Condition/1/_history/1");
      assertThat(inbox.add(List.of(again, hint(ANNA, "Condition/3")))).isEqualTo(1);
      assertThat(inbox.backlog().open()).isEqualTo(3);
    }

    @Test
    void aDeletionThatNamesNobodyGoesToWhoeversChartHoldsTheResource() {
      charts.save(chart("anna", diagnosis("1", "7")));
      charts.save(chart("bert", diagnosis("1", "8")));
      assertThat(inbox.add(List.of(deletion("Condition/7")))).isEqualTo(1);
      assertThat(inbox.open(ANNA))
          .extracting(Event::resource)
          .containsExactly(Optional.of("Condition/7"));
      assertThat(inbox.open(BERT)).isEmpty();
      assertThat(inbox.add(List.of(deletion("Condition/7")))).isZero();
    }

    @Test
    void aDeletionOfWhatTwoChartsHoldGoesToBoth() {
      charts.save(chart("anna", diagnosis("1", "7")));
      charts.save(chart("bert", diagnosis("1", "7")));
      assertThat(inbox.add(List.of(deletion("Condition/7")))).isEqualTo(2);
    }

    @Test
    void aDeletionOfWhatNobodyHoldsIsNothingToDo() {
      charts.save(chart("anna", diagnosis("1", "7")));
      assertThat(inbox.add(List.of(deletion("Condition/70")))).isZero();
    }

    @Test
    void aRematchAsksForEveryStoredChartOnceForTheSameReason() {
      charts.save(chart("anna"));
      charts.save(chart("bert"));
      inbox.rematchAll("2025-03-01");
      inbox.rematchAll("2025-03-01");
      assertThat(inbox.backlog().open()).isEqualTo(2);
      inbox.rematchAll("2025-03-02");
      assertThat(inbox.backlog().open()).isEqualTo(4);
    }

    @Test
    void hintsAreStoredAllOrNone() {
      ChangeHint unusable =
          new ChangeHint("feed", Optional.of(BERT), Optional.empty(), Instant.EPOCH, "nul\0");
      assertThatThrownBy(() -> inbox.add(List.of(hint(ANNA, "Condition/1"), unusable)))
          .isInstanceOf(RuntimeException.class);
      assertThat(inbox.backlog().open()).isZero();
    }
  }

  @Nested
  class Turns {

    @Test
    void openEventsComeInOrderOfOccurrence() {
      inbox.add(
          List.of(
              hint(ANNA, "Condition/late", "2025-01-03T00:00:00Z"),
              hint(ANNA, "Condition/early", "2025-01-01T00:00:00Z"),
              hint(BERT, "Condition/other", "2025-01-02T00:00:00Z"),
              hint(ANNA, "Condition/between", "2025-01-02T00:00:00Z")));
      assertThat(inbox.open(ANNA))
          .extracting(event -> event.resource().orElseThrow())
          .containsExactly("Condition/early", "Condition/between", "Condition/late");
    }

    @Test
    void whoWaitsLongestComesFirst() {
      inbox.add(List.of(hint(BERT, "Condition/1"), hint(ANNA, "Condition/2")));
      assertThat(turn()).contains(BERT);
    }

    @Test
    void whileOneWorkerHasAPatientAnotherTakesTheNextAndAThirdNobody() {
      inbox.add(
          List.of(hint(ANNA, "Condition/1"), hint(ANNA, "Condition/2"), hint(BERT, "Condition/3")));
      DATABASE
          .transaction()
          .executeWithoutResult(one -> {
            assertThat(inbox.takeTurn()).contains(ANNA);
            inAnotherThread(() -> {
              assertThat(inbox.takeTurn()).contains(BERT);
              inAnotherThread(() -> assertThat(inbox.takeTurn()).isEmpty());
            });
          });
      assertThat(turn()).as("free again").contains(ANNA);
    }

    /** An event that arrives while its patient is worked on must not be lost or done unread. */
    @Test
    void whatArrivesDuringATurnWaitsForTheNextTurn() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      DATABASE
          .transaction()
          .executeWithoutResult(status -> {
            assertThat(inbox.takeTurn()).contains(ANNA);
            List<Event> seen = inbox.open(ANNA);
            inAnotherThread(() -> {
              inbox.add(List.of(hint(ANNA, "Condition/2")));
              assertThat(inbox.takeTurn()).isEmpty();
            });
            inbox.done(seen);
          });
      assertThat(turn()).contains(ANNA);
      assertThat(inbox.open(ANNA))
          .extracting(event -> event.resource().orElseThrow())
          .containsExactly("Condition/2");
    }

    @Test
    void aTurnThatIsRolledBackLeavesItsEventsOpen() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      DATABASE
          .transaction()
          .executeWithoutResult(status -> {
            inbox.takeTurn();
            inbox.done(inbox.open(ANNA));
            status.setRollbackOnly();
          });
      assertThat(turn()).contains(ANNA);
      assertThat(inbox.open(ANNA)).hasSize(1);
    }

    private Optional<PatientId> turn() {
      return Optional.ofNullable(DATABASE.transaction().execute(status -> inbox.takeTurn()))
          .orElseThrow();
    }

    private void inAnotherThread(Runnable work) {
      CompletableFuture.runAsync(
              () ->
                  DATABASE
                      .transaction()
                      .executeWithoutResult(status -> {
                        DATABASE.jdbc().sql("set local lock_timeout = '5s'").update();
                        work.run();
                      }),
              command -> Thread.ofPlatform().start(command))
          .join();
    }
  }

  @Nested
  class Failures {

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "7, 128", "8, 256", "9, 300", "30, 300", "2000000000, 300"})
    void thePauseDoublesUpToFiveMinutes(int attempts, long seconds) {
      assertThat(new Failure("", Optional.empty(), false).pause(attempts))
          .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aFailedEventComesAgainAfterItsPauseAndNotBefore() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      fail(Optional.empty(), false);
      assertThat(due()).isFalse();
      clock.advance(Duration.ofMillis(1_999));
      assertThat(due()).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(due()).isTrue();
      fail(Optional.empty(), false);
      clock.advance(Duration.ofSeconds(3));
      assertThat(due()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      assertThat(due()).isTrue();
      assertThat(inbox.problems()).containsExactly("1 × The EMR is down.");
    }

    @Test
    void whatTheOtherSideAsksForIsWaited() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      fail(Optional.of(Duration.ofMinutes(20)), false);
      clock.advance(Duration.ofMinutes(20).minusMillis(1));
      assertThat(due()).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(due()).isTrue();
    }

    @Test
    void afterEightAttemptsAPersonMustLook() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      for (int attempt = 1; attempt < 8; attempt++) {
        fail(Optional.empty(), false);
        assertThat(inbox.parked(10)).as("after attempt %d", attempt).isEmpty();
      }
      fail(Optional.empty(), false);
      assertThat(inbox.open(ANNA)).isEmpty();
      assertThat(inbox.parked(10))
          .singleElement()
          .satisfies(parked -> {
            assertThat(parked.attempts()).isEqualTo(8);
            assertThat(parked.problem()).isEqualTo("The EMR is down.");
            assertThat(parked.resource()).isEqualTo("Condition/1");
          });
      assertThat(inbox.backlog().parked()).isEqualTo(1);
    }

    @Test
    void withPatienceItIsTriedForEver() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      for (int attempt = 0; attempt < 20; attempt++) {
        fail(Optional.empty(), true);
      }
      assertThat(inbox.open(ANNA)).singleElement().extracting(Event::attempts).isEqualTo(20);
      assertThat(inbox.parked(10)).isEmpty();
    }

    @Test
    void anotherPatientsEventsAreNotHeldUp() {
      inbox.add(List.of(hint(ANNA, "Condition/1"), hint(BERT, "Condition/2")));
      fail(Optional.empty(), false);
      assertThat(DATABASE.transaction().<Optional<PatientId>>execute(s -> inbox.takeTurn()))
          .isEqualTo(Optional.of(BERT));
    }

    @Test
    void parkedEventsAreReplayedOneOrAllFromTheirFirstAttempt() {
      inbox.add(
          List.of(hint(ANNA, "Condition/1"), hint(ANNA, "Condition/2"), hint(ANNA, "Condition/3")));
      for (int attempt = 0; attempt < 8; attempt++) {
        fail(Optional.empty(), false);
      }
      long one = inbox.parked(10).get(1).id();
      assertThat(inbox.replay(Optional.of(one))).isEqualTo(1);
      assertThat(inbox.open(ANNA))
          .singleElement()
          .satisfies(event -> {
            assertThat(event.id()).isEqualTo(one);
            assertThat(event.attempts()).isZero();
          });
      assertThat(due()).isTrue();
      assertThat(inbox.replay(Optional.of(one))).as("no longer parked").isZero();
      assertThat(inbox.replay(Optional.empty())).isEqualTo(2);
      assertThat(inbox.backlog()).extracting(Inbox.Backlog::open).isEqualTo(3L);
    }

    @Test
    void whatIsDoneIsNeverOpenedAgain() {
      inbox.add(List.of(hint(ANNA, "Condition/1")));
      List<Event> events = inbox.open(ANNA);
      inbox.done(events);
      inbox.failed(events, new Failure("too late", Optional.empty(), false));
      assertThat(inbox.replay(Optional.empty())).isZero();
      assertThat(inbox.backlog()).isEqualTo(new Inbox.Backlog(0, 0, 1, Optional.empty()));
    }

    private void fail(Optional<Duration> wait, boolean patience) {
      inbox.failed(inbox.open(ANNA), new Failure("The EMR is down.", wait, patience));
    }

    private boolean due() {
      return DATABASE.transaction().execute(status -> inbox.takeTurn()).isPresent();
    }
  }
}
