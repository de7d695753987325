package org.trialward.workbench.message;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.workbench.message.MessageStore.Waiting;
import org.trialward.workbench.settings.SiteClock;
import tools.jackson.databind.json.JsonMapper;

/** How well what arrived can be understood, piece by piece; the report adds up. */
public class Arrivals {
  /** The feed of what the EMR's FHIR server answers. */
  public static final String EMR = "emr";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SiteClock clock;

  public Arrivals(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Notes one piece of work.
   *
   * @param stale how many of its statements a later word had overtaken
   */
  public void note(String feed, Standardisation quality, int stale) {
    note(feed, Optional.empty(), clock.now(), quality, stale);
  }

  /** Notes what a message says, on the day on which it came. */
  void note(Waiting message, Standardisation quality, int stale) {
    note(message.feed(), Optional.of(message.id()), message.receivedAt(), quality, stale);
  }

  /** What was noted of a message that is read again. */
  void forget(Waiting message) {
    jdbc.sql("delete from arrival where message = :message")
        .param("message", message.id())
        .update();
  }

  private void note(
      String feed, Optional<Long> message, Instant at, Standardisation quality, int stale) {
    jdbc.sql(
            """
            insert into arrival (feed, message, at, facts, coded, dated, measured, united, stale, unmapped, gaps)
            values (:feed, :message, :at, :facts, :coded, :dated, :measured, :united, :stale, :unmapped::jsonb, :gaps::jsonb)
            """)
        .param("feed", feed)
        .param("message", message.orElse(null), Types.BIGINT)
        .param("at", Timestamp.from(at))
        .param("facts", quality.facts())
        .param("coded", quality.coded())
        .param("dated", quality.dated())
        .param("measured", quality.measured())
        .param("united", quality.united())
        .param("stale", stale)
        .param("unmapped", json.writeValueAsString(quality.unmapped()))
        .param("gaps", json.writeValueAsString(quality.gaps()))
        .update();
  }
}
