package org.trialward.workbench.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.trialward.workbench.TestCharts.chart;
import static org.trialward.workbench.TestCharts.diabetic;
import static org.trialward.workbench.TestCharts.diagnosis;
import static org.trialward.workbench.TestCharts.hba1c;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.FileSystemUtils;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** What the index of patients says, and that it says it again after whatever happened to it. */
@ExtendWith(OutputCaptureExtension.class)
class PatientIndexTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final TrialId T1 = new TrialId("T1");

  @TempDir Path trialFiles;
  @TempDir Path folder;
  private final List<Progress> told = new ArrayList<>();
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
    engine = open();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private TestEngine open() {
    TestEngine opened = new TestEngine(DATABASE, trialFiles, folder, Moment.CONFIRMATION);
    opened.reload.reload("test");
    return opened;
  }

  private void restart() {
    engine.close();
    engine = open();
  }

  private void fourPatients() {
    engine.charts.save(diabetic("fits", hba1c("8", "2025-02-20", "h1")));
    engine.charts.save(diabetic("possible"));
    engine.charts.save(diabetic("too-low", hba1c("6", "2025-02-20", "h2")));
    engine.charts.save(chart("healthy"));
  }

  private void catchUp() {
    told.clear();
    engine.index.catchUp(told::add);
  }

  private Counts counts() {
    engine.index.refresh();
    return engine.census.count(engine.trials.find(T1).orElseThrow()).orElseThrow();
  }

  /** How many documents the last run made. */
  private long made() {
    return told.isEmpty() ? 0 : told.getLast().done();
  }

  /** What the exact evaluator says of every stored chart. */
  private Counts scanned() {
    Trial trial = engine.trials.find(T1).orElseThrow();
    var readings =
        new PatientReadings(engine.charts, engine.trials::vocabulary, engine.clock.site());
    List<PatientId> patients = engine.charts.patients();
    List<Outcome> outcomes =
        patients.stream()
            .map(patient -> readings.today(patient).orElseThrow().patient())
            .map(patient -> Eligibility.of(trial, patient).outcome())
            .toList();
    return new Counts(
        (int) outcomes.stream().filter(Outcome.ELIGIBLE::equals).count(),
        (int) outcomes.stream().filter(Outcome.POSSIBLE::equals).count(),
        patients.size());
  }

  @Test
  void itCountsWhatAScanOfAllChartsCounts() {
    fourPatients();
    catchUp();
    assertThat(counts()).isEqualTo(new Counts(1, 1, 4)).isEqualTo(scanned());
    assertThat(told).extracting(Progress::done).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(told).extracting(Progress::all).containsOnly(4L);
  }

  @Test
  void untilItIsBuiltItSaysSoAndGuessesNothing() {
    fourPatients();
    assertThat(engine.census.count(engine.trials.find(T1).orElseThrow())).isEmpty();
    assertThat(engine.index.state()).isEqualTo(new IndexState.Opening());
    List<IndexState> states = new ArrayList<>();
    engine.index.catchUp(progress -> states.add(engine.index.state()));
    assertThat(states).hasSize(5).allMatch(IndexState.Building.class::isInstance);
    assertThat(engine.index.state()).isInstanceOf(IndexState.Current.class);
    assertThat(engine.index.isBehind()).isFalse();
  }

  @Test
  void aChangeCountsOnceItIsCommitted() {
    catchUp();
    engine.changed(diabetic("anna"));
    assertThat(counts()).isEqualTo(new Counts(0, 1, 1));
    engine.changed(diabetic("anna", hba1c("8", "2025-02-20", "h1")));
    assertThat(counts()).isEqualTo(new Counts(1, 0, 1));
    engine.inbox.rematchAll("gone");
    engine.charts.delete(new PatientId("anna"));
    engine.work.drain();
    assertThat(counts()).isEqualTo(new Counts(0, 0, 0));
  }

  @Test
  void aReadingWithTheSameFactsIsNoNewOne() {
    fourPatients();
    catchUp();
    engine.charts.save(diabetic("possible"));
    catchUp();
    assertThat(made()).isZero();
    engine.charts.save(diabetic("possible", hba1c("8", "2025-02-21", "h3")));
    catchUp();
    assertThat(made()).isEqualTo(1);
    assertThat(counts()).isEqualTo(new Counts(2, 0, 4));
  }

  @Test
  void anOlderReadingNeverTakesThePlaceOfANewerOne() {
    fourPatients();
    catchUp();
    var readings =
        new PatientReadings(engine.charts, engine.trials::vocabulary, engine.clock.site());
    var older = readings.today(new PatientId("possible")).orElseThrow();
    engine.changed(diabetic("possible", hba1c("8", "2025-02-21", "h3")));
    engine.index.matched(older);
    assertThat(counts()).isEqualTo(new Counts(2, 0, 4));
  }

  @Test
  void aSecondProcessIsToldAndHarmsNothing() {
    fourPatients();
    catchUp();
    try (TestEngine second = open()) {
      second.index.catchUp(told::add);
      assertThat(second.index.state())
          .isInstanceOfSatisfying(
              IndexState.Unavailable.class,
              state -> assertThat(state.why()).contains("trialward.index.path"));
      second.index.matched(reading(second, "fits"));
    }
    assertThat(counts()).isEqualTo(new Counts(1, 1, 4));
  }

  @Test
  void aNewDayChangesWhatIsCounted() {
    fourPatients();
    catchUp();
    engine.clock.set("2025-08-01T08:00:00Z");
    assertThat(engine.index.isBehind()).isTrue();
    catchUp();
    assertThat(counts()).isEqualTo(new Counts(0, 3, 4)).isEqualTo(scanned());
  }

  @Test
  void whatOnlyAnotherTrialWouldFindAppearsInTheComparison() {
    fourPatients();
    catchUp();
    Trial now = engine.trials.find(T1).orElseThrow();
    TestTrials.write(trialFiles, "T1", "2", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.reload.reload("test");
    Trial wider = engine.trials.find(T1).orElseThrow();
    assertThat(engine.census.compare(now, wider))
        .contains(new Counts.Compared(new Counts(1, 1, 4), new Counts(3, 0, 4), 1, 0));
    assertThat(engine.census.compare(wider, now))
        .contains(new Counts.Compared(new Counts(3, 0, 4), new Counts(1, 1, 4), 0, 1));
  }

  @Nested
  class AfterARestart {

    @BeforeEach
    void indexed() {
      fourPatients();
      catchUp();
      engine.index.commit();
    }

    @Test
    void nothingIsMadeAgainWhereNothingChanged() {
      restart();
      catchUp();
      assertThat(made()).isZero();
      assertThat(counts()).isEqualTo(new Counts(1, 1, 4));
    }

    @Test
    void onlyWhatChangedMeanwhileIsMadeAgain() {
      engine.close();
      engine.charts.save(diabetic("possible", hba1c("9", "2025-02-22", "h4")));
      engine.charts.save(diabetic("new", diagnosis("22298006", "mi")));
      engine.charts.delete(new PatientId("healthy"));
      engine = open();
      catchUp();
      assertThat(made()).isEqualTo(2);
      assertThat(counts()).isEqualTo(new Counts(2, 0, 4)).isEqualTo(scanned());
    }

    /** The folder as it is while changes are under way: what was not committed is lost. */
    @Test
    void whatAKilledProcessLeftIsCompleted(@TempDir Path left) throws IOException {
      engine.changed(diabetic("possible", hba1c("9", "2025-02-22", "h4")));
      engine.changed(diabetic("new"));
      engine.index.refresh();
      FileSystemUtils.copyRecursively(folder, left);
      engine.close();
      folder = left;
      engine = open();
      catchUp();
      assertThat(made()).isEqualTo(2);
      assertThat(counts()).isEqualTo(new Counts(2, 1, 5)).isEqualTo(scanned());
    }

    @Test
    void aDeletedFolderIsMadeAgain(CapturedOutput log) throws IOException {
      engine.close();
      FileSystemUtils.deleteRecursively(folder);
      engine = open();
      assertIsMadeAgain();
      assertThat(log).doesNotContain("damaged");
    }

    @Test
    void aTruncatedFileIsFoundAndAllIsMadeAgain(CapturedOutput log) throws IOException {
      engine.close();
      Path victim =
          files().max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
      byte[] content = Files.readAllBytes(victim);
      Files.write(victim, Arrays.copyOf(content, content.length / 2));
      engine = open();
      assertIsMadeAgain();
      assertThat(log).contains("damaged or of another version");
    }

    @Test
    void aFolderThatIsHalfThereIsMadeAgain(CapturedOutput log) throws IOException {
      engine.close();
      Files.delete(commitFile());
      engine = open();
      assertIsMadeAgain();
      assertThat(log).contains("damaged or of another version");
    }

    @Test
    void anIndexOfAnotherVersionIsMadeAgain(CapturedOutput log) throws IOException {
      engine.close();
      try (Directory directory = FSDirectory.open(folder.resolve("patients"));
          IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        writer.setLiveCommitData(Map.of("trialward.format", "0").entrySet());
        writer.commit();
      }
      engine = open();
      assertIsMadeAgain();
      assertThat(log).contains("damaged or of another version");
    }

    @Test
    void otherTranslationsMakeAllAnew() throws IOException {
      engine.close();
      Files.writeString(
          trialFiles.resolve("site.conceptmap.json"),
          """
          {"resourceType": "ConceptMap", "url": "urn:site:map", "status": "active", "group": [{
            "source": "urn:site", "target": "http://snomed.info/sct",
            "element": [{"code": "DM", "target": [{"code": "44054006", "equivalence": "equal"}]}]}]}
          """);
      engine = open();
      assertThat(engine.trials.mistakes()).isEmpty();
      assertIsMadeAgain();
    }

    @Test
    void otherRulesRenewTheDaysOnWhichVerdictsMayChange() {
      engine.close();
      TestTrials.write(
          trialFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C.replace("90 days", "30 days"));
      engine = open();
      assertIsMadeAgain();
    }

    private void assertIsMadeAgain() {
      catchUp();
      assertThat(made()).isEqualTo(4);
      assertThat(counts()).isEqualTo(new Counts(1, 1, 4)).isEqualTo(scanned());
      restart();
      catchUp();
      assertThat(made()).isZero();
      assertThat(counts()).isEqualTo(new Counts(1, 1, 4));
    }

    private Path commitFile() throws IOException {
      return files()
          .filter(file -> file.getFileName().toString().startsWith("segments_"))
          .findFirst()
          .orElseThrow();
    }

    private Stream<Path> files() throws IOException {
      try (Stream<Path> all = Files.list(folder.resolve("patients"))) {
        return all.filter(Files::isRegularFile).toList().stream();
      }
    }
  }

  @Nested
  class WhileItRuns {

    @Test
    void trialsThatChangeAreKnownToTheIndexOnceEverybodyWasMatchedByThem() {
      fourPatients();
      catchUp();
      TestTrials.write(
          trialFiles, "T1", "2", "recruiting", TestTrials.WITH_HBA1C.replace("90 days", "30 days"));
      engine.reload.reload("test");
      engine.index.commit();
      engine.index.commit();
      restart();
      catchUp();
      assertThat(made()).as("nobody was matched before the restart").isEqualTo(4);

      TestTrials.write(trialFiles, "T1", "3", "recruiting", TestTrials.WITH_HBA1C);
      engine.reload.reload("test");
      engine.work.drain();
      engine.index.commit();
      engine.index.commit();
      restart();
      catchUp();
      assertThat(made()).as("everybody was").isZero();
    }

    @Test
    void translationsThatChangeMakeItBehind() throws IOException {
      fourPatients();
      catchUp();
      Files.writeString(
          trialFiles.resolve("site.codes.yaml"),
          "trialward: 1\ncodes:\n  x:\n    loinc: {4548-4: HbA1c}\n");
      engine.reload.reload("test");
      assertThat(engine.index.isBehind()).isTrue();
      catchUp();
      assertThat(made()).as("a shared set translates nothing").isZero();
      assertThat(engine.index.isBehind()).isFalse();
    }

    @Test
    void whatCannotBeWrittenFailsNobodysWorkAndIsMadeUpFor() throws IOException {
      var charts = new ChartsThatFail(engine.clock.site());
      var readings = new PatientReadings(charts, engine.trials::vocabulary, engine.clock.site());
      try (Matcher matcher = new Matcher(engine.trials.inForce());
          PatientIndex index =
              new PatientIndex(
                  folder.resolve("other"),
                  charts,
                  readings,
                  matcher,
                  new RematchRounds(engine.jdbc, engine.cursors),
                  engine.clock.site(),
                  DATABASE.transaction())) {
        Census census = new Census(index, charts, engine.clock.site());
        Trial trial = engine.trials.find(T1).orElseThrow();
        index.catchUp(told::add);
        charts.save(diabetic("anna"));
        charts.fail = true;
        index.matched(reading(engine, "anna"));
        assertThat(index.isBehind()).isTrue();
        assertThat(census.count(trial)).as("it would be wrong").isEmpty();
        assertThat(census.due()).isEqualTo(new Due.Later());
        charts.fail = false;
        index.catchUp(told::add);
        assertThat(census.count(trial)).contains(new Counts(0, 1, 1));
      }
    }

    @Test
    void aDiskThatFailsClosesItAndOnceItIsMendedItIsOpenedAgain() throws IOException {
      fourPatients();
      catchUp();
      FileSystemUtils.deleteRecursively(folder.resolve("patients"));
      engine.charts.save(diabetic("another"));
      engine.index.matched(reading(engine, "another"));
      assertThatThrownBy(engine.index::commit).isNotNull();
      assertThat(engine.index.state()).isInstanceOf(IndexState.Unavailable.class);
      assertThat(engine.index.isBehind()).isTrue();
      catchUp();
      assertThat(counts()).isEqualTo(scanned());
    }

    @Test
    void itIsMadeFromNothingWhenAsked() {
      fourPatients();
      catchUp();
      told.clear();
      engine.index.rebuild(told::add);
      assertThat(made()).isEqualTo(4);
      assertThat(counts()).isEqualTo(new Counts(1, 1, 4));
    }

    @Test
    void aProgramThatStopsDoesNotWaitForTheRunAndGoesOnAtTheNextStart() throws Exception {
      fourPatients();
      Thread stopping = Thread.ofPlatform().unstarted(engine.index::close);
      assertThatThrownBy(() ->
              engine.index.catchUp(progress -> {
                if (progress.done() == 1) {
                  stopping.start();
                  await()
                      .atMost(Duration.ofMinutes(1))
                      .until(() -> stopping.getState() == Thread.State.BLOCKED);
                }
              }))
          .isInstanceOf(CancellationException.class);
      stopping.join();
      engine = open();
      catchUp();
      assertThat(made()).isEqualTo(2);
      assertThat(counts()).isEqualTo(new Counts(1, 1, 4));
    }
  }

  private static PatientReadings.Reading reading(TestEngine engine, String patient) {
    return new PatientReadings(engine.charts, engine.trials::vocabulary, engine.clock.site())
        .today(new PatientId(patient))
        .orElseThrow();
  }

  /** A database that goes away and comes back. */
  private static final class ChartsThatFail extends ChartStore {
    private boolean fail;

    ChartsThatFail(SiteClock clock) {
      super(DATABASE.jdbc(), Json.mapper(), clock);
    }

    @Override
    public Optional<Long> revision(PatientId patient) {
      if (fail) {
        throw new DataAccessResourceFailureException("no connection");
      }
      return super.revision(patient);
    }
  }
}
