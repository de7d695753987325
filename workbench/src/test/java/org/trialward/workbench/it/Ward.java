package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.demo.SimulatedEmr;
import org.trialward.workbench.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the hospital's staff write into the EMR, and what they read there. All over FHIR. */
final class Ward {
  static final Path EMR_JAR =
      Path.of("..", "emr-sim", "target", "emr-sim-1.0.0-SNAPSHOT.jar").toAbsolutePath().normalize();

  /** The day that all tests count from. */
  static final String TODAY = "2025-01-01";

  private static final List<String> FAMILIES =
      List.of(
          "Oxenstierna", "Zichyfalva", "Brzezinska", "Quirogana", "Villeneuvette", "Thorvaldsen");
  private static final List<String> GIVEN =
      List.of("Ottokarina", "Wendelgard", "Ildefonso", "Xanthippa", "Yngvild");
  private static final JsonMapper JSON = Json.mapper();
  private static final AtomicInteger ADMITTED = new AtomicInteger();

  private static @Nullable Ward shared;

  private final SimulatedEmr emr;
  private final Set<String> loaded = new HashSet<>();

  private Ward(SimulatedEmr emr) {
    this.emr = emr;
  }

  /** The one EMR of this run; it ends with the JVM. */
  static synchronized Ward shared() {
    Ward known = shared;
    if (known == null) {
      assertThat(EMR_JAR)
          .withFailMessage(
              "The simulated EMR is not built: %s is not there. Run `mvn -pl emr-sim -am package -DskipTests` first.",
              EMR_JAR)
          .exists();
      try {
        SimulatedEmr emr = SimulatedEmr.start(EMR_JAR, Scratch.folder("emr"));
        Runtime.getRuntime().addShutdownHook(new Thread(emr::close, "emr-sim-end"));
        known = new Ward(emr);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      shared = known;
    }
    return known;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted.", e);
  }

  String fhir() {
    return emr.fhir().toString();
  }

  /** A living adult with a name, a record number and a birth date of their own. */
  PatientId admit(String id) {
    admit(id, "");
    return new PatientId(id);
  }

  /**
   * As {@link #admit(String)}.
   *
   * @param more further elements, e.g. {@code "deceasedBoolean": true,}
   */
  void admit(String id, String more) {
    int n = ADMITTED.getAndIncrement();
    String body =
        """
        {"resourceType": "Patient", "id": "%s", %s
         "identifier": [{"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                         "system": "urn:hospital:mrn", "value": "MRN-%d"}],
         "name": [{"use": "official", "family": "%s", "given": ["%s"]}],
         "gender": "female", "birthDate": "19%02d-0%d-1%d"}
        """
            .formatted(
                id,
                more,
                7_310_000 + 37 * n,
                FAMILIES.get(n % FAMILIES.size()),
                GIVEN.get(n % GIVEN.size()),
                40 + n % 50,
                1 + n % 9,
                n % 10);
    People.met(JSON.readTree(body));
    put("Patient/" + id, body);
  }

  /** Type 2 diabetes. */
  void diagnose(PatientId patient, String verification) {
    put(
        "Condition/" + patient + "-dm",
        """
        {"resourceType": "Condition", "id": "%1$s-dm",
         %3$s
         "verificationStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "%2$s"}]},
         "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]},
         "subject": {"reference": "Patient/%1$s"}, "onsetDateTime": "2015-03-01"}
        """
            .formatted(
                patient,
                verification,
                verification.equals("entered-in-error")
                    ? "" // FHIR's con-5: what was entered in error has no clinical status.
                    : """
                    "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]},
                    """));
  }

  /**
   * The HbA1c of this admission, written or corrected.
   *
   * @return when the EMR had answered
   */
  Instant hba1c(PatientId patient, String percent) {
    put(
        labOf(patient),
        """
        {"resourceType": "Observation", "id": "%1$s-hba1c", "status": "final",
         "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]},
         "subject": {"reference": "Patient/%1$s"}, "effectiveDateTime": "2024-12-10",
         "valueQuantity": {"value": %2$s, "unit": "%%", "system": "http://unitsofmeasure.org", "code": "%%"}}
        """
            .formatted(patient, percent));
    return Instant.now();
  }

  /** With diabetes and this HbA1c. */
  PatientId admitDiabetic(String id, String percent) {
    PatientId patient = admit(id);
    diagnose(patient, "confirmed");
    hba1c(patient, percent);
    return patient;
  }

  static String labOf(PatientId patient) {
    return "Observation/" + patient + "-hba1c";
  }

  void put(String reference, String body) {
    assertThat(send("PUT", reference, body).statusCode()).as("PUT " + reference).isIn(200, 201);
  }

  void delete(String reference) {
    assertThat(send("DELETE", reference, "").statusCode()).as("DELETE " + reference).isIn(200, 204);
  }

  /** A transaction bundle, unless a test before has loaded it. */
  void load(String bundle) {
    if (!loaded.add(bundle)) {
      return;
    }
    for (JsonNode entry : JSON.readTree(bundle).path("entry")) {
      if (entry.path("resource").path("resourceType").asString("").equals("Patient")) {
        People.met(entry.path("resource"));
      }
    }
    assertThat(send("POST", "", bundle).statusCode()).as("transaction").isEqualTo(200);
  }

  JsonNode read(String reference) {
    return JSON.readTree(send("GET", reference, "").body());
  }

  /** Status of each of our records of this kind about this candidate; one, if all is well. */
  List<String> statuses(String type, String trial, String patient) {
    String ours =
        "urn:trialward:candidate|"
            + new CandidateKey(new TrialId(trial), new PatientId(patient)).identifier();
    return statuses(type + "?identifier=" + URLEncoder.encode(ours, StandardCharsets.UTF_8));
  }

  private List<String> statuses(String query) {
    JsonNode bundle = read(query);
    return bundle
        .path("entry")
        .valueStream()
        .map(entry -> entry.path("resource").path("status").asString())
        .toList();
  }

  /** Ids of the studies that the EMR knows under this number. */
  Set<String> studies(String trial) {
    Set<String> ids = new TreeSet<>();
    read("ResearchStudy?identifier=" + trial)
        .path("entry")
        .forEach(entry -> ids.add(entry.path("resource").path("id").asString()));
    return ids;
  }

  HttpResponse<String> send(String method, String path, String body) {
    try {
      return emr.send(method, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The folder of this test's trial files. */
  static Path trials(String name) {
    Path folder = Path.of("src", "test", "resources", "it", name).toAbsolutePath();
    assertThat(folder).satisfies(f -> assertThat(Files.isDirectory(f)).isTrue());
    return folder;
  }
}
