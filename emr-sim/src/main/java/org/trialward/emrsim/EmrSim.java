package org.trialward.emrsim;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The simulated EMR. Its parts are listed by hand: Boot's auto-configuration would guess a second
 * persistence unit, a scheduler and a template engine from what HAPI has on the class path.
 */
@SpringBootConfiguration
@ImportAutoConfiguration({
  ServletWebServerFactoryAutoConfiguration.class,
  EmbeddedWebServerFactoryCustomizerAutoConfiguration.class
})
@EnableConfigurationProperties(Settings.class)
@Import({
  Database.class,
  RecordKeeping.class,
  FhirEndpoint.class,
  BulkExportPace.class,
  Readiness.class
})
public class EmrSim {

  /** Starts the server; every argument is an ordinary Spring property. */
  public static void main(String[] args) {
    SpringApplication.run(EmrSim.class, args);
  }
}
