package org.trialward.workbench.operations;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** One gauge with all its labels, while a scrape is under way. */
final class Family {
  private final GaugeSnapshot.Builder snapshot;

  private Family(String name, String help) {
    this.snapshot = GaugeSnapshot.builder().name("trialward_" + name).help(help);
  }

  /**
   * Begins one.
   *
   * @param name without our prefix
   */
  static Family gauge(String name, String help) {
    return new Family(name, help);
  }

  /**
   * Adds a value.
   *
   * @param labels name, value, name, value …
   */
  Family is(double value, String... labels) {
    snapshot.dataPoint(
        GaugeDataPointSnapshot.builder().labels(Labels.of(labels)).value(value).build());
    return this;
  }

  Family is(long value, String... labels) {
    return is((double) value, labels);
  }

  Family is(boolean value, String... labels) {
    return is(value ? 1 : 0, labels);
  }

  GaugeSnapshot build() {
    return snapshot.build();
  }
}
