package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.operations.Surroundings.Fault;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

@ExtendWith(OutputCaptureExtension.class)
class SurroundingsTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir Path trialFiles;
  @TempDir Path volume;
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    ((Logger) LoggerFactory.getLogger(Surroundings.class)).setLevel(Level.INFO);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.WITH_HBA1C);
    engine = new TestEngine(DATABASE, trialFiles, volume.resolve("index"), Moment.CONFIRMATION);
    engine.clock.set(Clock.systemUTC().instant().toString());
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private Surroundings on(Path folder) {
    return new Surroundings(
        folder, engine.census, engine.agreement, engine.jdbc, engine.clock.site());
  }

  @Test
  void whereAllIsWellNothingIsSaid(CapturedOutput log) {
    Surroundings surroundings = on(volume);
    surroundings.look();
    assertThat(surroundings.faults()).isEmpty();
    assertThat(new SurroundingsHealth(surroundings).health().getStatus().getCode()).isEqualTo("UP");
    assertThat(log).doesNotContain("clock");
  }

  @Test
  void aClockThatIsOffIsSaidOnceAndSoIsThatItWasSetRight(CapturedOutput log) {
    Surroundings surroundings = on(volume);
    engine.clock.set(Clock.systemUTC().instant().plusSeconds(3600).toString());
    surroundings.look();
    surroundings.look();
    assertThat(surroundings.faults())
        .singleElement()
        .extracting(Fault::remedy)
        .asString()
        .startsWith("Set both by NTP.");
    assertThat(new SurroundingsHealth(surroundings).health().getStatus().getCode())
        .isEqualTo("DEGRADED");
    engine.clock.set(Clock.systemUTC().instant().toString());
    surroundings.look();
    assertThat(surroundings.faults()).isEmpty();
    assertThat(log.toString().split("differ by more than half a minute", -1)).hasSize(3);
    assertThat(log).contains("Not so any more: This machine's clock");
  }

  @Test
  void aVolumeThatIsNotThereIsSaid() {
    assertThat(on(volume.resolve("gone")).faults())
        .extracting(Fault::what)
        .containsExactly("The volume of %s cannot be examined.".formatted(volume.resolve("gone")));
  }

  @Test
  void anIndexThatAnotherProcessHoldsIsSaidWithTheRemedy() {
    engine.index.catchUp(progress -> {});
    try (TestEngine other =
        new TestEngine(DATABASE, trialFiles, volume.resolve("index"), Moment.CONFIRMATION)) {
      other.index.catchUp(progress -> {});
      assertThat(
              new Surroundings(
                      volume, other.census, other.agreement, other.jdbc, engine.clock.site())
                  .faults())
          .singleElement()
          .satisfies(fault -> {
            assertThat(fault.what()).isEqualTo("Patients cannot be counted.");
            assertThat(fault.remedy()).contains("trialward.index.path");
          });
    }
  }
}
