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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.trialward.workbench.settings.TrialwardSettings.Hook;

/**
 * Lets the EMR's notifications through to {@code /hook}: by their signature or by the bearer token,
 * whichever the site has set. Where a notification is signed, its signature decides.
 */
public final class HookGuard extends OncePerRequestFilter {

  /** The request attribute that holds the body, byte for byte as it was signed. */
  public static final String BODY = "org.trialward.hook.body";

  static final String EMR = "EMR";

  /** A bundle of full resources fits; what is larger is nothing to hold in memory for anybody. */
  private static final int MOST_BYTES = 8 << 20;

  private final Optional<HubSignature> signature;
  private final Optional<String> token;

  HookGuard(Hook settings) {
    this.signature = settings.secret().filter(text -> !text.isBlank()).map(HubSignature::new);
    this.token = settings.token().filter(text -> !text.isBlank());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return !path.equals("/hook") && !path.startsWith("/hook/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> signed =
        signature.flatMap(_ -> Optional.ofNullable(request.getHeader(HubSignature.HEADER)));
    Optional<String> unknown =
        signed.isPresent() ? Optional.empty() : refusalWithoutSignature(request);
    if (unknown.isPresent()) {
      refuse(response, HttpStatus.UNAUTHORIZED, unknown.get()); // Nothing of it is read.
      return;
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      refuse(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "This notification has more than 8 MiB: have the subscription send ids only.");
      return;
    }
    if (signed.isPresent() && !signature.orElseThrow().isOf(body, signed.get())) {
      refuse(
          response,
          HttpStatus.UNAUTHORIZED,
          "X-Hub-Signature is not sha256= and the HMAC-SHA-256 of this body: give the subscription the secret of trialward.hook.secret (X-Hub-Secret).");
      return;
    }
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                "emr", "", List.of(new SimpleGrantedAuthority(EMR))));
    request.setAttribute(BODY, body);
    chain.doFilter(request, response);
  }

  private Optional<String> refusalWithoutSignature(HttpServletRequest request) {
    if (token.isPresent()) {
      return isToken(token.get(), request.getHeader(HttpHeaders.AUTHORIZATION))
          ? Optional.empty()
          : Optional.of(
              "The bearer token is missing or wrong: have the subscription send that of trialward.hook.token.");
    }
    return Optional.of(
        signature.isPresent()
            ? "X-Hub-Signature is missing: give the subscription the secret of trialward.hook.secret (X-Hub-Secret)."
            : "Notifications are not taken here: set trialward.hook.secret or trialward.hook.token.");
  }

  private static boolean isToken(String token, @Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
            sent.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServletResponse response, HttpStatus status, String why)
      throws IOException {
    response.setStatus(status.value());
    if (status == HttpStatus.UNAUTHORIZED) {
      // RFC 9110, 11.6.1: 401 names a way in; this one means the token.
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.setContentType(MediaType.TEXT_PLAIN_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().println(why);
  }
}
