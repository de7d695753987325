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
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.trialward.workbench.settings.TrialwardSettings.Metrics;

/**
 * Lets a monitoring system read the metrics by a bearer token, which needs no database: users stand
 * in it, and whether it answers is the first thing that the metrics tell.
 */
final class MetricsGuard extends OncePerRequestFilter {
  static final String PATH = "/actuator/prometheus";
  static final String MONITOR = "MONITOR";

  private final Optional<byte[]> expected;

  MetricsGuard(Metrics settings) {
    this.expected =
        settings
            .token()
            .filter(token -> !token.isBlank())
            .map(token -> ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (expected.isPresent() && isSentBy(request, expected.get())) {
      SecurityContextHolder.getContext()
          .setAuthentication(
              UsernamePasswordAuthenticationToken.authenticated(
                  "monitor", "", List.of(new SimpleGrantedAuthority(MONITOR))));
    }
    chain.doFilter(request, response);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().substring(request.getContextPath().length()).equals(PATH);
  }

  private static boolean isSentBy(HttpServletRequest request, byte[] token) {
    String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
    return sent != null && MessageDigest.isEqual(token, sent.getBytes(StandardCharsets.UTF_8));
  }
}
