package org.trialward.workbench.flag;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.SiteClock;

/** What was put before whose eyes: an ignored card sends no feedback, so the showing is counted. */
public class Impressions {
  /** The hook of what a physician opened by themselves: no card, and not counted as one. */
  static final String DETAILS_PAGE = "details-page";

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public Impressions(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One showing of these together.
   *
   * @param card what feedback will name
   * @param specialty the group that it counts under; empty where not known
   * @param hook e.g. {@code patient-view}, or {@code details-page}
   */
  public void shown(
      UUID card, Viewer viewer, String specialty, String hook, List<Entry> candidates) {
    jdbc.sql(
            """
            insert into impression (card, candidate, trial, practitioner, specialty, hook, shown_at)
            select :card, candidate, trial, :practitioner, :specialty, :hook, :now::timestamptz
            from unnest(:candidates::bigint[], :trials::text[]) as shown (candidate, trial)
            """)
        .param("card", card)
        .param(
            "candidates", candidates.stream().map(e -> e.candidate().number()).toArray(Long[]::new))
        .param(
            "trials", candidates.stream().map(e -> e.key().trial().value()).toArray(String[]::new))
        .param("practitioner", viewer.practitioner())
        .param("specialty", specialty)
        .param("hook", hook)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /** The numbers of the candidates that stood on a card, and who last saw it. */
  public record Shown(List<Long> candidates, String practitioner) {
    public Shown {
      candidates = List.copyOf(candidates);
    }
  }

  /** What a card showed when it was last shown; of an unknown card, nothing. */
  public Shown on(UUID card) {
    record Row(long candidate, String practitioner) {}
    List<Row> rows =
        jdbc.sql(
                """
                select candidate, practitioner from impression
                where card = :card and shown_at = (select max(shown_at) from impression where card = :card)
                order by candidate
                """)
            .param("card", card)
            .query((row, n) -> new Row(row.getLong("candidate"), row.getString("practitioner")))
            .list();
    return new Shown(
        rows.stream().map(Row::candidate).toList(),
        rows.stream().map(Row::practitioner).findFirst().orElse(""));
  }
}
