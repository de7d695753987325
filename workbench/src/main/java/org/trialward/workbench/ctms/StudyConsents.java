package org.trialward.workbench.ctms;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/** Which version of a trial's consent was signed, when, and who recorded it. */
public class StudyConsents {
  private final JdbcClient jdbc;
  private final SiteClock clock;

  public StudyConsents(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One signature, as a person reports it. */
  public record Signed(String version, LocalDate on) {}

  /** One that is recorded. */
  public record Recorded(
      String version, LocalDate signedOn, String recordedBy, Instant recordedAt) {}

  /** Of one candidate, the latest first. */
  public List<Recorded> of(long candidate) {
    return jdbc.sql(
            """
            select version, signed_on, recorded_by, recorded_at from study_consent
            where candidate = :candidate order by signed_on desc, recorded_at desc
            """)
        .param("candidate", candidate)
        .query(Rows.as(Recorded.class))
        .list();
  }

  /** Runs in the transaction of the step. The same signature recorded twice is one. */
  void record(long candidate, Signed signed, String who) {
    jdbc.sql(
            """
            insert into study_consent (candidate, version, signed_on, recorded_by, recorded_at)
            values (:candidate, :version, :on, :who, :now)
            on conflict do nothing
            """)
        .param("candidate", candidate)
        .param("version", signed.version())
        .param("on", Date.valueOf(signed.on()))
        .param("who", who)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }
}
