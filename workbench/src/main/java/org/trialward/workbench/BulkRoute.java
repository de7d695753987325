package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.bulk.NightlyReconcile;

/** Every night: compare the charts with an export of the EMR. */
final class BulkRoute extends RouteBuilder {
  private static final Duration TICK = Duration.ofMinutes(1);

  private final NightlyReconcile reconcile;

  BulkRoute(NightlyReconcile reconcile) {
    this.reconcile = reconcile;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:bulk?delay=0&period=" + TICK.toMillis())
        .routeId("bulk-clock")
        .bean(reconcile, "whenItIsTime")
        .to(Endpoints.INBOX_FILLED);
  }
}
