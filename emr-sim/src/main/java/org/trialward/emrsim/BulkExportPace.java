package org.trialward.emrsim;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
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

  /** HAPI asks to come back in two minutes however fast the job is: here in a second. */
  @Bean
  FilterRegistrationBean<Filter> comeBackSoon() {
    Filter filter = (request, response, chain) -> chain.doFilter(request, inASecond(response));
    return new FilterRegistrationBean<>(filter);
  }

  private static ServletResponse inASecond(ServletResponse response) {
    return new HttpServletResponseWrapper((HttpServletResponse) response) {
      @Override
      public void addHeader(String name, String value) {
        super.addHeader(name, soon(name, value));
      }

      @Override
      public void setHeader(String name, String value) {
        super.setHeader(name, soon(name, value));
      }
    };
  }

  private static String soon(String header, String value) {
    return "Retry-After".equalsIgnoreCase(header) ? "1" : value;
  }

  /** A pass that fails is logged by the scheduler and made again. */
  @Scheduled(fixedDelayString = "PT0.5S")
  void step() {
    jobs.runMaintenancePass();
  }
}
