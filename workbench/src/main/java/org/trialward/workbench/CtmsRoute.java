package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.ctms.CtmsPolling;
import org.trialward.workbench.database.Duty;

/** Every so often: ask the trial office's systems which statuses changed. */
final class CtmsRoute extends RouteBuilder {

  private final Duty duty;
  private final CtmsPolling polling;
  private final Duration every;

  CtmsRoute(Duty duty, CtmsPolling polling, Duration every) {
    this.duty = duty;
    this.polling = polling;
    this.every = every;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:ctms-poll?delay=0&period=" + every.toMillis())
        .routeId("ctms-poll")
        .filter(_ -> duty.isOurs())
        .bean(polling, "poll")
        .to(Endpoints.INBOX_FILLED)
        .to(Endpoints.OUTBOX_FILLED);
  }
}
