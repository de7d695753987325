package org.trialward.workbench.smart;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialStore;
import org.trialward.workbench.web.Wake;

/** The parts of the launched pages, and who may reach them. */
@Configuration(proxyBeanMethods = false)
public class SmartPages {

  @Bean
  EmrServers emrServers(TrialwardSettings settings, SiteClock clock) {
    return new EmrServers(settings.smart(), settings.cds().pagesUrl(), clock);
  }

  @Bean
  PublishedKeys launchKeys(EmrServers servers) {
    return new PublishedKeys(servers.keys());
  }

  @Bean
  PendingLaunches pendingLaunches(
      JdbcClient jdbc, EmrServers servers, TrialwardSettings settings, SiteClock clock) {
    return new PendingLaunches(jdbc, servers, cookie(LaunchCookie.BROWSER, settings), clock);
  }

  @Bean
  LaunchSessions launchSessions(JdbcClient jdbc, TrialwardSettings settings, SiteClock clock) {
    return new LaunchSessions(
        jdbc, cookie(LaunchCookie.SESSION, settings), settings.smart().session(), clock);
  }

  private static LaunchCookie cookie(String name, TrialwardSettings settings) {
    Optional<URI> pages = settings.cds().pagesUrl();
    return new LaunchCookie(name, pages);
  }

  @Bean
  LaunchController launchController(EmrServers servers, PendingLaunches pending) {
    return new LaunchController(
        servers, new DefaultOAuth2AuthorizationRequestResolver(servers, "/smart/none"), pending);
  }

  @Bean
  DetailsController detailsController(
      Candidates candidates,
      TrialStore trials,
      ChartStore charts,
      FreshVerdicts fresh,
      OptOuts optOuts,
      Answers answers,
      Impressions impressions,
      AuditLog audit,
      JdbcClient jdbc,
      Wake wake,
      TrialwardSettings settings,
      SiteClock clock) {
    return new DetailsController(
        new OpenPatient(candidates, optOuts, settings.deliver().on()),
        new Details(trials, charts, fresh, new OwnAnswers(jdbc), settings.smart()),
        answers,
        impressions,
        audit,
        wake,
        clock);
  }

  /** By Order before those who log in; the addresses are apart. */
  @Bean
  @Order(0)
  SecurityFilterChain launched(
      HttpSecurity http,
      EmrServers servers,
      PendingLaunches pending,
      LaunchSessions sessions,
      Candidates candidates,
      AuditLog audit,
      TrialwardSettings settings) {
    var failures = new LaunchFailures();
    http.securityMatcher("/smart/**")
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .securityContext(context -> context.securityContextRepository(sessions))
        .csrf(csrf -> csrf.csrfTokenRepository(sessions))
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers("/smart/launch", "/smart/callback", LaunchFailures.PAGE)
                .permitAll()
                .requestMatchers("/smart/patient", "/smart/candidates/**")
                .hasAuthority(Launched.AUTHORITY)
                .anyRequest()
                .denyAll())
        .exceptionHandling(handling ->
            handling
                .authenticationEntryPoint((request, response, e) ->
                    LaunchFailures.show(Refusal.SESSION_OVER, request, response))
                .accessDeniedHandler((request, response, e) ->
                    LaunchFailures.show(Refusal.SESSION_OVER, request, response)))
        .oauth2Login(login ->
            login
                .loginPage(LaunchFailures.PAGE)
                .loginProcessingUrl("/smart/callback")
                .clientRegistrationRepository(servers)
                .authorizedClientRepository(new NoTokens())
                .authorizationEndpoint(endpoint ->
                    endpoint
                        .authorizationRequestResolver(nothingElse())
                        .authorizationRequestRepository(pending))
                .tokenEndpoint(
                    endpoint -> endpoint.accessTokenResponseClient(tokens(servers, settings)))
                .userInfoEndpoint(endpoint ->
                    endpoint.oidcUserService(
                        new LaunchContext((patient, identifier) ->
                            candidates.ofPatient(patient).stream()
                                .filter(e -> e.key().identifier().toString().equals(identifier))
                                .map(e -> e.candidate().number())
                                .findFirst())))
                .successHandler((request, response, who) -> {
                  audit.append(
                      who.getName(), AuditAction.SIGNED_IN, who.getName(), "launched from the EMR");
                  response.sendRedirect(request.getContextPath() + "/smart/patient");
                })
                .failureHandler(failures))
        .headers(headers ->
            headers
                .contentSecurityPolicy(csp -> csp.policyDirectives(policy(settings)))
                .frameOptions(frame -> {
                  if (!settings.smart().frameAncestors().isEmpty()) {
                    frame.disable(); // It knows no origins: frame-ancestors says who may.
                  }
                })
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)));
    return http.build();
  }

  @Bean
  JwtDecoderFactory<ClientRegistration> idTokens(TrialwardSettings settings) {
    return new IdTokens(settings.smart().timeout());
  }

  private static String policy(TrialwardSettings settings) {
    List<String> origins = settings.smart().frameAncestors();
    return "default-src 'self'; frame-ancestors %s; form-action 'self'; base-uri 'none'"
        .formatted(origins.isEmpty() ? "'none'" : String.join(" ", origins));
  }

  /** A launch begins at {@link LaunchController} and nowhere else. */
  private static OAuth2AuthorizationRequestResolver nothingElse() {
    return new NoOtherLaunch();
  }

  private static RestClientAuthorizationCodeTokenResponseClient tokens(
      EmrServers servers, TrialwardSettings settings) {
    var client = new RestClientAuthorizationCodeTokenResponseClient();
    client.setRestClient(
        RestClient.builder()
            .requestFactory(EmrServers.requests(settings.smart().timeout()))
            .configureMessageConverters(converters ->
                converters
                    .disableDefaults()
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    var assertions =
        new NimbusJwtClientAuthenticationParametersConverter<OAuth2AuthorizationCodeGrantRequest>(
            servers::signing);
    client.addParametersConverter(request ->
        Objects.requireNonNullElseGet(assertions.convert(request), LinkedMultiValueMap::new));
    return client;
  }
}
