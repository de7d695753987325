package org.trialward.workbench.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SmartConfigurationTest {
  private static final URI ISS = URI.create("https://emr.example/fhir");
  private static final String WHOLE =
      """
      {"issuer": "https://emr.example", "jwks_uri": "https://emr.example/keys",
       "authorization_endpoint": "https://emr.example/authorize",
       "token_endpoint": "https://emr.example/token",
       "code_challenge_methods_supported": ["S256"],
       "token_endpoint_auth_signing_alg_values_supported": ["ES384"]}
      """;

  private static SmartConfiguration read(String json) {
    return SmartConfiguration.of(ISS, JsonMapper.shared().readTree(json));
  }

  @Test
  void whatALaunchNeedsIsRead() {
    assertThat(read(WHOLE).tokenEndpoint()).isEqualTo("https://emr.example/token");
    assertThat(read(WHOLE).algorithms()).containsExactly("ES384");
  }

  @ParameterizedTest
  @CsvSource({
    "\"S256\", \"plain\", S256",
    "issuer, publisher, no issuer",
    "jwks_uri, keys, no jwks_uri",
    "https://emr.example/token, http://emr.example/token, token_endpoint that is not https",
    "https://emr.example/authorize, javascript:alert(1), authorization_endpoint that is not https"
  })
  void whatIsMissingOrNotSafeIsRefusedByName(String from, String to, String why) {
    assertThatThrownBy(() -> read(WHOLE.replace(from, to)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(why)
        .hasMessageContaining("https://emr.example/fhir");
  }
}
