package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.trialward.workbench.flag.TestFlagSettings.card;
import static org.trialward.workbench.flag.TestFlagSettings.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.flag.FlagStatistics.OfTeam;
import org.trialward.workbench.flag.FlagStatistics.Said;
import org.trialward.workbench.flag.FlagStatistics.Week;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.settings.TrialwardSettings.Flags.Show;

/** The page's numbers, on the first Saturday of March 2025. */
class FlagStatisticsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Instant THIS_WEEK = Instant.parse("2025-02-26T09:00:00Z");
  private static final Instant LAST_WEEK = Instant.parse("2025-02-19T09:00:00Z");
  private static final String CARDIOLOGY = "cardiology";

  private final TestClock clock = new TestClock();
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final TestCards cards = new TestCards(jdbc);
  private final FlagStatistics statistics = new FlagStatistics(jdbc, clock.site());

  @BeforeEach
  void start() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static String doctor(int n) {
    return "Practitioner/" + n;
  }

  @Test
  void aProposalCountsInTheWeekOfItsFirstShowingWithWhatCameOfIt() {
    long anna = cards.candidate("T1", "anna", CandidateState.CONFIRMED);
    long bea = cards.candidate("T1", "bea", CandidateState.REJECTED);
    cards.shown(anna, doctor(1), CARDIOLOGY, LAST_WEEK);
    cards.shown(anna, doctor(1), CARDIOLOGY, LAST_WEEK.plusSeconds(5));
    cards.shown(anna, doctor(1), CARDIOLOGY, THIS_WEEK);
    cards.said(anna, doctor(1), Kind.SEEN, Optional.empty(), THIS_WEEK);
    cards.said(anna, doctor(1), Kind.REFERRED, Optional.empty(), THIS_WEEK.plusSeconds(9));
    cards.shown(bea, doctor(1), CARDIOLOGY, THIS_WEEK);
    cards.shown(bea, doctor(2), CARDIOLOGY, THIS_WEEK);
    cards.said(bea, doctor(2), Kind.NOT_SUITABLE, Optional.of("x"), THIS_WEEK);
    assertThat(statistics.weeks("", ""))
        .containsExactly(
            new Week(LocalDate.of(2025, 2, 17), new Figures(2, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1)),
            new Week(LocalDate.of(2025, 2, 24), new Figures(2, 2, 1, 0, 1, 0, 0, 0, 0, 1, 0)));
    assertThat(statistics.eightWeeks())
        .containsExactly(
            Map.entry(new TrialId("T1"), new Figures(4, 3, 2, 1, 1, 0, 0, 0, 1, 2, 1)));
    assertThat(statistics.weeks("T2", "")).isEmpty();
  }

  @Test
  void whatWasSaidBeforeTheShowingIsNoAnswerToIt() {
    long anna = cards.candidate("T1", "anna", CandidateState.DETECTED);
    cards.said(anna, doctor(1), Kind.SNOOZED, Optional.empty(), LAST_WEEK);
    cards.shown(anna, doctor(1), CARDIOLOGY, THIS_WEEK);
    assertThat(statistics.weeks("", ""))
        .extracting(week -> week.figures().answered())
        .containsExactly(0L);
  }

  @Test
  void groupsOfFewerThanThreePhysiciansAreCountedAsOne() {
    long anna = cards.candidate("T1", "anna", CandidateState.DETECTED);
    for (int n = 1; n <= 3; n++) {
      cards.shown(anna, doctor(n), CARDIOLOGY, THIS_WEEK);
    }
    cards.shown(anna, doctor(4), "neurology", THIS_WEEK);
    cards.shown(anna, doctor(5), "", THIS_WEEK);
    assertThat(statistics.teams(""))
        .extracting(OfTeam::team, it -> it.figures().proposals())
        .containsExactly(tuple(new Team(CARDIOLOGY), 3L), tuple(new Team(Team.SMALL), 2L));
    assertThat(statistics.weeks("", "neurology")).isEmpty();
    assertThat(statistics.weeks("", CARDIOLOGY))
        .extracting(week -> week.figures().proposals())
        .containsExactly(3L);
  }

  @Test
  void theTableFoldsGroupsThatAreSmallWithinATrial() {
    long anna = cards.candidate("T1", "anna", CandidateState.DETECTED);
    long bea = cards.candidate("T2", "bea", CandidateState.DETECTED);
    for (int n = 1; n <= 3; n++) {
      cards.shown(anna, doctor(n), "=cardiology", THIS_WEEK);
    }
    cards.shown(bea, doctor(1), "=cardiology", THIS_WEEK);
    assertThat(FlagTable.of(statistics.lines()))
        .isEqualTo(
            """
            week,trial,group,shown,proposals,answered,referred,not suitable,snoozed,never this trial,waved away,details opened,decided,kept
            2025-02-24,T1,'=cardiology,3,3,0,0,0,0,0,0,0,0,0
            2025-02-24,T2,Groups of fewer than 3 physicians,1,1,0,0,0,0,0,0,0,0,0
            """
                .replace("\n", "\r\n"))
        .doesNotContain("Practitioner");
  }

  @Test
  void answersAreListedByKindAndReason() {
    long anna = cards.candidate("T1", "anna", CandidateState.DETECTED);
    cards.said(anna, doctor(1), Kind.NOT_SUITABLE, Optional.of("patient-refuses"), THIS_WEEK);
    cards.said(anna, doctor(2), Kind.NOT_SUITABLE, Optional.of("patient-refuses"), THIS_WEEK);
    cards.said(anna, doctor(2), Kind.SEEN, Optional.empty(), THIS_WEEK);
    assertThat(statistics.answers("T1"))
        .containsExactly(
            new Said(Kind.NOT_SUITABLE, "patient-refuses", 2, 0), new Said(Kind.SEEN, "", 1, 0));
    assertThat(statistics.answers("T2")).isEmpty();
  }

  @Test
  void theOpenCandidatesSayWhyTheyStandOnNoCard() {
    var policy =
        new FlagPolicy(settings(Show.QUEUE, 5, Map.of("T1", card("a|b"))), Moment.DETECTION);
    cards.candidate("T1", "anna", CandidateState.DETECTED);
    long bea = cards.candidate("T1", "bea", CandidateState.DETECTED);
    cards.said(bea, doctor(1), Kind.WAVED_AWAY, Optional.empty(), THIS_WEEK);
    cards.candidate("T1", "carl", CandidateState.IN_REVIEW);
    jdbc.sql("insert into opt_out (patient, source, recorded_at) values ('carl', 'x', now())")
        .update();
    cards.candidate("T1", "dan", CandidateState.ENROLLED);
    TrialId trial = new TrialId("T1");
    assertThat(new Silence(jdbc, policy, clock.site()).now(List.of(trial)))
        .containsExactly(
            new Silence.OfTrial(trial, 1, Map.of(Withheld.ANSWERED, 1L, Withheld.OPTED_OUT, 1L)));
  }
}
