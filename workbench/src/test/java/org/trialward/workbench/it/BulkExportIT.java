package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.ChartReading;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** {@code trialward bulk} against the EMR's own {@code $export}. The tests follow each other. */
@Order(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BulkExportIT {
  private static final int DEMO_PATIENTS = 25;
  private static final String CHANGED = "it-bulk-changed";
  private static final String LEAVES = "it-bulk-leaves";
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private static final ChartStore CHARTS =
      new ChartStore(
          DATABASE.jdbc(),
          Json.mapper(),
          new SiteClock(
              Clock.systemUTC(),
              new TrialwardSettings.Site("site", ZoneOffset.UTC, Optional.empty())));

  private static final List<PatientId> PATIENTS = new ArrayList<>();

  private static Ward ward;

  @BeforeAll
  static void admit() throws IOException {
    ward = Ward.shared();
    for (String bundle : DemoBundles.read(DEMO_PATIENTS)) {
      ward.load(bundle);
      PATIENTS.addAll(patientsOf(bundle));
    }
    PATIENTS.add(ward.admitDiabetic(CHANGED, "7.0"));
    PATIENTS.add(ward.admitDiabetic(LEAVES, "8.0"));
  }

  private static List<PatientId> patientsOf(String bundle) {
    return Json.mapper()
        .readTree(bundle)
        .path("entry")
        .valueStream()
        .map(entry -> entry.path("resource"))
        .filter(resource -> resource.path("resourceType").asString("").equals("Patient"))
        .map(patient -> new PatientId(patient.path("id").asString()))
        .toList();
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private record Progress(String phase, String state, long lines, String assembled) {
    boolean underWay() {
      return !phase.equals("DONE");
    }
  }

  /** Of the load that was begun last. */
  private static Optional<Progress> progress() {
    return DATABASE
        .jdbc()
        .sql("select phase, state, lines, assembled from bulk_load order by id desc limit 1")
        .query(Rows.as(Progress.class))
        .optional();
  }

  private static WorkbenchProcess bulk(String console, String... more) throws IOException {
    return WorkbenchProcess.start(
        Scratch.folder("bulk"),
        console,
        Stream.concat(
                Stream.of(
                    "bulk",
                    "--system",
                    "--trialward.emr.url=" + ward.fhir(),
                    "--trialward.emr.page-size=500",
                    "--trialward.data-dir=" + Scratch.folder("bulk"),
                    "--trialward.database.url=" + DATABASE.url(),
                    "--trialward.database.user=postgres"),
                Stream.of(more))
            .toList());
  }

  private static String loaded(String console, String... more)
      throws IOException, InterruptedException {
    try (WorkbenchProcess command = bulk(console, more)) {
      int exit = command.exitCode(Workbench.GENEROUS);
      assertThat(exit).as(command.console()).isZero();
      return command.console();
    }
  }

  private static Progress killedWhen(String console, Predicate<Progress> when)
      throws IOException, InterruptedException {
    // Slowly, so that there is a middle: a file a second.
    try (WorkbenchProcess command =
        bulk(console, "--trialward.emr.limit.per-second=1", "--trialward.emr.limit.burst=1")) {
      await("the moment to kill")
          .atMost(Workbench.GENEROUS)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .failFast("The command ended by itself: see " + console, () -> !command.isAlive())
          .until(() -> progress().filter(Progress::underWay).filter(when).isPresent());
      command.kill(Duration.ZERO);
    }
    Progress left = progress().orElseThrow();
    System.out.printf(
        "BulkExportIT: %s left behind %s, %d lines, charts up to \"%s\"%n",
        console, left.phase(), left.lines(), left.assembled());
    assertThat(left.underWay()).as("killed at work").isTrue();
    return left;
  }

  private static List<String> sorted(Collection<?> things) {
    return things.stream().map(Object::toString).sorted().toList();
  }

  /** Charts say of each of them what reading them one by one says. */
  private static void assertAsReadOneByOne(List<PatientId> patients) {
    ChartReader reader =
        new ChartReader(
            new Emr(
                new EmrSettings(
                    URI.create(ward.fhir()),
                    Optional.empty(),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    500,
                    ZoneId.of("UTC")),
                Clock.systemUTC()));
    for (PatientId patient : patients) {
      assertThat(reader.read(patient))
          .isInstanceOfSatisfying(
              ChartReading.class,
              reading -> assertSame(reading, CHARTS.find(patient).orElseThrow()));
    }
  }

  private static void assertSame(ChartReading reading, StoredChart stored) {
    PatientId patient = reading.chart().id();
    assertThat(stored.chart().demographics())
        .as("%s", patient)
        .isEqualTo(reading.chart().demographics());
    assertThat(stored.identity()).isEqualTo(reading.identity());
    assertThat(sorted(stored.chart().facts()))
        .as("%s", patient)
        .isEqualTo(sorted(reading.chart().facts()));
    assertThat(sorted(CHARTS.unusable(patient)))
        .as("%s", patient)
        .isEqualTo(sorted(reading.unusable()));
  }

  @Test
  @Order(1)
  void killedWhileTheEmrExportsAndWhileItReadsALoadGoesOnAndTheChartsAreThoseOfReadingEach()
      throws Exception {
    Progress asked = killedWhen("killed-exporting", p -> !p.state().isEmpty());
    Progress half = killedWhen("killed-reading", p -> p.lines() > 0);
    assertThat(half.state()).startsWith(asked.state().substring(0, asked.state().length() - 1));

    String told = loaded("to-the-end");

    System.out.println("BulkExportIT: " + told.strip());
    assertThat(progress().orElseThrow().state()).as("asked for once").isEqualTo(half.state());
    assertThat(told).contains(" 0 removed, 0 asked for.");
    assertThat(PATIENTS).hasSize(DEMO_PATIENTS + 2);
    assertAsReadOneByOne(PATIENTS);
  }

  @Test
  @Order(2)
  void aSecondLoadOfTheSameChangesNothing() throws Exception {
    assertThat(loaded("again")).contains(": 0 charts changed, 0 removed, 0 asked for.");
  }

  @Test
  @Order(3)
  void aLabThatWasCorrectedSinceComesWithALoadOfWhatChanged() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS); // As the EMR dates.
    PatientId patient = new PatientId(CHANGED);
    ward.hba1c(patient, "9.4");

    String told = loaded("since", "--since=" + before);

    assertThat(told)
        .contains("1 lines, 1 resources", ": 1 charts changed, 0 removed, 0 asked for.");
    assertThat(CHARTS.find(patient).orElseThrow().chart().facts())
        .filteredOn(Measurement.class::isInstance)
        .extracting(Fact::toString)
        .singleElement()
        .asString()
        .contains("9.4");
    assertAsReadOneByOne(List.of(patient));
  }

  @Test
  @Order(4)
  void whoeverWasDeletedInTheEmrIsGoneAfterALoadOfEverything() throws Exception {
    PatientId patient = new PatientId(LEAVES);
    assertThat(CHARTS.find(patient)).isPresent();
    ward.delete("Patient/" + LEAVES + "?_cascade=delete");

    assertThat(loaded("deleted")).contains(": 0 charts changed, 1 removed, 0 asked for.");

    assertThat(CHARTS.find(patient)).isEmpty();
  }
}
