package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.ChartReading;
import org.trialward.fhir.intake.PatientGone;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.it.BadLine.Mishap;

/** Whatever happens on the way, in the end we hold what the EMR holds. */
@Order(0) // Before others fill the EMR with charts of hundreds of pages.
class ALineThatLosesAndRepeatsIT {
  /** What the EMR is given for an answer; much longer than it needs, also on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Test
  void inTheEndWeHoldWhatTheEmrHolds() throws IOException {
    Ward ward = Ward.shared();
    List<PatientId> patients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      PatientId patient = ward.admitDiabetic("it-line-" + i, "7." + i % 10);
      for (int more = 0; more < i % 4 * 5; more++) {
        glucose(ward, patient, more);
      }
      patients.add(patient);
    }
    try (BadLine line = new BadLine(ward.fhir(), PATIENCE);
        Workbench workbench =
            Workbench.start(
                "line",
                line.fhir(),
                Ward.trials("trouble"),
                "trialward.emr.poll-interval=1s",
                "trialward.emr.page-size=7",
                "trialward.emr.read-timeout=" + PATIENCE.toMillis() + "ms",
                "trialward.emr.write-back.enabled=false")) {
      for (int i = 0; i < patients.size(); i++) {
        PatientId patient = patients.get(i);
        switch (i % 4) {
          case 0 -> ward.hba1c(patient, "9.1");
          case 1 -> ward.delete(Ward.labOf(patient));
          case 2 -> ward.diagnose(patient, "entered-in-error");
          default -> glucose(ward, patient, 99);
        }
      }
      hear(workbench);
      workbench.settle();

      assertThat(line.mishaps()).containsKeys(Mishap.values());
      assertThat(line.intruders()).isEmpty();
      assertThat(workbench.bean(Inbox.class).backlog().parked()).isZero();
      ChartReader direct = new ChartReader(emr(ward.fhir()));
      for (PatientId patient : patients) {
        assertThat(facts(held(workbench, patient)))
            .as(patient.value())
            .isEqualTo(facts(there(direct, patient)));
      }
    }
  }

  private static void glucose(Ward ward, PatientId patient, int number) {
    ward.put(
        "Observation/%s-g%d".formatted(patient, number),
        """
        {"resourceType": "Observation", "id": "%1$s-g%2$d", "status": "final",
         "code": {"coding": [{"system": "http://loinc.org", "code": "2345-7"}]},
         "subject": {"reference": "Patient/%1$s"}, "effectiveDateTime": "2024-11-0%3$d",
         "valueQuantity": {"value": %4$d, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"}}
        """
            .formatted(patient, number, 1 + number % 9, 90 + number));
  }

  /**
   * Until a sweep that began after this moment went through to its end. A poll may do nothing,
   * because the EMR asked to be left alone, or go on with a sweep that began before: of three ends
   * the first may be an old one, and the second that of such a sweep.
   */
  private static void hear(Workbench workbench) {
    FeedCursors cursors = workbench.bean(FeedCursors.class);
    String feed = workbench.feed().orElseThrow().feed();
    Set<String> ends = new TreeSet<>();
    await("the changes to be heard")
        .atMost(Workbench.GENEROUS)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> {
          workbench.poll();
          cursors.find(feed).filter(cursor -> cursor.contains(" started=- ")).ifPresent(ends::add);
          return ends.size() == 3;
        });
  }

  private static Emr emr(String fhir) {
    return new Emr(
        new EmrSettings(
            URI.create(fhir),
            Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            200,
            ZoneOffset.UTC),
        Clock.systemUTC());
  }

  private static Optional<PatientChart> held(Workbench workbench, PatientId patient) {
    return workbench.bean(ChartStore.class).find(patient).map(StoredChart::chart);
  }

  private static Optional<PatientChart> there(ChartReader direct, PatientId patient) {
    return switch (direct.read(patient)) {
      case ChartReading reading -> Optional.of(reading.chart());
      case PatientGone _ -> Optional.empty();
    };
  }

  private static Set<String> facts(Optional<PatientChart> chart) {
    Set<String> facts = new TreeSet<>();
    chart.ifPresent(c -> c.facts().forEach(fact -> facts.add(fact.toString())));
    assertThat(facts).isNotEmpty();
    return facts;
  }
}
