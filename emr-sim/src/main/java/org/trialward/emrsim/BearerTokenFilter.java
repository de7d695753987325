package org.trialward.emrsim;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/** Lets a request pass only with the agreed bearer token (RFC 6750); says why in FHIR if not. */
final class BearerTokenFilter extends HttpFilter {

  private static final String SCHEME = "Bearer ";

  private final transient byte[] token;
  private final transient FhirContext fhir;

  BearerTokenFilter(String token, FhirContext fhir) {
    this.token = token.getBytes(UTF_8);
    this.fhir = fhir;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isAgreed(request.getHeader("Authorization"))) {
      chain.doFilter(request, response);
    } else {
      refuse(response);
    }
  }

  private boolean isAgreed(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token, authorization.substring(SCHEME.length()).strip().getBytes(UTF_8));
  }

  private void refuse(HttpServletResponse response) throws IOException {
    var outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(IssueType.LOGIN)
        .setDiagnostics("A valid bearer token is required.");
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer realm=\"emr-sim\"");
    response.setContentType("application/fhir+json");
    response.setCharacterEncoding(UTF_8.name());
    fhir.newJsonParser().encodeResourceToWriter(outcome, response.getWriter());
  }
}
