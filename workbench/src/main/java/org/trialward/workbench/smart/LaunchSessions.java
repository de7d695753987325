package org.trialward.workbench.smart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.settings.SiteClock;

/**
 * What launches opened. A browser has one at a time: who opens another patient leaves the first, so
 * that no page can act on a patient who is no longer open.
 */
final class LaunchSessions implements SecurityContextRepository, CsrfTokenRepository {
  private final JdbcClient jdbc;
  private final LaunchCookie cookie;
  private final Duration lasts;
  private final SiteClock clock;

  LaunchSessions(JdbcClient jdbc, LaunchCookie cookie, Duration lasts, SiteClock clock) {
    this.jdbc = jdbc;
    this.cookie = cookie;
    this.lasts = lasts;
    this.clock = clock;
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    Authentication who = context.getAuthentication();
    if (who != null && who.getPrincipal() instanceof LaunchedUser user) {
      cookie.read(request).ifPresent(this::end);
      cookie.write(request, response, begin(user.launched()), lasts);
    }
  }

  private Secret begin(Launched launched) {
    Secret secret = Secret.random();
    jdbc.sql("delete from smart_session where ends_at < :now")
        .param("now", Timestamp.from(clock.now()))
        .update();
    jdbc.sql(
            """
            insert into smart_session (token, practitioner, patient, candidate, banner, ends_at)
            values (:token, :practitioner, :patient, :candidate, :banner, :end)
            """)
        .param("token", secret.hash())
        .param("practitioner", launched.practitioner())
        .param("patient", launched.patient().value())
        .param("candidate", launched.candidate().orElse(null), Types.BIGINT)
        .param("banner", launched.needsBanner())
        .param("end", Timestamp.from(clock.now().plus(lasts)))
        .update();
    return secret;
  }

  private void end(Secret secret) {
    jdbc.sql("delete from smart_session where token = :token")
        .param("token", secret.hash())
        .update();
  }

  private Optional<Launched> find(HttpServletRequest request) {
    return cookie
        .read(request)
        .flatMap(secret ->
            jdbc.sql("select * from smart_session where token = :token and ends_at >= :now")
                .param("token", secret.hash())
                .param("now", Timestamp.from(clock.now()))
                .query((row, n) ->
                    new Launched(
                        row.getString("practitioner"),
                        new PatientId(row.getString("patient")),
                        Optional.ofNullable(row.getObject("candidate", Long.class)),
                        row.getBoolean("banner")))
                .optional());
  }

  @Override
  @Deprecated
  public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    find(exchange.getRequest())
        .map(launched ->
            UsernamePasswordAuthenticationToken.authenticated(
                launched, "", List.of(new SimpleGrantedAuthority(Launched.AUTHORITY))))
        .ifPresent(context::setAuthentication);
    return context;
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return find(request).isPresent();
  }

  /** A form's token follows from the cookie, which no other site can read. */
  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    String token = cookie.read(request).orElseGet(Secret::random).derived("form").value();
    return new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", token);
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    // Nothing to keep: the cookie says it again.
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return cookie.read(request).isPresent() ? generateToken(request) : null;
  }
}
