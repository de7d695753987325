package org.trialward.workbench.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.trialward.workbench.feed.FeedReport;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.settings.SiteClock;

/**
 * Each configured feed as Prometheus gauges, as the last look of the watch saw it: {@code
 * trialward_feed_silent} (1: silent against its rhythm), {@code trialward_feed_arrivals} (of the
 * last hour), {@code trialward_feed_waiting}, {@code trialward_feed_failing}, {@code
 * trialward_feed_parked}, {@code trialward_feed_lag_seconds} (age of the oldest that is not read).
 */
public class FeedGauges implements MeterBinder {
  private final FeedWatch watch;
  private final SiteClock clock;

  public FeedGauges(FeedWatch watch, SiteClock clock) {
    this.watch = watch;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    watch
        .configured()
        .forEach(feed -> {
          String name = feed.name();
          add(
              registry,
              name,
              "silent",
              "1 where the feed is silent against its rhythm",
              report -> report.isSilent() ? 1 : 0);
          add(
              registry,
              name,
              "arrivals",
              "Arrivals of the last hour",
              report -> report.figures().lastHour());
          add(
              registry,
              name,
              "waiting",
              "Arrivals that are not read yet",
              report -> report.figures().waiting());
          add(
              registry,
              name,
              "failing",
              "Arrivals that wait for another attempt after a failure",
              report -> report.figures().failing());
          add(
              registry,
              name,
              "parked",
              "Arrivals that a person must look at",
              report -> report.figures().parked());
          add(
              registry,
              name,
              "lag.seconds",
              "Age of the oldest that is not read",
              report -> report.figures().lag(clock.now()).toMillis() / 1_000.0);
        });
  }

  private void add(
      MeterRegistry registry,
      String feed,
      String what,
      String description,
      ToDoubleFunction<FeedReport> value) {
    Gauge.builder(
            "trialward.feed." + what,
            watch,
            w -> w.latest(feed).map(value::applyAsDouble).orElse(Double.NaN))
        .tag("feed", feed)
        .description(description)
        .register(registry);
  }
}
