package org.trialward.workbench.operations;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.trialward.workbench.operations.Surroundings.Fault;

/** {@code DEGRADED}: the work goes on, a person is needed. */
public final class SurroundingsHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED");

  private final Surroundings surroundings;

  public SurroundingsHealth(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Health health() {
    List<Fault> faults = surroundings.faults();
    return faults.isEmpty()
        ? Health.up().build()
        : Health.status(DEGRADED).withDetail("faults", faults).build();
  }
}
