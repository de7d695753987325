package org.trialward.emrsim;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BearerTokenFilterTest {

  private final FhirContext fhir = FhirContext.forR4Cached();
  private final BearerTokenFilter filter = new BearerTokenFilter("s3cret", fhir);
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockFilterChain chain = new MockFilterChain();

  @Test
  void theAgreedTokenPasses() throws Exception {
    filter.doFilter(asking("Bearer s3cret"), response, chain);

    assertThat(chain.getRequest()).isNotNull();
    assertThat(response.getStatus()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer other", "Basic s3cret", "s3cret"})
  void anythingElseIsRefusedWithAnOperationOutcome(String authorization) throws Exception {
    filter.doFilter(asking(authorization), response, chain);

    assertRefused();
  }

  @Test
  void aRequestWithoutTokenIsRefused() throws Exception {
    filter.doFilter(new MockHttpServletRequest("GET", "/fhir/Patient"), response, chain);

    assertRefused();
  }

  private void assertRefused() throws Exception {
    assertThat(chain.getRequest()).isNull();
    assertThat(response.getStatus()).isEqualTo(401);
    assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
    var outcome =
        fhir.newJsonParser().parseResource(OperationOutcome.class, response.getContentAsString());
    assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo("login");
  }

  private static MockHttpServletRequest asking(String authorization) {
    var request = new MockHttpServletRequest("GET", "/fhir/Patient");
    request.addHeader("Authorization", authorization);
    return request;
  }
}
