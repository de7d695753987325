package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.outbox.Destinations;

/** What the scrape tells of the database, and of a database that is away. */
class StockGaugesTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final String NOW = "2027-03-01T12:00:00Z";

  private final TestClock clock = new TestClock();
  private final AtomicInteger connections = new AtomicInteger();

  @BeforeEach
  void empty() {
    DATABASE.clear();
    clock.set(NOW);
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private PrometheusRegistry over(DataSource database) {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new StockGauges(database, new Destinations(List.of()), clock.site()));
    return registry;
  }

  private static Scrape scrape(PrometheusRegistry registry) throws IOException {
    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return new Scrape(out.toString(StandardCharsets.UTF_8));
  }

  private DataSource counted() {
    return new DelegatingDataSource(DATABASE.dataSource()) {
      @Override
      public Connection getConnection() throws SQLException {
        connections.incrementAndGet();
        return super.getConnection();
      }
    };
  }

  private void event(String key, String state, String receivedAt) {
    DATABASE
        .jdbc()
        .sql(
            """
            insert into inbox (feed, patient, occurred_at, received_at, dedup_key, state, not_before)
            values ('lab', 'p', :at::timestamptz, :at::timestamptz, :key, :state, :at::timestamptz)
            """)
        .param("at", receivedAt)
        .param("key", key)
        .param("state", state)
        .update();
  }

  @Test
  void whatWaitsAndWhatIsGivenUpIsCountedWithTheAgeOfTheOldest() throws IOException {
    event("1", "OPEN", "2027-03-01T11:58:30Z");
    event("2", "OPEN", "2027-03-01T11:59:30Z");
    event("3", "PARKED", "2027-02-01T11:59:30Z");
    event("4", "DONE", "2027-01-01T11:59:30Z");
    Scrape scrape = scrape(over(DATABASE.dataSource()));
    assertThat(scrape.value("trialward_database_up")).isEqualTo(1);
    assertThat(scrape.value("trialward_inbox_events{state=\"open\"}")).isEqualTo(2);
    assertThat(scrape.value("trialward_inbox_events{state=\"parked\"}")).isEqualTo(1);
    assertThat(scrape.value("trialward_inbox_oldest_age_seconds")).isEqualTo(90);
    assertThat(scrape.value("trialward_candidates{state=\"detected\"}")).isZero();
    assertThat(scrape.value("trialward_tasks{kind=\"status_conflict\"}")).isZero();
  }

  @Test
  void deliveriesAndCandidatesAreCountedByDestinationAndState() throws IOException {
    DATABASE
        .jdbc()
        .sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                                   revision, changed_by, detected_at, changed_at)
            values ('T', 'p', 'DETECTED', 'POSSIBLE', '1', '2027-03-01', '{}', 1, 'engine',
                    '2027-02-28T12:00:00Z', '2027-02-28T12:00:00Z');
            insert into delivery (candidate, revision, destination, snapshot, state, not_before, created_at)
            select number, 1, 'redcap', '{}'::jsonb, 'OPEN', now(), '2027-03-01T11:00:00Z'::timestamptz from candidate
            union all
            select number, 2, 'gone', '{}'::jsonb, 'PARKED', now(), '2027-03-01T10:00:00Z'::timestamptz from candidate
            """)
        .update();
    Scrape scrape = scrape(over(DATABASE.dataSource()));
    assertThat(scrape.value("trialward_deliveries{destination=\"redcap\",state=\"open\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("trialward_deliveries{destination=\"gone\",state=\"parked\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("trialward_deliveries_oldest_age_seconds{destination=\"redcap\"}"))
        .isEqualTo(3_600);
    assertThat(scrape.value("trialward_deliveries_oldest_age_seconds{destination=\"gone\"}"))
        .as("what is given up does not wait")
        .isZero();
    assertThat(scrape.value("trialward_candidates_oldest_age_seconds{state=\"detected\"}"))
        .isEqualTo(86_400);
  }

  @Test
  void manyScrapesAskTheDatabaseOnceInARhythm() throws IOException {
    PrometheusRegistry registry = over(counted());
    for (int i = 0; i < 5; i++) {
      scrape(registry);
    }
    assertThat(connections).as("one for what waits, one for what is held").hasValue(2);
    clock.advance(Duration.ofSeconds(6));
    scrape(registry);
    assertThat(connections).hasValue(3);
    clock.advance(Duration.ofMinutes(1));
    scrape(registry);
    assertThat(connections).hasValue(5);
  }

  @Test
  void aDatabaseThatIsDownIsToldAndNothingElseOfIt() throws IOException {
    Scrape scrape =
        scrape(over(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/nobody")));
    assertThat(scrape.names()).containsExactly("trialward_database_up");
    assertThat(scrape.value("trialward_database_up")).isZero();
  }

  @Test
  void aDatabaseThatHangsIsNotWaitedForAndAskedOnlyOnce() throws IOException {
    CountDownLatch hangs = new CountDownLatch(1);
    DataSource database =
        new DelegatingDataSource(counted()) {
          @Override
          public Connection getConnection() throws SQLException {
            try {
              hangs.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return super.getConnection();
          }
        };
    PrometheusRegistry registry = over(database);
    for (int i = 0; i < 2; i++) {
      assertThat(scrape(registry).value("trialward_database_up")).isZero();
    }
    hangs.countDown();
    assertThat(scrape(registry).value("trialward_database_up")).isEqualTo(1);
    assertThat(connections).hasValue(2);
  }
}
