package org.trialward.workbench.database;

import com.zaxxer.hikari.HikariDataSource;
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
    pool.setPoolName("trialward");
    return pool;
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
