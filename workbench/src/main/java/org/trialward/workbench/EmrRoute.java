package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.inbox.EmrPolling;

/** Every so often: ask the EMR what changed. */
final class EmrRoute extends RouteBuilder {

  private final Duty duty;
  private final EmrPolling polling;
  private final Duration every;

  EmrRoute(Duty duty, EmrPolling polling, Duration every) {
    this.duty = duty;
    this.polling = polling;
    this.every = every;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:emr-poll?delay=0&period=" + every.toMillis())
        .routeId("emr-clock")
        .filter(_ -> duty.isOurs())
        .to(Endpoints.POLL_NOW);

    from(Endpoints.POLL_NOW).routeId("emr-poll").bean(polling, "poll").to(Endpoints.INBOX_FILLED);
  }
}
