package org.trialward.workbench.web;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.patient.ClinicalStatus;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.Diagnosis;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.Immunization;
import org.trialward.rules.patient.Measurement;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.patient.Residence;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.Verification;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.quantity.Quantity;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.Application;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;

/**
 * The whole application on an embedded PostgreSQL, without an EMR: one trial, two patients who may
 * fit it, one user of each role. Started once for all tests of the pages.
 */
@SpringBootTest(
    classes = {Application.class, TrialOffice.class},
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "logging.level.org.openqa.selenium=error",
      "logging.level.org.springframework.test.web=warn",
      "logging.level.org.apache.catalina=warn"
    })
abstract class RunningApplication {
  static final TrialId TRIAL = new TrialId("TEST-PAGES");
  static final PatientId ADA = new PatientId("ada");
  static final PatientId BEN = new PatientId("ben");
  static final String PASSWORD = "a long pass phrase";
  static final String HOOK_SECRET = "what the EMR signs with";
  static final String MATCH_TOKEN = "what asking systems send";
  static final String HOOK_TOKEN = "what the EMR sends";

  /** Stands on no page. */
  static final String SECRET = "canary-9f2c";

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired private ChartStore charts;
  @Autowired private Inbox inbox;
  @Autowired private Users users;
  @Autowired Candidates candidates;
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) throws IOException {
    Path data = Path.of("target", "pages").toAbsolutePath();
    FileSystemUtils.deleteRecursively(data); // What an earlier run left.
    Path own = Files.createTempDirectory(Files.createDirectories(data), "data-");
    Path resources = Path.of("src", "test", "resources", "web").toAbsolutePath();
    settings.add("trialward.data-dir", own::toString);
    settings.add("trialward.trials.path", resources.resolve("trials")::toString);
    settings.add("trialward.trials.registry", resources.resolve("registry.ndjson")::toString);
    settings.add(
        "trialward.ctms.screening-log.folder",
        Files.createDirectory(own.resolve("screening-log"))::toString);
    settings.add("trialward.hook.secret", () -> HOOK_SECRET);
    settings.add("trialward.match.token", () -> MATCH_TOKEN);
    settings.add("trialward.hook.token", () -> HOOK_TOKEN);
    settings.add("trialward.ctms.redcap.token", () -> SECRET);
    CdsCaller.admit(settings, own);
    settings.add("trialward.ctms.redcap.trigger-token", () -> TrialOffice.TRIGGER_TOKEN);
    settings.add("trialward.ctms.rpe-inbound.token", () -> TrialOffice.RPE_TOKEN);
    settings.add("trialward.ctms.rpe-inbound.user", () -> TrialOffice.RPE_USER);
    settings.add("trialward.ctms.rpe-inbound.password", () -> TrialOffice.RPE_PASSWORD);
    settings.add("trialward.hl7.listeners[0].name", () -> "lab");
    settings.add("trialward.hl7.listeners[0].host", () -> "127.0.0.1");
    settings.add("trialward.hl7.listeners[0].port", () -> freePort());
    settings.add("trialward.flags.trials." + TRIAL + ".show", () -> "card");
    // The build makes the true one when it packages (SbomIT).
    settings.add(
        "management.endpoint.sbom.application.location",
        () -> resources.resolve("sbom.cdx.json").toUri().toString());
    settings.add("trialward.site.name", () -> "Test Hospital");
    settings.add("trialward.site.zone", () -> "America/New_York");
    settings.add("trialward.site.as-of", () -> "2026-11-20");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void twoPatientsWhoMayFit() {
    if (candidates.ofTrial(TRIAL).size() < 2) {
      users.admit("cora", Role.COORDINATOR, PASSWORD, "test");
      users.admit("phil", Role.PHYSICIAN, PASSWORD, "test");
      users.admit("ida", Role.ADMINISTRATOR, PASSWORD, "test");
      charts.save(
          chart(
              ADA, "Ada Example", "MRN-1001", diabetes("c-1"), hba1c("o-1", "2026-10-02", "8.1")));
      charts.save(chart(BEN, "Ben Sample", "MRN-1002", diabetes("c-2"), vaccine("i-1")));
      inbox.rematchAll("two patients");
      await().atMost(PATIENCE).until(() -> candidates.ofTrial(TRIAL).size() == 2);
    }
  }

  /** One more patient who may fit; only for tests that say so. */
  void admitAnother(PatientId id, String name, String recordNumber) {
    if (candidates.ofPatient(id).isEmpty()) {
      charts.save(chart(id, name, recordNumber, diabetes("c-" + id)));
      inbox.rematch(List.of(id), "another patient");
      await().atMost(PATIENCE).until(() -> !candidates.ofPatient(id).isEmpty());
    }
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  Entry candidate(PatientId patient) {
    return candidates.ofPatient(patient).getFirst();
  }

  private static StoredChart chart(PatientId id, String name, String recordNumber, Fact... facts) {
    return new StoredChart(
        new PatientChart(
            id,
            new Demographics(
                Interval.ofPartialDate("1970-05-17"),
                Optional.of(Sex.FEMALE),
                new Demographics.Death.NotRecorded(),
                Residence.NOT_RECORDED,
                List.of(),
                new Source("Patient", id.value(), "1")),
            List.of(facts)),
        new PatientIdentity(name, recordNumber, "1970-05-17"));
  }

  private static Fact diabetes(String id) {
    return new Diagnosis(
        List.of(new Code(CodeSystem.SNOMED.uri(), "44054006", "Diabetes mellitus type 2")),
        ClinicalStatus.ACTIVE,
        Verification.CONFIRMED,
        Optional.of(Interval.on(LocalDate.of(2019, 3, 4))),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        new Source("Condition", id, "1"));
  }

  /** Known by the ward's own code alone. */
  private static Fact vaccine(String id) {
    return new Immunization(
        List.of(new Code("urn:ward:vaccines", "FLU-26", "flu vaccine of 2026")),
        Immunization.Status.GIVEN,
        Optional.of(Interval.on(LocalDate.of(2026, 10, 1))),
        new Source("Immunization", id, "1"));
  }

  private static Fact hba1c(String id, String day, String percent) {
    return new Measurement(
        List.of(new Code(CodeSystem.LOINC.uri(), "4548-4", "Hemoglobin A1c")),
        Measurement.Status.FINAL,
        new Measurement.Result.Numeric(Measurement.Comparator.EXACT, Quantity.of(percent, "%")),
        ReferenceRange.NOT_REPORTED,
        Optional.of(Interval.at(LocalDate.parse(day).atTime(9, 14))),
        new Source("Observation", id, "4"));
  }
}
