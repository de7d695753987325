package org.trialward.workbench.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.trialward.workbench.settings.TrialwardSettings;

/** The trial office's systems: no user of ours, no session, no form, no cookie. */
@Configuration(proxyBeanMethods = false)
public class CtmsSecurityConfiguration {

  @Bean
  @Order(0)
  SecurityFilterChain trialOffices(HttpSecurity http, TrialwardSettings settings) {
    http.securityMatcher(CtmsGuard.ROOT + "/**")
        .csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new CtmsGuard(settings.ctms()), AuthorizationFilter.class)
        .authorizeHttpRequests(
            requests -> requests.anyRequest().hasAuthority(CtmsGuard.TRIAL_OFFICE));
    return http.build();
  }
}
