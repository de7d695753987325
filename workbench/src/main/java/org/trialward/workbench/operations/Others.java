package org.trialward.workbench.operations;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.DatabaseConfiguration;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.settings.SiteClock;

/**
 * Whether this workbench is alone on its database. Whom a new day concerns stands in the index of
 * whoever matched the patient; where there were several, none of them knows it of everybody.
 */
public class Others {
  private static final String SEEN = "others";

  private final JdbcClient jdbc;
  private final FeedCursors cursors;
  private final SiteClock clock;

  public Others(JdbcClient jdbc, FeedCursors cursors, SiteClock clock) {
    this.jdbc = jdbc;
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Call it at the start and every minute. */
  public void look() {
    boolean here =
        jdbc.sql(
                """
                select count(distinct application_name) > 1 from pg_stat_activity
                where datname = current_database() and starts_with(application_name, :ours)
                """)
            .param("ours", DatabaseConfiguration.APPLICATION)
            .query(Boolean.class)
            .single();
    String today = clock.asOf().toString();
    if (here && !cursors.find(SEEN).orElse("").equals(today)) {
      cursors.advance(SEEN, today);
    }
  }

  /**
   * Whether there were any on that day or later.
   *
   * @param day ISO 8601
   */
  boolean wereThereSince(Optional<String> day) {
    LocalDate since = day.map(LocalDate::parse).orElse(LocalDate.MIN);
    return cursors
        .find(SEEN)
        .map(LocalDate::parse)
        .filter(seen -> !seen.isBefore(since))
        .isPresent();
  }
}
