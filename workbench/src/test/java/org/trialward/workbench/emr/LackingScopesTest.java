package org.trialward.workbench.emr;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.smart.BackendServices;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.fhir.emr.smart.Scopes;
import org.trialward.fhir.emr.smart.SmartSettings;
import org.trialward.workbench.TestClock;

/** What the log says of a token that allows less than was asked for. */
class LackingScopesTest {
  @TempDir private Path folder;

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private final TestClock clock = new TestClock();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void start() {
    SERVER.stubFor(
        get("/fhir/.well-known/smart-configuration")
            .willReturn(okJson("{\"token_endpoint\": \"%s/token\"}".formatted(SERVER.baseUrl()))));
    logger().addAppender(log);
    log.start();
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(BackendServices.class);
  }

  private BackendServices services() throws IOException, JOSEException {
    JWKSet keys = new JWKSet(new ECKeyGenerator(Curve.P_384).keyID("k1").generate());
    Path file = Files.writeString(folder.resolve("keys.json"), keys.toString(false));
    return new BackendServices(
        new SmartSettings(
            URI.create(SERVER.baseUrl() + "/fhir"),
            "our-client",
            Optional.empty(),
            Scopes.of(List.of("Patient", "Observation", "Condition"), List.of()),
            Duration.ofSeconds(20)),
        new ClientKeys(file),
        clock);
  }

  /** A new token with these scopes, and the warnings so far. */
  private List<String> warnedAfter(BackendServices services, String granted) {
    SERVER.stubFor(
        post("/token")
            .willReturn(
                okJson(
                    "{\"access_token\": \"abc\", \"expires_in\": 300, \"scope\": \"%s\"}"
                        .formatted(granted))));
    clock.advance(Duration.ofHours(1));
    assertThat(services.token()).contains("abc");
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void areToldWhenTheyChangeAndNotWithEachToken() throws IOException, JOSEException {
    BackendServices services = services();
    String all = "system/Patient.rs system/Observation.rs system/Condition.rs";

    assertThat(warnedAfter(services, all)).isEmpty();
    assertThat(warnedAfter(services, "system/Patient.rs"))
        .singleElement()
        .asString()
        .contains("does not grant system/Observation.rs system/Condition.rs:", "smart.scopes");
    assertThat(warnedAfter(services, "system/Patient.rs")).hasSize(1);
    assertThat(warnedAfter(services, "system/Patient.rs system/Condition.rs"))
        .hasSize(2)
        .last()
        .asString()
        .contains("does not grant system/Observation.rs:");
    assertThat(warnedAfter(services, all)).hasSize(2);
    assertThat(warnedAfter(services, "system/Patient.rs system/Condition.rs")).hasSize(3);
  }
}
