package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.cds.KnownViewers;
import org.trialward.workbench.security.UsedTokens;

/** Forgets the tokens that have expired, and what is not believed of viewers any more. */
final class CdsRoutes extends RouteBuilder {
  private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);
  private static final Duration EVERY_HOUR = Duration.ofHours(1);

  private final UsedTokens tokens;
  private final KnownViewers viewers;

  CdsRoutes(UsedTokens tokens, KnownViewers viewers) {
    this.tokens = tokens;
    this.viewers = viewers;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:cds-tokens?period=" + EVERY_MINUTE.toMillis())
        .routeId("cds-tokens")
        .bean(tokens, "forgetExpired");

    from("timer:cds-viewers?period=" + EVERY_HOUR.toMillis())
        .routeId("cds-viewers")
        .bean(viewers, "forget");
  }
}
