package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.flag.TestFlagSettings.onCards;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.flag.StepDowns.Lifted;
import org.trialward.workbench.flag.StepDowns.StepDown;

/** Cards that tire physicians stop, once, and go on when a person says so. */
class StepDownsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final TrialId T1 = new TrialId("T1");
  private static final Duration DAY = Duration.ofDays(1);

  private final TestClock clock = new TestClock();
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final TestCards cards = new TestCards(jdbc);
  private final AuditLog audit =
      DATABASE.transactional(AuditLog.class, new AuditLog(jdbc, clock.site()));
  private final StepDowns stepDowns =
      DATABASE.transactional(
          StepDowns.class,
          new StepDowns(
              jdbc, onCards(), new FlagStatistics(jdbc, clock.site()), audit, clock.site()));

  @BeforeEach
  void start() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  /** So many proposals of a trial, each to one physician, of whom so many answered at once. */
  private void proposals(String trial, int all, int answered, CandidateState state, Instant at) {
    for (int i = 0; i < all; i++) {
      long candidate = cards.candidate(trial, trial + i + at, state);
      cards.shown(candidate, "Practitioner/" + i % 4, "", at);
      if (i < answered) {
        cards.said(candidate, "Practitioner/" + i % 4, Kind.WAVED_AWAY, Optional.empty(), at);
      }
    }
  }

  private void proposals(int all, int answered, Instant at) {
    proposals("T1", all, answered, CandidateState.DETECTED, at);
  }

  private Instant yesterday() {
    return clock.instant().minus(DAY);
  }

  private List<StepDown> review() {
    stepDowns.review();
    return stepDowns.latest(9).stream().filter(it -> it.lifted().isEmpty()).toList();
  }

  @Test
  void aTrialThatFewAnswerStopsOnceAndTheAuditSaysWhy() {
    proposals(20, 5, yesterday());
    proposals("T2", 20, 6, CandidateState.DETECTED, yesterday());
    assertThat(review())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.trial()).isEqualTo(T1);
          assertThat(it.why())
              .startsWith("Of 20 proposals in eight weeks, 5 were answered: 25.0 %");
        });
    assertThat(review()).hasSize(1);
    assertThat(audit.about("T1", 9))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("CARDS_STOPPED");
          assertThat(entry.who()).isEqualTo("engine");
          assertThat(entry.detail()).contains("5 were answered");
        });
  }

  @Test
  void aTrialWhoseCandidatesPeopleTurnDownStopsThoughAllAnswer() {
    proposals("T1", 19, 19, CandidateState.REJECTED, yesterday());
    proposals("T1", 5, 5, CandidateState.LAPSED, yesterday().minusSeconds(1));
    assertThat(review()).isEmpty();
    proposals("T1", 1, 1, CandidateState.SCREEN_FAILED, yesterday().minusSeconds(2));
    assertThat(review())
        .singleElement()
        .satisfies(it -> assertThat(it.why()).startsWith("Of 20 candidates on cards"));
  }

  @Test
  void aTrialInTheQueueOnlyHasNothingToStop() {
    proposals("T3", 40, 0, CandidateState.DETECTED, yesterday());
    assertThat(review()).isEmpty();
  }

  @Test
  void whatWasShownTodayHasUntilTheEveningToBeAnswered() {
    proposals(40, 0, clock.instant().minus(Duration.ofHours(1)));
    assertThat(review()).isEmpty();
    clock.advance(DAY);
    assertThat(review()).hasSize(1);
  }

  @Test
  void whatWasShownMoreThanEightWeeksAgoDoesNotCount() {
    proposals(20, 0, clock.instant().minus(FlagStatistics.EIGHT_WEEKS).minusSeconds(1));
    assertThat(review()).isEmpty();
    proposals(20, 0, clock.instant().minus(FlagStatistics.EIGHT_WEEKS).plusSeconds(1));
    assertThat(review()).hasSize(1);
  }

  @Test
  void theSameCandidateShownDayAfterDayIsOneProposal() {
    long candidate = cards.candidate("T1", "anna", CandidateState.DETECTED);
    for (int day = 1; day <= 30; day++) {
      cards.shown(candidate, "Practitioner/1", "", clock.instant().minus(DAY.multipliedBy(day)));
    }
    assertThat(review()).isEmpty();
  }

  @Test
  void aPersonLetsTheCardsGoOnAndTheEightWeeksCountAnew() {
    proposals(20, 0, yesterday());
    assertThat(review()).hasSize(1);
    assertThat(stepDowns.lift(T1, "cora")).isTrue();
    assertThat(stepDowns.lift(T1, "cora")).isFalse();
    assertThat(review()).isEmpty();
    assertThat(stepDowns.latest(9).getFirst().lifted().map(Lifted::by)).contains("cora");
    assertThat(audit.about("T1", 1).getFirst().action()).isEqualTo("CARDS_RESUMED");

    proposals(20, 0, clock.instant().plusSeconds(60));
    clock.advance(DAY);
    assertThat(review())
        .singleElement()
        .satisfies(it -> assertThat(it.why()).startsWith("Of 20 proposals"));
    assertThat(stepDowns.latest(9)).hasSize(2);
  }
}
