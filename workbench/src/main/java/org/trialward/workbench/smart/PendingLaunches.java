package org.trialward.workbench.smart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.trialward.workbench.settings.SiteClock;

/**
 * Launches on their way through the EMR. Each belongs to the browser that began it and is taken
 * once, also where several workbenches share the database.
 */
final class PendingLaunches implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final EmrServers servers;
  private final LaunchCookie browser;
  private final SiteClock clock;

  PendingLaunches(JdbcClient jdbc, EmrServers servers, LaunchCookie browser, SiteClock clock) {
    this.jdbc = jdbc;
    this.servers = servers;
    this.browser = browser;
    this.clock = clock;
  }

  private record Row(String server, String redirectUri, String nonce, String verifier) {}

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest launch,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (launch == null) {
      return;
    }
    // Several launches may be on their way in one browser: they share its cookie.
    Secret who = browser.read(request).orElseGet(Secret::random);
    browser.write(request, response, who, PATIENCE);
    forgetTheLate();
    jdbc.sql(
            """
            insert into smart_launch (state, browser, server, redirect_uri, nonce, verifier, ends_at)
            values (:state, :browser, :server, :redirect, :nonce, :verifier, :end)
            """)
        .param("state", Secret.hash(String.valueOf(launch.getState())))
        .param("browser", who.hash())
        .param("server", text(launch, OAuth2ParameterNames.REGISTRATION_ID))
        .param("redirect", launch.getRedirectUri())
        .param("nonce", text(launch, OidcParameterNames.NONCE))
        .param("verifier", text(launch, PkceParameterNames.CODE_VERIFIER))
        .param("end", Timestamp.from(clock.now().plus(PATIENCE)))
        .update();
  }

  private void forgetTheLate() {
    jdbc.sql("delete from smart_launch where ends_at < :now")
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  private static String text(OAuth2AuthorizationRequest launch, String attribute) {
    return String.valueOf(launch.<Object>getAttribute(attribute));
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return find(request, "select * from smart_launch").orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    return find(request, "delete from smart_launch").orElse(null);
  }

  private Optional<OAuth2AuthorizationRequest> find(HttpServletRequest request, String how) {
    String state = request.getParameter(OAuth2ParameterNames.STATE);
    Optional<Secret> who = browser.read(request);
    if (state == null || who.isEmpty()) {
      return Optional.empty();
    }
    String where = " where state = :state and browser = :browser and ends_at >= :now";
    return jdbc.sql(how + where + (how.startsWith("delete") ? " returning *" : ""))
        .param("state", Secret.hash(state))
        .param("browser", who.get().hash())
        .param("now", Timestamp.from(clock.now()))
        .query(Row.class)
        .optional()
        .map(row -> again(row, state));
  }

  private OAuth2AuthorizationRequest again(Row row, String state) {
    ClientRegistration server = servers.findByRegistrationId(row.server());
    if (server == null) {
      throw new Refused(Refusal.UNKNOWN_EMR, "A server was removed while a launch was on its way");
    }
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(String.valueOf(server.getProviderDetails().getAuthorizationUri()))
        .clientId(server.getClientId())
        .redirectUri(row.redirectUri())
        .scopes(server.getScopes())
        .state(state)
        .attributes(attributes -> {
          attributes.put(OAuth2ParameterNames.REGISTRATION_ID, row.server());
          attributes.put(OidcParameterNames.NONCE, row.nonce());
          attributes.put(PkceParameterNames.CODE_VERIFIER, row.verifier());
        })
        .build();
  }
}
