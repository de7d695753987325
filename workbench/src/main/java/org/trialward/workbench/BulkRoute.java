package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.bulk.NightlyReconcile;
import org.trialward.workbench.database.Duty;

/** Every night: compare the charts with an export of the EMR. */
final class BulkRoute extends RouteBuilder {
  private static final Duration TICK = Duration.ofMinutes(1);

  private final Duty duty;
  private final NightlyReconcile reconcile;

  BulkRoute(Duty duty, NightlyReconcile reconcile) {
    this.duty = duty;
    this.reconcile = reconcile;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:bulk?delay=0&period=" + TICK.toMillis())
        .routeId("bulk-clock")
        .filter(_ -> duty.isOurs())
        .bean(reconcile, "whenItIsTime")
        .to(Endpoints.INBOX_FILLED);
  }
}
