package org.trialward.workbench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;
import org.trialward.workbench.TestDatabase;

class StartCheckTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;

  private MockEnvironment container() throws IOException {
    Path trials = Files.createDirectories(folder.resolve("trials"));
    Files.writeString(trials.resolve("t.yaml"), "trialward: 1");
    return new MockEnvironment()
        .withProperty("trialward.container", "true")
        .withProperty("trialward.database.url", "jdbc:postgresql://database/trialward")
        .withProperty("trialward.database.password", "a secret")
        .withProperty("trialward.trials.path", trials.toString())
        .withProperty("trialward.data-dir", folder.resolve("data").toString());
  }

  @Test
  void aCompleteConfigurationLacksNothing() throws IOException {
    assertThat(StartCheck.missing(container())).isEmpty();
  }

  @Test
  void aContainerWithoutConfigurationSaysAllThatIsMissingInOneLineEach() {
    MockEnvironment nothing =
        new MockEnvironment()
            .withProperty("trialward.container", "true")
            .withProperty("trialward.trials.path", folder.resolve("none").toString())
            .withProperty("trialward.data-dir", folder.toString());
    assertThat(StartCheck.missing(nothing))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n").endsWith("."))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("trialward.database.url is not set"),
            line -> assertThat(line).startsWith("trialward.database.password is not set"),
            line -> assertThat(line).startsWith("trialward.trials.path"));
  }

  @Test
  void onADeskNothingNeedsToBeSet() {
    MockEnvironment desk =
        new MockEnvironment().withProperty("trialward.data-dir", folder.toString());
    assertThat(StartCheck.missing(desk)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("occupied"), "a file");
    MockEnvironment environment = container();
    environment.setProperty("trialward.data-dir", file.resolve("data").toString());
    assertThat(StartCheck.missing(environment))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("trialward.data-dir").contains("volume"));
  }

  @Test
  void peopleReadLinesInsteadOfAStackTrace() {
    Incomplete incomplete = new Incomplete(java.util.List.of("first.", "second."));
    assertThat(new IncompleteAnalyzer().analyze(incomplete))
        .extracting(FailureAnalysis::getDescription)
        .asString()
        .containsSubsequence("first.", "second.");
  }

  @Test
  void aDatabaseThatAnswersIsEnough() {
    try (TestDatabase database = TestDatabase.fresh()) {
      new DatabaseCheck(database.url(), "postgres", "", CLOCK).awaitAnswer();
    }
  }

  @Test
  void aDatabaseThatIsNotThereByThisNameIsSaidAtOnce() {
    try (TestDatabase database = TestDatabase.fresh()) {
      String other = database.url().replaceFirst("/test\\d+", "/no_such_database");
      assertThat(other).isNotEqualTo(database.url());
      assertThatThrownBy(() -> new DatabaseCheck(other, "postgres", "", CLOCK).awaitAnswer())
          .isInstanceOf(Incomplete.class)
          .hasMessageContaining("no such database");
    }
  }

  @Test
  void aUserWhomTheDatabaseDoesNotKnowIsSaidAtOnce() {
    try (TestDatabase database = TestDatabase.fresh()) {
      String url = database.url().replaceFirst("user=postgres", "user=nobody");
      assertThatThrownBy(() -> new DatabaseCheck(url, "nobody", "wrong", CLOCK).awaitAnswer())
          .isInstanceOf(Incomplete.class)
          .hasMessageContaining("trialward.database.password");
    }
  }

  @Test
  void theSchemaIsThatOfTheLastMigration() {
    assertThat(Schema.version()).isGreaterThanOrEqualTo(8);
  }
}
