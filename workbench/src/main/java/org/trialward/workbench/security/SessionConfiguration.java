package org.trialward.workbench.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;

/** Log-ins in the database (V17). */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {

  /**
   * Pages that follow the queue ask twice a second: that somebody was here is written once a
   * minute. A request that began before a log-in does not write its nobody over who logged in.
   */
  private static final String UPDATE =
      """
      update %TABLE_NAME% s
      set session_id = n.id, last_access_time = n.at, max_inactive_interval = n.inactive,
          expiry_time = n.until, principal_name = n.who
      from (select ?::char(36) as id, ?::bigint as at, ?::integer as inactive, ?::bigint as until,
                   ?::varchar as who, ?::char(36) as key) n
      where s.primary_id = n.key
        and not (n.who is null and s.principal_name is not null)
        and (n.at >= s.last_access_time + 60000 or s.session_id <> n.id
             or s.max_inactive_interval <> n.inactive or s.principal_name is distinct from n.who)
      """;

  /** Two requests of one session may set the same attribute. */
  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> attributesOfTwoRequests() {
    return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
  }

  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> fewWrites() {
    return sessions -> sessions.setUpdateSessionQuery(UPDATE);
  }
}
