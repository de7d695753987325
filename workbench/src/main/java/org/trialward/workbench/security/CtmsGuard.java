package org.trialward.workbench.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.trialward.workbench.settings.TrialwardSettings.Ctms;
import org.trialward.workbench.settings.TrialwardSettings.RpeInbound;

/**
 * Lets the trial office's systems through to their doors: REDCap by the token in the address of its
 * Data Entry Trigger (REDCap can send no header), others by a bearer token or HTTP basic.
 */
public final class CtmsGuard extends OncePerRequestFilter {

  /** The request attribute that holds the body, byte for byte. */
  public static final String BODY = "org.trialward.ctms.body";

  public static final String ROOT = "/ctms";
  public static final String REDCAP = ROOT + "/redcap";
  public static final String RPE = ROOT + "/rpe";

  static final String TRIAL_OFFICE = "TRIAL_OFFICE";

  /** A status message has a few kilobytes. */
  private static final int MOST_BYTES = 1 << 20;

  private final Optional<String> trigger;
  private final Optional<String> rpeToken;
  private final Optional<String> rpeUser;

  CtmsGuard(Ctms settings) {
    RpeInbound rpe = settings.rpeInbound();
    trigger = settings.redcap().triggerToken().filter(text -> !text.isBlank());
    rpeToken = rpe.token().filter(text -> !text.isBlank()).map(token -> "Bearer " + token);
    rpeUser =
        rpe.user()
            .filter(text -> !text.isBlank())
            .map(user -> user + ":" + rpe.password().orElse(""))
            .map(pair ->
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Optional<String> refusal = refusal(path, request);
    if (refusal.isPresent()) {
      refuse(response, HttpStatus.UNAUTHORIZED, refusal.get());
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      refuse(response, HttpStatus.CONTENT_TOO_LARGE, "A message has at most 1 MiB here.");
      return;
    }
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                "trial-office", "", List.of(new SimpleGrantedAuthority(TRIAL_OFFICE))));
    request.setAttribute(BODY, body);
    chain.doFilter(request, response);
  }

  private Optional<String> refusal(String path, HttpServletRequest request) {
    if (path.equals(REDCAP) || path.startsWith(REDCAP + "/")) {
      return redcap(path, request);
    }
    return path.equals(RPE) ? rpe(request) : Optional.of("There is no door of this name.");
  }

  private Optional<String> redcap(String path, HttpServletRequest request) {
    if (trigger.isEmpty()) {
      return Optional.of(
          "Data Entry Triggers are not taken here: set trialward.ctms.redcap.trigger-token.");
    }
    return sent(path, request).anyMatch(token -> isSame(trigger.get(), token))
        ? Optional.empty()
        : Optional.of(
            "The token is missing or wrong: have the project's Data Entry Trigger call .../ctms/redcap?token= with that of trialward.ctms.redcap.trigger-token.");
  }

  /** In the path or in the query; never asks for parameters, which would read the body. */
  private static Stream<String> sent(String path, HttpServletRequest request) {
    Stream<String> inPath =
        path.startsWith(REDCAP + "/")
            ? Stream.of(path.substring(REDCAP.length() + 1))
            : Stream.empty();
    String query = Optional.ofNullable(request.getQueryString()).orElse("");
    Stream<String> inQuery =
        Arrays.stream(query.split("&"))
            .filter(parameter -> parameter.startsWith("token="))
            .map(parameter -> parameter.substring("token=".length()));
    return Stream.concat(inPath, inQuery).map(CtmsGuard::decoded);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private Optional<String> rpe(HttpServletRequest request) {
    if (rpeToken.isEmpty() && rpeUser.isEmpty()) {
      return Optional.of(
          "RPE messages are not taken here: set trialward.ctms.rpe-inbound.token, or .user and .password.");
    }
    String sent = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse("");
    return Stream.of(rpeToken, rpeUser)
            .flatMap(Optional::stream)
            .anyMatch(known -> isSame(known, sent))
        ? Optional.empty()
        : Optional.of(
            "The credentials are missing or wrong: have the sender use those of trialward.ctms.rpe-inbound.");
  }

  /** In the same time for every wrong one of a length. */
  private static boolean isSame(String known, String sent) {
    return MessageDigest.isEqual(
        known.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  private void refuse(HttpServletResponse response, HttpStatus status, String why)
      throws IOException {
    response.setStatus(status.value());
    if (status == HttpStatus.UNAUTHORIZED) {
      // RFC 9110, 11.6.1: 401 names a way in.
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          rpeUser.isPresent() ? "Basic realm=\"Trialward\"" : "Bearer");
    }
    response.setContentType(MediaType.TEXT_PLAIN_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().println(why);
  }
}
