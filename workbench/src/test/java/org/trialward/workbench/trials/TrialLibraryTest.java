package org.trialward.workbench.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.workbench.TestTrials.DIABETES_WITHOUT_HEART_ATTACK;
import static org.trialward.workbench.TestTrials.WITH_HBA1C;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.trialward.matcher.Matcher;
import org.trialward.rules.document.Mistake;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.TrialwardSettings;

@ExtendWith(OutputCaptureExtension.class)
class TrialLibraryTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final TrialId T1 = new TrialId("T1");

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final Matcher matcher = new Matcher(List.of());
  private final AuditLog audit =
      DATABASE.transactional(AuditLog.class, new AuditLog(DATABASE.jdbc(), clock.site()));
  private final TrialStore store = new TrialStore(DATABASE.jdbc(), Json.mapper(), clock.site());

  @BeforeEach
  void clear() {
    DATABASE.clear();
  }

  @AfterEach
  void close() {
    matcher.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private TrialLibrary library(Path path, String... registry) {
    var settings =
        new TrialwardSettings.Trials(
            path, Optional.of(String.join("", registry)).filter(r -> !r.isEmpty()));
    return new TrialLibrary(settings, store, matcher, audit, Json.mapper());
  }

  private void write(String id, String version, String status, String rules) {
    TestTrials.write(folder, id, version, status, rules);
  }

  @Test
  void aFileWithMistakesIsLeftOutAndListedWhileTheOthersRun() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    write("T2", "1", "recruting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    assertThat(library.reload("carla")).containsExactly(T1);
    assertThat(library.inForce()).extracting(Trial::id).containsExactly(T1);
    assertThat(matcher.recruiting()).extracting(Trial::id).containsExactly(T1);
    assertThat(library.mistakes())
        .singleElement()
        .satisfies(mistake -> {
          assertThat(mistake.file()).endsWith("T2.yaml");
          assertThat(mistake.line()).isEqualTo(6);
          assertThat(mistake.toString()).contains("`recruting`").contains("recruiting");
        });
    assertThat(audit.latest(10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("carla");
          assertThat(entry.action()).isEqualTo("TRIAL_LOADED");
          assertThat(entry.subject()).isEqualTo("T1");
          assertThat(entry.detail()).isEqualTo("version 1, RECRUITING");
        });
  }

  @Test
  void aTrialThatIsCostlyToMatchIsNamedWithWhatMakesItSo(CapturedOutput log) {
    StringBuilder many = new StringBuilder(DIABETES_WITHOUT_HEART_ATTACK);
    for (int i = 1; i <= 200; i++) {
      many.append(
          "  - {id: c%d, kind: exclusion, text: A heart attack., when: {diagnosis: {of: heart-attack, onset-within: %d days}}}\n"
              .formatted(i, i));
    }
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    write("T2", "1", "recruiting", many.toString());
    library(folder).reload("carla");
    assertThat(log).contains("T2 is costly to match: 202 criteria").doesNotContain("T1 is costly");
  }

  @Test
  void readingTheSameFilesAgainChangesNothing() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    assertThat(library.reload("carla")).isEmpty();
    assertThat(library(folder).reload("after a restart")).containsExactly(T1);
    assertThat(audit.latest(10)).hasSize(1);
    assertThat(library.mistakes()).isEmpty();
  }

  @Test
  void otherContentUnderTheSameVersionIsRefusedAndTheStoredOneStaysInForce() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    Trial before = library.find(T1).orElseThrow();
    write("T1", "1", "recruiting", WITH_HBA1C);
    assertThat(library.reload("carla")).isEmpty();
    assertThat(library.find(T1)).contains(before);
    assertThat(library.mistakes())
        .singleElement()
        .satisfies(mistake -> {
          assertThat(mistake.what()).contains("version `1` of T1");
          assertThat(mistake.remedy()).startsWith("Raise `version`");
        });
    TrialLibrary restarted = library(folder);
    restarted.reload("engine");
    assertThat(restarted.find(T1)).contains(before);
    assertThat(restarted.mistakes()).hasSize(1);
  }

  @Test
  void aTrialIsClosedWithoutANewVersion() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    write("T1", "1", "closed", DIABETES_WITHOUT_HEART_ATTACK);
    assertThat(library.reload("carla")).containsExactly(T1);
    assertThat(library.mistakes()).isEmpty();
    assertThat(matcher.recruiting()).isEmpty();
  }

  @Test
  void aChangedSharedSetAsksForANewVersionOfTheTrialsThatUseIt() throws IOException {
    Path shared = folder.resolve("site.codes.yaml");
    String codes = "trialward: 1\ncodes:\n  dm: {snomed: {%s: diabetes}}\n";
    TestTrials.write(shared, codes.formatted("44054006"));
    TestTrials.write(
        folder.resolve("T1.yaml"),
        """
        trialward: 1
        id: T1
        version: "1"
        title: A trial
        area: diabetes
        status: recruiting
        criteria:
          - {id: dm, kind: inclusion, text: Has diabetes., when: {diagnosis: dm}}
        """);
    TrialLibrary library = library(folder);
    assertThat(library.reload("carla")).containsExactly(T1);
    Trial before = library.find(T1).orElseThrow();
    Files.delete(shared);
    TestTrials.write(shared, codes.formatted("46635009"));
    assertThat(library.reload("carla")).isEmpty();
    assertThat(library.find(T1)).contains(before);
    assertThat(library.mistakes())
        .singleElement()
        .satisfies(mistake -> assertThat(mistake.remedy()).startsWith("Raise `version`"));
  }

  @Test
  void aHigherVersionComesIntoForceAndTheOldOneCanBeReplayed() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    Trial old = library.find(T1).orElseThrow();
    write("T1", "2", "recruiting", WITH_HBA1C);
    assertThat(library.reload("carla")).containsExactly(T1);
    assertThat(library.find(T1).orElseThrow().criteria()).hasSize(3);
    var reopened = new TrialStore(DATABASE.jdbc(), Json.mapper(), clock.site());
    assertThat(reopened.version(T1, "1")).isEqualTo(old);
    assertThat(reopened.version(T1, "2")).isEqualTo(library.find(T1).orElseThrow());
    assertThatThrownBy(() -> reopened.version(T1, "3"))
        .hasMessageContaining("`T1` in version `3` is not in the store");
  }

  /** They find nothing, then both want to be the first. */
  @Test
  void processesThatReadTheSameFilesAtTheSameTimeKeepThemOnce() throws Exception {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    try (ExecutorService processes = Executors.newFixedThreadPool(8)) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Set<TrialId>>> started = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        TrialLibrary library = library(folder);
        started.add(
            processes.submit(() -> {
              go.await();
              return library.reload("engine");
            }));
      }
      go.countDown();
      for (Future<Set<TrialId>> one : started) {
        assertThat(one.get()).containsExactly(T1);
      }
    }
    assertThat(DATABASE.jdbc().sql("select count(*) from trial_version").query(Long.class).single())
        .isOne();
  }

  @Test
  void aTrialThatStopsRecruitingStaysKnownButIsNoLongerMatched() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    write("T1", "2", "closed", DIABETES_WITHOUT_HEART_ATTACK);
    assertThat(library.reload("carla")).containsExactly(T1);
    assertThat(library.find(T1).orElseThrow().status()).isEqualTo(RecruitmentStatus.CLOSED);
    assertThat(matcher.recruiting()).isEmpty();
  }

  @Test
  void aTrialWhoseFileIsGoneIsNoLongerMatchedAndComesBackWithIt() throws IOException {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder);
    library.reload("carla");
    Path file = folder.resolve("T1.yaml");
    byte[] content = Files.readAllBytes(file);
    Files.delete(file);
    library.reload("carla");
    assertThat(library.find(T1)).isEmpty();
    assertThat(matcher.recruiting()).isEmpty();
    Files.write(file, content);
    assertThat(library.reload("carla")).containsExactly(T1);
    assertThat(matcher.recruiting()).hasSize(1);
  }

  @Test
  void aFolderThatDoesNotExistIsAMistakeWithItsRemedy() {
    TrialLibrary library = library(folder.resolve("nowhere"));
    assertThat(library.reload("engine")).isEmpty();
    assertThat(library.mistakes())
        .extracting(Mistake::remedy)
        .singleElement()
        .asString()
        .contains("trialward.trials.path");
  }

  @Test
  void theRegistrysWordsOfTheTrialsInForceAreImported() {
    write(
        "T1",
        "1",
        "recruiting",
        """
        registry: {record: NCT1}
        codes:
          diabetes:
            snomed: {44054006: Type 2 diabetes}
        criteria:
          - {id: diabetes, kind: inclusion, registry: [1, minimumAge], text: Has type 2 diabetes., when: {diagnosis: diabetes}}
        """);
    Path records =
        TestTrials.write(
            folder.resolve("records.ndjson"), RegistryFileTest.NCT1 + "\n" + RegistryFileTest.NCT2);
    TrialLibrary library = library(folder, records.toString());
    library.reload("carla");
    assertThat(library.mistakes()).isEmpty();
    assertThat(store.registryParts("NCT1"))
        .containsExactly(
            Map.entry("1", "Type 2 diabetes."),
            Map.entry("2", "No heart attack."),
            Map.entry("minimumAge", "18 Years"));
    assertThat(store.registryParts("NCT2")).as("no trial names it").isEmpty();
  }

  @Test
  void aRegistryFileThatCannotBeReadStopsNoTrial() {
    write("T1", "1", "recruiting", DIABETES_WITHOUT_HEART_ATTACK);
    TrialLibrary library = library(folder, folder.resolve("nowhere.ndjson").toString());
    assertThat(library.reload("carla")).containsExactly(T1);
  }
}
