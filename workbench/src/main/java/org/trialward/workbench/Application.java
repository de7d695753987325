package org.trialward.workbench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.trialward.workbench.database.DatabaseConfiguration;
import org.trialward.workbench.screening.ScreeningConfiguration;
import org.trialward.workbench.security.CtmsSecurityConfiguration;
import org.trialward.workbench.security.SecurityConfiguration;
import org.trialward.workbench.security.SessionConfiguration;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.smart.SmartPages;
import org.trialward.workbench.start.StartCheck;
import org.trialward.workbench.web.CtmsWebConfiguration;
import org.trialward.workbench.web.WebConfiguration;

/** The application, part by part: nothing is found by scanning. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(TrialwardSettings.class)
@Import({
  DatabaseConfiguration.class,
  StoreConfiguration.class,
  FlagConfiguration.class,
  EngineConfiguration.class,
  MessageConfiguration.class,
  EmrConnection.class,
  OutsideConfiguration.class,
  CtmsConfiguration.class,
  OperationsConfiguration.class,
  ObservabilityConfiguration.class,
  TracesConfiguration.class,
  ScreeningConfiguration.class,
  CdsConfiguration.class,
  SecurityConfiguration.class,
  SessionConfiguration.class,
  CtmsSecurityConfiguration.class,
  SmartPages.class,
  WebConfiguration.class,
  CtmsWebConfiguration.class
})
public class Application {

  /** Starts and stays up. */
  public static ConfigurableApplicationContext start(String... args) {
    SpringApplication application = new SpringApplication(Application.class);
    application.addInitializers(new StartCheck(SiteClock.ofThisMachine()));
    return application.run(args);
  }
}
