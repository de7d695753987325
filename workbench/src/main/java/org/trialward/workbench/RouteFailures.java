package org.trialward.workbench;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a route does when its work fails altogether, which is when the database is away: say so in
 * one line and wait for the next tick. Nothing is lost: what was not committed is still there.
 */
final class RouteFailures {
  private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);

  private RouteFailures() {}

  static void areToldIn(RouteBuilder routes) {
    routes.onException(Exception.class).handled(true).process(RouteFailures::tell);
  }

  /** The exception's class only: its message may quote data. */
  private static void tell(Exchange failed) {
    Exception cause = failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    LOG.warn(
        "{} failed with {}; it is tried again within seconds. If this stays, check the database",
        failed.getFromRouteId(),
        cause == null ? "an unknown failure" : cause.getClass().getSimpleName());
  }
}
