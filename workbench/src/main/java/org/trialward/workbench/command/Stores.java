package org.trialward.workbench.command;

import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.trialward.workbench.StoreConfiguration;
import org.trialward.workbench.database.DatabaseConfiguration;
import org.trialward.workbench.settings.TrialwardSettings;

/** The database alone, for commands that work beside the running application or without it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrialwardSettings.class)
@ImportAutoConfiguration({
  TransactionAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  FlywayAutoConfiguration.class
})
@Import({DatabaseConfiguration.class, StoreConfiguration.class})
class Stores {
  private static final Pattern SETTING = Pattern.compile("--[\\w.\\[\\]-]+=.*", Pattern.DOTALL);

  /**
   * Opens the database, does the work, closes it.
   *
   * @param settings as {@code --trialward.name=value}
   */
  static <T> T with(String[] settings, Function<ApplicationContext, T> work) {
    for (String setting : settings) {
      if (!SETTING.matcher(setting).matches()) {
        throw new IllegalArgumentException(
            "`%s` is not a setting: write it as --trialward.name=value.".formatted(setting));
      }
    }
    String[] quiet =
        Stream.concat(Arrays.stream(settings), Stream.of("--logging.level.root=warn"))
            .toArray(String[]::new);
    try (var context =
        new SpringApplicationBuilder(Stores.class).web(WebApplicationType.NONE).run(quiet)) {
      return work.apply(context);
    }
  }
}
