package org.trialward.workbench.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.workbench.settings.TrialwardSettings;

/** The site's PostgreSQL where a URL is set, the embedded one elsewhere. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

  /** How our sessions call themselves, with something behind it that is of one process only. */
  public static final String APPLICATION = "trialward ";

  /**
   * What a workbench holds that vanished with its machine, PostgreSQL takes back after some 20
   * seconds; it would be two hours.
   */
  private static final String NOTICE_THE_DEAD =
      "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 2;"
          + " set tcp_user_timeout = '20s'";

  /**
   * After that a request gives up on a database that does not answer: before senders of messages
   * do, so that they hear that nothing was stored.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SILENCE = Duration.ofHours(1);

  @Bean(destroyMethod = "close")
  @Conditional(NoDatabaseOfTheSite.class)
  EmbeddedDatabase embeddedDatabase(TrialwardSettings settings) {
    return EmbeddedDatabase.open(settings.dataDir().resolve("postgres").toAbsolutePath());
  }

  @Bean(destroyMethod = "close")
  DataSource dataSource(TrialwardSettings settings, ObjectProvider<EmbeddedDatabase> embedded) {
    HikariDataSource pool = new HikariDataSource();
    EmbeddedDatabase own = embedded.getIfAvailable();
    if (own != null) {
      pool.setJdbcUrl(own.jdbcUrl());
    } else {
      pool.setJdbcUrl(settings.database().url().orElseThrow());
      pool.setUsername(settings.database().user());
      pool.setPassword(settings.database().password());
    }
    pool.setMaximumPoolSize(12);
    pool.setConnectionInitSql(NOTICE_THE_DEAD);
    pool.setConnectionTimeout(PATIENCE.toMillis());
    pool.addDataSourceProperty("tcpKeepAlive", true);
    pool.addDataSourceProperty("ApplicationName", APPLICATION + UUID.randomUUID());
    // Longer than any statement of ours is silent: a connection that died unnoticed ends some time.
    pool.addDataSourceProperty("socketTimeout", SILENCE.toSeconds());
    pool.setPoolName("trialward");
    return pool;
  }

  @Bean(destroyMethod = "close")
  Duty duty(DataSource database) {
    return new Duty(database);
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
    return new TransactionTemplate(transactions);
  }

  /** No URL, or an empty one: nothing is set. */
  static final class NoDatabaseOfTheSite implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return context.getEnvironment().getProperty("trialward.database.url", "").isBlank();
    }
  }
}
