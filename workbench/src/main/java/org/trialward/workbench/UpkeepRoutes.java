package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.operations.NightlyCleaning;
import org.trialward.workbench.operations.Others;
import org.trialward.workbench.operations.Surroundings;

/** Every minute: listen whether feeds are silent, look around, and clean up where it is night. */
final class UpkeepRoutes extends RouteBuilder {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Duty duty;
  private final FeedWatch watch;
  private final Surroundings surroundings;
  private final Others others;
  private final NightlyCleaning cleaning;

  UpkeepRoutes(
      Duty duty,
      FeedWatch watch,
      Surroundings surroundings,
      Others others,
      NightlyCleaning cleaning) {
    this.duty = duty;
    this.watch = watch;
    this.surroundings = surroundings;
    this.others = others;
    this.cleaning = cleaning;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:feeds?delay=0&period=" + EVERY.toMillis())
        .routeId("feed-watch")
        .bean(watch, "look");

    from("timer:surroundings?delay=0&period=" + EVERY.toMillis())
        .routeId("surroundings")
        .bean(surroundings, "look");

    from("timer:others?delay=0&period=" + EVERY.toMillis())
        .routeId("others-watch")
        .bean(others, "look");

    from("timer:night?delay=0&period=" + EVERY.toMillis())
        .routeId("nightly-cleaning")
        .filter(_ -> duty.isOurs())
        .bean(cleaning, "whenItIsNight");
  }
}
