package org.trialward.workbench.ctms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.ctms.Connectors;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StatusPage;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** Every so often each system is asked; one that fails holds up nobody. */
class CtmsPollingTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  private final TestConnector first = TestConnector.named("first");
  private final TestConnector second = TestConnector.named("second");
  private final TestConnector mute = TestConnector.ofConsentedSubjects("mute");
  private TestEngine engine;
  private CtmsPolling polling;

  @BeforeEach
  void oneCandidate() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION);
    TestAnswers answers = new TestAnswers(DATABASE, engine, first, second, mute);
    polling =
        new CtmsPolling(
            new Connectors(List.of(first, second, mute), key -> false),
            answers.intake,
            engine.cursors,
            engine.clock.site());
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private StatusPage page(String reported, String cursor) {
    StatusChange change =
        new StatusChange(
            new Numbered(engine.candidate("anna").candidate().number()),
            Optional.empty(),
            "",
            reported,
            OptionalLong.empty(),
            Optional.empty());
    return new StatusPage(List.of(change), Optional.of(cursor));
  }

  private CandidateState state() {
    return engine.candidate("anna").candidate().state();
  }

  private List<String> problems() {
    return engine.cursors.ctmsStates().stream()
        .flatMap((FeedState feed) -> feed.problem().stream())
        .toList();
  }

  @Test
  void whatChangedIsTakenAndAskedFromThereOn() {
    first.answers(() -> page("Consented", "c1")).answers(() -> page("On Study", "c2"));
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    assertThat(first.cursors).containsExactly(Optional.empty(), Optional.of("c1"));
    assertThat(engine.cursors.find("ctms-first")).contains("c2");
    assertThat(mute.cursors).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void oneThatFailsIsToldAndHoldsUpNobody() {
    first.answers(() -> {
      throw new DeliveryException(Category.UNAVAILABLE, "It is down.");
    });
    second.answers(() -> page("Consented", "s1"));
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    assertThat(problems()).containsExactly("It is down.");
    polling.poll();
    assertThat(first.cursors).hasSize(2);
    assertThat(engine.cursors.find("ctms-second")).contains("s1");
  }

  @Test
  void whoAsksToComeBackLaterIsLeftAloneUntilThen() {
    first.answers(() -> {
      throw new DeliveryException(
          Category.BUSY, "Later.", Optional.of(Duration.ofMinutes(20)), Optional.empty());
    });
    polling.poll();
    engine.clock.advance(Duration.ofMinutes(19));
    polling.poll();
    assertThat(first.cursors).hasSize(1);
    engine.clock.advance(Duration.ofMinutes(2));
    first.answers(() -> page("Consented", "c1"));
    polling.poll();
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    assertThat(problems()).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeTakenLeavesTheCursorAndDoesNotQuoteIt() {
    first.answers(() -> {
      throw new IllegalStateException("Anna Example, MRN-1001");
    });
    polling.poll();
    assertThat(problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem).contains("IllegalStateException").doesNotContain("Anna"));
    assertThat(engine.cursors.find("ctms-first")).isEmpty();
  }
}
