package org.trialward.emrsim;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Drives HAPI's batch jobs. They move one step per maintenance pass and HAPI makes one pass a
 * minute, so that an {@code $export} takes three minutes; with a pass every half second it takes
 * two seconds.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class BulkExportPace {

  private final IJobMaintenanceService jobs;

  BulkExportPace(IJobMaintenanceService jobs) {
    this.jobs = jobs;
  }

  /** A pass that fails is logged by the scheduler and made again. */
  @Scheduled(fixedDelayString = "PT0.5S")
  void step() {
    jobs.runMaintenancePass();
  }
}
