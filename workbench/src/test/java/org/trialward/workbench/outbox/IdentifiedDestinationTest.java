package org.trialward.workbench.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.ctms.HandedOver;
import org.trialward.ctms.MissingData;
import org.trialward.ctms.Person;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.chart.ChartedPeople;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.QueueTasks.Kind;
import org.trialward.workbench.queue.QueueTasks.Task;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

@Timeout(60)
class IdentifiedDestinationTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  /** Asks for the race of everybody until it is told. */
  private static final class Asking implements Destination {
    private final List<CandidateState> asked = new ArrayList<>();
    private boolean isTold;
    private boolean isInterested = true;

    @Override
    public String name() {
      return "asking";
    }

    @Override
    public DeliveryReceipt deliver(Delivery delivery) {
      asked.add(delivery.candidate().state());
      if (!isInterested) {
        return DeliveryReceipt.NOT_TAKEN;
      }
      if (!isTold) {
        throw MissingData.refusal("The registry", List.of("race"));
      }
      return DeliveryReceipt.CREATED;
    }
  }

  @TempDir Path trialFiles;
  private final Asking registry = new Asking();
  private QueueTasks tasks;
  private TestEngine engine;

  @BeforeEach
  void start() {
    DATABASE.clear();
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    tasks = new QueueTasks(DATABASE.jdbc(), new TestClock().site());
    engine =
        new TestEngine(
            DATABASE, trialFiles, Moment.DETECTION, new IdentifiedDestination(registry, tasks));
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    engine.deliveries.drain();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  @Test
  void whatIsMissingIsATaskForPeopleAndTheDeliveryWaitsForThem() {
    long anna = engine.candidate("anna").candidate().number();
    assertThat(tasks.open())
        .singleElement()
        .returns(Kind.DATA_MISSING, Task::kind)
        .returns(Optional.of(anna), Task::candidate)
        .returns("asking", Task::source)
        .satisfies(task -> assertThat(task.words()).contains("race").doesNotContain("anna"));
    assertThat(engine.outbox.counts()).isEqualTo(Map.of("asking", Map.of("PARKED", 1L)));
  }

  @Test
  void theSameGapIsOneTask() {
    engine.outbox.replay(Optional.empty());
    engine.deliveries.drain();
    assertThat(registry.asked).hasSize(2);
    assertThat(tasks.open()).hasSize(1);
  }

  @Test
  void onceToldTheDeliveryGoesThrough() {
    registry.isTold = true;
    engine.outbox.replay(Optional.empty());
    engine.deliveries.drain();
    assertThat(engine.outbox.counts()).isEqualTo(Map.of("asking", Map.of("DONE", 1L)));
  }

  @Test
  void onlyWhomTheDestinationTookCountsAsHandedOver() {
    HandedOver handedOver = new AcknowledgedDeliveries(engine.jdbc, engine.trials);
    assertThat(handedOver.to("asking")).isEmpty();
    registry.isInterested = false;
    engine.changed(diabetic("bert"));
    engine.deliveries.drain();
    assertThat(handedOver.to("asking")).isEmpty();
    registry.isInterested = true;
    registry.isTold = true;
    engine.changed(diabetic("carl"));
    engine.deliveries.drain();
    assertThat(handedOver.to("asking"))
        .extracting(entry -> entry.key().patient().value())
        .containsExactly("carl");
    assertThat(handedOver.to("another")).isEmpty();
  }

  @Test
  void aPersonIsWhatTheChartSaysAndNoMore() {
    Person anna = new ChartedPeople(engine.charts).of(key("anna"));
    assertThat(anna)
        .returns(Optional.of("MRN-anna"), Person::recordNumber)
        .returns(Optional.of(LocalDate.of(1970, 5, 1)), Person::birthDate)
        .returns(Optional.of("female"), Person::gender)
        .returns(Optional.empty(), Person::lastName)
        .returns(Optional.empty(), Person::ethnicity)
        .returns(List.of(), Person::races);
    assertThat(new ChartedPeople(engine.charts).of(key("nobody"))).isEqualTo(Person.UNKNOWN);
  }

  private static CandidateKey key(String patient) {
    return new CandidateKey(new TrialId("T1"), new PatientId(patient));
  }
}
