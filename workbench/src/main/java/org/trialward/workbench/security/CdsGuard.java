package org.trialward.workbench.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.trialward.fhir.cds.CdsProblem;
import org.trialward.workbench.settings.TrialwardSettings.Cds.Access;
import tools.jackson.databind.json.JsonMapper;

/** Lets an EMR through to {@code /cds-services}: discovery and feedback as well as the hooks. */
public final class CdsGuard extends OncePerRequestFilter {
  static final String PATH = "/cds-services";
  static final String EMR = "CDS_CLIENT";

  private static final Logger LOG = LoggerFactory.getLogger(CdsGuard.class);
  private static final String BEARER = "Bearer ";

  private final Access access;
  private final CallerTokens tokens;
  private final JsonMapper json;

  CdsGuard(Access access, CallerTokens tokens, JsonMapper json) {
    this.access = access;
    this.tokens = tokens;
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = path(request);
    return !path.equals(PATH) && !path.startsWith(PATH + "/");
  }

  private static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> refusal = refusal(request);
    if (refusal.isPresent()) {
      refuse(response, refusal.get());
      return;
    }
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                "emr", "", List.of(new SimpleGrantedAuthority(EMR))));
    chain.doFilter(request, response);
  }

  private Optional<String> refusal(HttpServletRequest request) {
    return switch (access) {
      case OPEN -> Optional.empty();
      case CLOSED ->
          Optional.of("CDS Hooks is not answered here: set trialward.cds.access and the issuers.");
      case JWT -> refusal(request.getHeader(HttpHeaders.AUTHORIZATION), path(request));
    };
  }

  private Optional<String> refusal(@Nullable String header, String path) {
    try {
      if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        throw new CallerTokens.Refused("there is none");
      }
      tokens.accept(header.substring(BEARER.length()).strip(), path);
      return Optional.empty();
    } catch (CallerTokens.Refused e) {
      LOG.warn("A call to CDS Hooks was refused for its token: {}", e.getMessage());
      // The same for every reason: who guesses learns nothing.
      return Optional.of(
          "This call needs a token that is accepted here: have the EMR sign a JWT by ES384 or RS384, for"
              + " this address, for this call only, with a key that trialward.cds.issuers knows; our log"
              + " says what was wrong.");
    }
  }

  private void refuse(HttpServletResponse response, String why) throws IOException {
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    // RFC 9110, 11.6.1: 401 names a way in.
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().println(json.writeValueAsString(CdsProblem.of("login", why)));
  }
}
