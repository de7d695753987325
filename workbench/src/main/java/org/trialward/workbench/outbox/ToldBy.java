package org.trialward.workbench.outbox;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.subject.Strategy;
import org.trialward.rules.match.Delivery;
import org.trialward.workbench.database.Rows;

/**
 * By which kind of record the EMR was told of each candidate. A record is changed and withdrawn
 * where it stands, whatever the site prefers now.
 */
public final class ToldBy {
  private final JdbcClient jdbc;

  public ToldBy(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The kind that stands, or may stand after an attempt whose outcome is not known. */
  Optional<Strategy> last(Delivery delivery) {
    return jdbc.sql(
            """
            select strategy from delivery
            where candidate = :candidate and destination = :destination
              and revision <= :revision and strategy is not null
            order by revision desc limit 1
            """)
        .param("candidate", delivery.candidate().number())
        .param("destination", delivery.destination())
        .param("revision", delivery.revision())
        .query(Rows.text())
        .optional()
        .map(Strategy::valueOf)
        .filter(Strategy::writes);
  }

  /** Remembers it with the delivery, in the caller's transaction. */
  void tell(Delivery delivery, Strategy strategy) {
    jdbc.sql("update delivery set strategy = :strategy where id = :id")
        .param("strategy", strategy.name())
        .param("id", delivery.id())
        .update();
  }
}
