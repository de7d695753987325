package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.flag.StepDowns;

/** At start and every hour: look whether a trial's cards tire physicians. */
final class FlagRoute extends RouteBuilder {
  private static final Duration EVERY = Duration.ofHours(1);

  private final Duty duty;
  private final StepDowns stepDowns;

  FlagRoute(Duty duty, StepDowns stepDowns) {
    this.duty = duty;
    this.stepDowns = stepDowns;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:flags?delay=0&period=" + EVERY.toMillis())
        .routeId("flag-review")
        .filter(_ -> duty.isOurs())
        .bean(stepDowns, "review");
  }
}
