package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the hospital's staff write into the EMR, over FHIR.
 *
 * @param base its FHIR address, as seen from here
 */
record Emr(String base) {
  /**
   * A man born in 1955 and his HbA1c of December 2024, at once: no poll sees the one without the
   * other.
   */
  void admit(String id, String percent) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      transact(
          http,
          id,
          BodyPublishers.ofString(
              """
              {"resourceType": "Bundle", "type": "transaction", "entry": [
                {"request": {"method": "PUT", "url": "Patient/%1$s"}, "resource":
                  {"resourceType": "Patient", "id": "%1$s", "gender": "male", "birthDate": "1955-01-01",
                   "identifier": [{"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                                   "system": "urn:hospital:mrn", "value": "N-%1$s"}],
                   "name": [{"family": "Nobody", "given": ["Nemo"]}]}},
                {"request": {"method": "PUT", "url": "Observation/%1$s-hba1c"}, "resource":
                  {"resourceType": "Observation", "id": "%1$s-hba1c", "status": "final",
                   "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]},
                   "subject": {"reference": "Patient/%1$s"}, "effectiveDateTime": "2024-12-10",
                   "valueQuantity": {"value": %2$s, "unit": "%%", "system": "http://unitsofmeasure.org", "code": "%%"}}}]}
              """
                  .formatted(id, percent)));
    }
  }

  /** How many resources of this type there are. */
  int count(String type) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body =
          http.send(
                  HttpRequest.newBuilder(URI.create(base + "/" + type + "?_summary=count"))
                      .header("Cache-Control", "no-cache")
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return JsonMapper.shared().readTree(body).path("total").asInt();
    }
  }

  /** A zip file of patients, each a transaction. */
  void admitAll(Path zip) throws IOException, InterruptedException {
    try (ZipFile file = new ZipFile(zip.toFile());
        HttpClient http = HttpClient.newHttpClient()) {
      for (ZipEntry entry : file.stream().map(e -> (ZipEntry) e).toList()) {
        transact(
            http,
            entry.getName(),
            BodyPublishers.ofByteArray(file.getInputStream(entry).readAllBytes()));
      }
    }
  }

  private void transact(HttpClient http, String whose, BodyPublisher bundle)
      throws IOException, InterruptedException {
    assertThat(
            http.send(
                    HttpRequest.newBuilder(URI.create(base))
                        .header("Content-Type", "application/fhir+json")
                        .POST(bundle)
                        .build(),
                    BodyHandlers.discarding())
                .statusCode())
        .as(whose)
        .isEqualTo(200);
  }
}
