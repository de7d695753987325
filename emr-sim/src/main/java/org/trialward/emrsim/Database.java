package org.trialward.emrsim;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** The records' home: an H2 database, in memory and empty at every start, or in a folder. */
@Configuration(proxyBeanMethods = false)
class Database {

  /** HAPI takes several connections for one request, each in a transaction of its own. */
  private static final int CONNECTIONS = 40;

  @Bean(destroyMethod = "close")
  BasicDataSource dataSource(Settings settings) {
    var dataSource = new BasicDataSource();
    dataSource.setDriverClassName("org.h2.Driver");
    String place =
        settings.data() == null
            ? "mem:" + UUID.randomUUID()
            : "file:" + settings.data().toAbsolutePath().resolve("records");
    dataSource.setUrl("jdbc:h2:" + place + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
    dataSource.setMaxTotal(CONNECTIONS);
    dataSource.setMaxIdle(CONNECTIONS);
    return dataSource;
  }

  @Bean
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      ConfigurableListableBeanFactory beans,
      FhirContext fhir,
      JpaStorageSettings storage,
      Settings settings) {
    var factory = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
    factory.setPersistenceUnitName("emr-sim");
    factory.setDataSource(dataSource);
    factory.setJpaPropertyMap(
        Map.of(
            "hibernate.dialect", HapiFhirH2Dialect.class.getName(),
            "hibernate.hbm2ddl.auto", settings.data() == null ? "create-only" : "update",
            "hibernate.boot.allow_jdbc_metadata_access", "false",
            "hibernate.jdbc.batch_size", "30",
            "hibernate.order_inserts", "true",
            "hibernate.order_updates", "true",
            "hibernate.search.enabled", "false"));
    return factory;
  }

  @Bean
  JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
    return new JpaTransactionManager(entityManagerFactory);
  }
}
