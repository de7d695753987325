package org.trialward.workbench.message;

import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.Standardisation;
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
    jdbc.sql(
            """
            insert into arrival (feed, at, facts, coded, dated, measured, united, stale, unmapped, gaps)
            values (:feed, :at, :facts, :coded, :dated, :measured, :united, :stale, :unmapped::jsonb, :gaps::jsonb)
            """)
        .param("feed", feed)
        .param("at", Timestamp.from(clock.now()))
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
