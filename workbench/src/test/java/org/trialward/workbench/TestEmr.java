package org.trialward.workbench;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;

/** An EMR that answers what a test lays down. */
public final class TestEmr extends WireMockExtension {
  public TestEmr() {
    super(extensionOptions().options(WireMockConfiguration.wireMockConfig().dynamicPort()));
  }

  /** A connection to this EMR. */
  public Emr connect(InstantSource clock) {
    return new Emr(
        new EmrSettings(
            URI.create(baseUrl() + "/fhir"),
            Optional.empty(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            7,
            ZoneOffset.UTC),
        clock);
  }

  /** It reads patients, and these. */
  public void offers(String... resources) {
    serve(
        "/fhir/metadata",
        "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','resource':[%s]}]}"
            .formatted(
                Stream.concat(
                        Stream.of("{'type':'Patient','interaction':[{'code':'read'}]}"),
                        Stream.of(resources))
                    .collect(Collectors.joining(","))));
  }

  /** A type whose resources can be read, and searched by patient. */
  public static String searchable(String type) {
    return "{'type':'%s','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[{'name':'patient'}]}"
        .formatted(type);
  }

  public void serve(String url, String singleQuoted) {
    serve(url, 200, singleQuoted);
  }

  public void serve(String url, int status, String singleQuoted) {
    stubFor(
        get(url)
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(singleQuoted.replace('\'', '"'))));
  }
}
