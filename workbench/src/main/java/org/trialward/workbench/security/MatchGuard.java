package org.trialward.workbench.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.study.StudyMatches;
import org.trialward.workbench.settings.TrialwardSettings.Match;

/**
 * Lets questions to {@code ResearchStudy/$match} through: by the bearer token, and not too large.
 */
public final class MatchGuard extends OncePerRequestFilter {

  /** The one way in. */
  public static final String PATH = "/fhir/ResearchStudy/$match";

  /** The request attribute that holds the question. */
  public static final String BODY = "org.trialward.match.body";

  static final String ASKER = "MATCH_ASKER";

  /** One patient's whole chart fits; what is larger is nothing to hold in memory for anybody. */
  private static final int MOST_BYTES = 8 << 20;

  private final Optional<String> token;

  MatchGuard(Match settings) {
    this.token = settings.token().filter(text -> !text.isBlank());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request
            .getRequestURI()
            .substring(request.getContextPath().length())
            .startsWith("/fhir/")
        || request.getMethod().equals("GET");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (token.isEmpty()) {
      refuse(
          response,
          HttpStatus.UNAUTHORIZED,
          IssueType.LOGIN,
          "Questions are not answered here: set trialward.match.token.");
      return;
    }
    if (!isToken(token.get(), request.getHeader(HttpHeaders.AUTHORIZATION))) {
      refuse(
          response,
          HttpStatus.UNAUTHORIZED,
          IssueType.LOGIN,
          "The bearer token is missing or wrong: send that of trialward.match.token.");
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      refuse(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          IssueType.TOOLONG,
          "This question has more than 8 MiB: send one patient, without documents and images.");
      return;
    }
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                "match", "", List.of(new SimpleGrantedAuthority(ASKER))));
    request.setAttribute(BODY, body);
    chain.doFilter(request, response);
  }

  private static boolean isToken(String token, @Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
            sent.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(
      HttpServletResponse response, HttpStatus status, IssueType type, String why)
      throws IOException {
    response.setStatus(status.value());
    if (status == HttpStatus.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.setContentType("application/fhir+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response
        .getWriter()
        .println(
            FhirR4.get().newJsonParser().encodeResourceToString(StudyMatches.refusal(type, why)));
  }
}
