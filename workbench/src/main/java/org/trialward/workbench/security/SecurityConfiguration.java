package org.trialward.workbench.security;

import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.settings.TrialwardSettings;
import tools.jackson.databind.json.JsonMapper;

/** Who may reach what. Whatever is not named here is refused. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

  /** Other systems: no session, no form, no cookie. */
  @Bean
  @Order(1)
  SecurityFilterChain machines(
      HttpSecurity http, TrialwardSettings settings, CallerTokens tokens, JsonMapper json) {
    http.securityMatcher(
            "/hook/**",
            "/cds-services",
            "/cds-services/**",
            "/fhir/**",
            "/actuator/**",
            "/.well-known/jwks.json")
        .csrf(csrf -> csrf.disable())
        .cors(cors -> cors.configurationSource(browsersOfTheEmr()))
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .httpBasic(withDefaults())
        .addFilterBefore(new HookGuard(settings.hook()), AuthorizationFilter.class)
        .addFilterBefore(new MetricsGuard(settings.metrics()), AuthorizationFilter.class)
        .addFilterBefore(new MatchGuard(settings.match()), AuthorizationFilter.class)
        .addFilterBefore(
            new CdsGuard(settings.cds().access(), tokens, json), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(
                    "/actuator/health",
                    "/actuator/health/**",
                    "/.well-known/jwks.json",
                    "/fhir/metadata")
                .permitAll()
                .requestMatchers(MetricsGuard.PATH)
                .hasAnyAuthority(MetricsGuard.MONITOR, "ROLE_" + Role.ADMINISTRATOR.name())
                .requestMatchers("/actuator/**")
                .hasRole(Role.ADMINISTRATOR.name())
                .requestMatchers("/hook/**")
                .hasAuthority(HookGuard.EMR)
                .requestMatchers(MatchGuard.PATH)
                .hasAuthority(MatchGuard.ASKER)
                .requestMatchers("/fhir/**")
                .denyAll()
                .requestMatchers(CdsGuard.PATH, CdsGuard.PATH + "/**")
                .hasAuthority(CdsGuard.EMR)
                .anyRequest()
                .denyAll());
    return http.build();
  }

  /** An EMR may ask for cards from its pages; a token says who it is, whatever page that was. */
  private static CorsConfigurationSource browsersOfTheEmr() {
    CorsConfiguration everyPage = new CorsConfiguration();
    everyPage.addAllowedOrigin(CorsConfiguration.ALL);
    everyPage.addAllowedHeader(CorsConfiguration.ALL);
    everyPage.setAllowedMethods(List.of("GET", "POST", "OPTIONS"));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration(CdsGuard.PATH, everyPage);
    source.registerCorsConfiguration(CdsGuard.PATH + "/**", everyPage);
    return source;
  }

  /** People. */
  @Bean
  @Order(2)
  SecurityFilterChain people(HttpSecurity http, AuditLog audit, Users users) {
    LogIns logIns = new LogIns(audit, users);
    http.authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers("/login", "/style.css", "/favicon.ico", "/webjars/**")
                .permitAll()
                .requestMatchers("/operations", "/operations/**")
                .hasRole(Role.ADMINISTRATOR.name())
                .requestMatchers("/flags", "/flags/**")
                .hasAnyRole(Role.COORDINATOR.name(), Role.ADMINISTRATOR.name())
                .requestMatchers(
                    "/candidates/*/decision",
                    "/candidates/*/opt-out",
                    "/opt-outs",
                    "/opt-outs/lift")
                .hasRole(Role.COORDINATOR.name())
                .requestMatchers(HttpMethod.GET, "/statuses")
                .hasAnyRole(Role.COORDINATOR.name(), Role.ADMINISTRATOR.name())
                .requestMatchers("/tasks", "/tasks/**", "/statuses/**")
                .hasRole(Role.COORDINATOR.name())
                .requestMatchers("/")
                .authenticated()
                .requestMatchers("/trials/*/try")
                .hasAnyRole(Role.COORDINATOR.name(), Role.ADMINISTRATOR.name())
                .requestMatchers("/trials/*/log.*", "/trials/*/key.csv")
                .hasRole(Role.COORDINATOR.name())
                .requestMatchers("/trials/**", "/candidates/**")
                .hasAnyRole(Role.COORDINATOR.name(), Role.PHYSICIAN.name())
                .anyRequest()
                .denyAll())
        .formLogin(form ->
            form.loginPage("/login").successHandler(logIns).failureHandler(logIns).permitAll())
        .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
        .headers(headers ->
            headers.contentSecurityPolicy(csp ->
                csp.policyDirectives(
                    "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'")));
    return http.build();
  }
}
