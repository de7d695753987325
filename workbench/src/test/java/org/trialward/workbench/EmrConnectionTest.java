package org.trialward.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.Limits;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.emr.TokenSource;
import org.trialward.fhir.emr.smart.BackendServices;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.workbench.emr.EmrClient;
import org.trialward.workbench.settings.TrialwardSettings;

class EmrConnectionTest {
  @TempDir private Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(TrialwardSettings.class)
  static class Around {
    @Bean
    StayAway stayAway() {
      return new StayAway(InstantSource.system());
    }
  }

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withUserConfiguration(Around.class, EmrConnection.class)
          .withPropertyValues("trialward.emr.url=https://emr.example/fhir");

  private String keyFile() {
    try {
      Path file = folder.resolve("keys.json");
      JWKSet keys = new JWKSet(new ECKeyGenerator(Curve.P_384).keyID("k1").generate());
      return Files.writeString(file, keys.toString(false)).toString();
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutAClientIdTheTokenOfTheSettingsIsSent() {
    application
        .withPropertyValues("trialward.emr.token=fixed")
        .run(context -> {
          assertThat(context).hasNotFailed().doesNotHaveBean(ClientKeys.class);
          assertThat(context.getBean(TokenSource.class).token()).contains("fixed");
          assertThat(context.getBean(Emr.class).traffic().requests()).isZero();
        });
  }

  @Test
  void withAClientIdTokensAreHadBySmartWithOurKeys() {
    application
        .withPropertyValues(
            "trialward.emr.smart.client-id=our-client",
            "trialward.emr.smart.key-file=" + keyFile(),
            "trialward.emr.smart.scopes=system/Patient.rs,system/Observation.rs")
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(TokenSource.class)).isInstanceOf(BackendServices.class);
          assertThat(context.getBean(ClientKeys.class).publicJson()).contains("\"k1\"");
        });
  }

  @Test
  void aClientIdWithoutKeysNamesTheSetting() {
    application
        .withPropertyValues("trialward.emr.smart.client-id=our-client")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("trialward.emr.smart.key-file"));
  }

  @Test
  void twoWaysToProveWhoWeAreAreOneTooMany() {
    application
        .withPropertyValues(
            "trialward.emr.token=fixed",
            "trialward.emr.smart.client-id=our-client",
            "trialward.emr.smart.key-file=" + keyFile())
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("remove one"));
  }

  @Test
  void quietHoursAreOfTheSitesZone() {
    application
        .withPropertyValues(
            "trialward.site.zone=America/New_York",
            "trialward.emr.limit.per-second=20",
            "trialward.emr.limit.quiet-from=07:00",
            "trialward.emr.limit.quiet-until=17:30",
            "trialward.emr.limit.quiet-per-second=0.5")
        .run(context -> {
          Limits limits = EmrClient.limits(context.getBean(TrialwardSettings.class));
          assertThat(limits.perSecond()).isEqualTo(20);
          assertThat(limits.quiet().orElseThrow())
              .hasToString(
                  "QuietHours[from=07:00, until=17:30, zone=America/New_York, perSecond=0.5]");
        });
  }

  @Test
  void quietHoursWithoutAnEndNameTheSettings() {
    application
        .withPropertyValues("trialward.emr.limit.quiet-from=07:00")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("quiet-until"));
  }
}
