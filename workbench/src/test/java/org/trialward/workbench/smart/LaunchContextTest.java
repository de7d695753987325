package org.trialward.workbench.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

/** Whom the EMR's answer names. */
class LaunchContextTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final ClientRegistration EMR =
      ClientRegistration.withRegistrationId("emr-0")
          .clientId("details")
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUri("https://trialward.example/smart/callback")
          .authorizationUri("https://emr.example/authorize")
          .tokenUri("https://emr.example/token")
          .build();

  private static String practitioner(Map<String, Object> claims) {
    Map<String, Object> all = new HashMap<>(claims);
    all.put("sub", "7");
    OAuth2AccessToken token =
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER, "opaque", NOW, NOW.plusSeconds(300));
    return new LaunchContext((patient, identifier) -> Optional.empty())
        .loadUser(
            new OidcUserRequest(
                EMR,
                token,
                new OidcIdToken("opaque", NOW, NOW.plusSeconds(300), all),
                Map.of("patient", "anna")))
        .getName();
  }

  @Test
  void aPractitionerIsNamedByFhirUserOrInSmart1ByProfile() {
    assertThat(practitioner(Map.of("fhirUser", "https://emr.example/fhir/Practitioner/7")))
        .isEqualTo("Practitioner/7");
    assertThat(practitioner(Map.of("profile", "PractitionerRole/8")))
        .isEqualTo("PractitionerRole/8");
  }

  /** OpenID Connect lets people write what they like into their profile. */
  @Test
  void whomFhirUserCallsAPatientNoProfileMakesAPractitioner() {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() ->
            practitioner(
                Map.of("fhirUser", "Patient/anna", "profile", "https://me.example/Practitioner/7")))
        .satisfies(refused -> assertThat(refused.why()).isEqualTo(Refusal.NO_PRACTITIONER));
  }
}
