package org.trialward.workbench.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;

/**
 * What stands still or waits, as Prometheus gauges: {@code trialward_inbox_events}, {@code
 * trialward_deliveries}, {@code trialward_charts}.
 */
public class Gauges implements MeterBinder {
  private final Inbox inbox;
  private final Outbox outbox;
  private final ChartStore charts;

  public Gauges(Inbox inbox, Outbox outbox, ChartStore charts) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.charts = charts;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("trialward.inbox.events", inbox, i -> i.backlog().open())
        .tag("state", "open")
        .description("Events that wait")
        .register(registry);
    Gauge.builder("trialward.inbox.events", inbox, i -> i.backlog().parked())
        .tag("state", "parked")
        .description("Events that a person must look at")
        .register(registry);
    for (String state : new String[] {"OPEN", "PARKED", "DONE"}) {
      Gauge.builder("trialward.deliveries", outbox, o -> total(o.counts(), state))
          .tag("state", state.toLowerCase(Locale.ROOT))
          .description("Deliveries by state")
          .register(registry);
    }
    Gauge.builder("trialward.charts", charts, ChartStore::count)
        .description("Patients whose chart is stored")
        .register(registry);
  }

  private static double total(Map<String, Map<String, Long>> counts, String state) {
    return counts.values().stream().mapToLong(byState -> byState.getOrDefault(state, 0L)).sum();
  }
}
