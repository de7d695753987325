package org.trialward.fhir.intake;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;

/** Every so often: ask the EMR what changed, and hand the answer on to be stored. */
public final class EmrPollRoute extends RouteBuilder {

  /** Receives each {@link Poll}; stores its hints and its cursor together. */
  public static final String POLLED = "direct:emr-polled";

  /** Asks the feed from the stored cursor on. */
  @FunctionalInterface
  public interface Poller {
    Poll poll();
  }

  private final Poller poller;
  private final Duration every;

  public EmrPollRoute(Poller poller, Duration every) {
    this.poller = poller;
    this.every = every;
  }

  @Override
  public void configure() {
    from("timer:emr-poll?period=" + every.toMillis())
        .routeId("emr-poll")
        .routeConfigurationId("park-failures")
        .bean(poller, "poll")
        .to(POLLED);
  }
}
