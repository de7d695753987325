package org.trialward.workbench;

import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.emr.TokenSource;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.workbench.emr.EmrClient;
import org.trialward.workbench.settings.TrialwardSettings;

/** The connection to the EMR, where its address is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("trialward.emr.url")
class EmrConnection {

  @Bean
  Emr emr(TrialwardSettings settings, TokenSource tokens, StayAway stayAway) {
    return EmrClient.open(settings, tokens, stayAway, Clock.systemUTC());
  }

  @Bean
  TokenSource emrTokens(TrialwardSettings settings, ObjectProvider<ClientKeys> keys) {
    return EmrClient.tokens(
        settings, Optional.ofNullable(keys.getIfAvailable()), Clock.systemUTC());
  }

  @Bean
  @ConditionalOnProperty("trialward.emr.smart.client-id")
  ClientKeys clientKeys(TrialwardSettings settings) {
    return EmrClient.keys(settings).orElseThrow();
  }
}
