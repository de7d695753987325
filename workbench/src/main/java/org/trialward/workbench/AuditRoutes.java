package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.operations.AuditWatch;

/** Once a day, first when the start is over: walk the audit's chain. */
final class AuditRoutes extends RouteBuilder {
  private static final Duration AFTER_START = Duration.ofMinutes(1);
  private static final Duration EVERY = Duration.ofDays(1);

  private final AuditWatch watch;

  AuditRoutes(AuditWatch watch) {
    this.watch = watch;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:audit?delay=%d&period=%d".formatted(AFTER_START.toMillis(), EVERY.toMillis()))
        .routeId("audit-watch")
        .bean(watch, "walk");
  }
}
