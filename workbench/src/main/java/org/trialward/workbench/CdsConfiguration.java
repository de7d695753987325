package org.trialward.workbench;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.emr.Emr;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.cds.CardDesk;
import org.trialward.workbench.cds.CardLinks;
import org.trialward.workbench.cds.CdsController;
import org.trialward.workbench.cds.FeedbackDesk;
import org.trialward.workbench.cds.KnownViewers;
import org.trialward.workbench.cds.Learning;
import org.trialward.workbench.cds.Viewers;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Flags;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.security.CallerTokens;
import org.trialward.workbench.security.UsedTokens;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.web.Wake;

/** CDS Hooks: who may call, and what they are answered. */
@Configuration(proxyBeanMethods = false)
class CdsConfiguration {

  @Bean
  UsedTokens usedTokens(JdbcClient jdbc, SiteClock clock) {
    return new UsedTokens(jdbc, clock);
  }

  @Bean
  CallerTokens callerTokens(TrialwardSettings settings, UsedTokens used, SiteClock clock) {
    return new CallerTokens(settings.cds(), used, clock);
  }

  @Bean
  KnownViewers knownViewers(JdbcClient jdbc, SiteClock clock) {
    return new KnownViewers(jdbc, clock);
  }

  @Bean
  Learning learning(
      KnownViewers known, Candidates candidates, ObjectProvider<Emr> emr, SiteClock clock) {
    return new Learning(known, candidates, () -> Optional.ofNullable(emr.getIfAvailable()), clock);
  }

  @Bean
  CardDesk cardDesk(
      KnownViewers known,
      Flags flags,
      TrialLibrary trials,
      Impressions impressions,
      AuditLog audit,
      TransactionTemplate transaction,
      Learning learning,
      SiteClock clock,
      TrialwardSettings settings,
      ObservationRegistry observed) {
    return new CardDesk(
        new Viewers(known, clock),
        flags,
        trials,
        new CardLinks(settings.cds()),
        impressions,
        audit,
        transaction,
        learning,
        observed);
  }

  @Bean
  FeedbackDesk feedbackDesk(
      Impressions impressions, Answers answers, MeterRegistry meters, SiteClock clock) {
    return new FeedbackDesk(impressions, answers, meters, clock);
  }

  @Bean
  CdsController cdsController(CardDesk cards, FeedbackDesk feedback, Wake wake) {
    return new CdsController(cards, feedback, wake);
  }

  @Bean
  RouteBuilder cdsRoutes(UsedTokens tokens, KnownViewers viewers) {
    return new CdsRoutes(tokens, viewers);
  }
}
