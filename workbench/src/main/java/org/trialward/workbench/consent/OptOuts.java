package org.trialward.workbench.consent;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.settings.SiteClock;

/** Patients who do not want to be asked about research. A deny wins over every permission. */
public class OptOuts {
  private final JdbcClient jdbc;
  private final SiteClock clock;

  public OptOuts(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One patient's refusal.
   *
   * @param source who says so: {@code Consent/12}, or a user's name
   */
  public record OptOut(String source, Optional<LocalDate> saidOn) {}

  /** The refusal that stands; empty where there is none. */
  public Optional<OptOut> find(PatientId patient) {
    return jdbc.sql("select source, said_on from opt_out where patient = :patient")
        .param("patient", patient.value())
        .query((row, n) ->
            new OptOut(
                row.getString("source"),
                Optional.ofNullable(row.getObject("said_on", LocalDate.class))))
        .optional();
  }

  /** Runs in the caller's transaction; the first source stands. */
  public void record(PatientId patient, OptOut optOut) {
    jdbc.sql(
            """
            insert into opt_out (patient, source, said_on, recorded_at)
            values (:patient, :source, :said, :now) on conflict (patient) do nothing
            """)
        .param("patient", patient.value())
        .param("source", optOut.source())
        .param("said", optOut.saidOn().orElse(null), Types.DATE)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /** Runs in the caller's transaction. */
  public void lift(PatientId patient) {
    jdbc.sql("delete from opt_out where patient = :patient")
        .param("patient", patient.value())
        .update();
  }
}
