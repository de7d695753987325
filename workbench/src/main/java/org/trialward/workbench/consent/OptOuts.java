package org.trialward.workbench.consent;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.ResearchContact;
import org.trialward.fhir.intake.ResearchContact.Refusal;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.settings.SiteClock;

/**
 * Patients who do not want to be asked about research. A deny wins over every permission. What the
 * EMR's Consents say follows the EMR; what a person of ours recorded, only a person lifts.
 */
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
  public record OptOut(String source, Optional<LocalDate> saidOn) {

    /** Why something is not done, as it stands in states, deliveries and the audit. */
    public String reason() {
      return "patient-opted-out: " + source + saidOn.map(day -> ", said on " + day).orElse("");
    }
  }

  /**
   * A refusal as people see it.
   *
   * @param follows whether it follows the EMR's Consent, so that nobody lifts it here
   */
  public record Line(PatientId patient, OptOut optOut, boolean follows, Instant recordedAt) {}

  /** The refusal that stands today; empty where there is none. */
  public Optional<OptOut> find(PatientId patient) {
    return jdbc.sql(
            """
            select source, said_on from opt_out
            where patient = :patient and not lifted
              and coalesce(holds_from <= :today, true) and coalesce(holds_until >= :today, true)
            order by id limit 1
            """)
        .param("patient", patient.value())
        .param("today", clock.asOf())
        .query((row, n) -> optOut(row))
        .optional();
  }

  private static OptOut optOut(ResultSet row) throws SQLException {
    return new OptOut(
        row.getString("source"), Optional.ofNullable(row.getObject("said_on", LocalDate.class)));
  }

  /** All that stand today, the newest first. */
  public List<Line> standing() {
    return jdbc.sql(
            """
            select * from opt_out
            where not lifted
              and coalesce(holds_from <= :today, true) and coalesce(holds_until >= :today, true)
            order by recorded_at desc, id desc
            """)
        .param("today", clock.asOf())
        .query((row, n) ->
            new Line(
                new PatientId(row.getString("patient")),
                optOut(row),
                row.getBoolean("from_emr"),
                row.getTimestamp("recorded_at").toInstant()))
        .list();
  }

  /** Runs in the caller's transaction; what a source said first stands. */
  public void record(PatientId patient, OptOut optOut) {
    jdbc.sql(
            """
            insert into opt_out (patient, source, said_on, recorded_at)
            select :patient, :source, :said, :now where not exists (
              select 1 from opt_out where patient = :patient and source = :source
                and not from_emr and carried_from is null)
            """)
        .param("patient", patient.value())
        .param("source", optOut.source())
        .param("said", optOut.saidOn().orElse(null), Types.DATE)
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /**
   * Lifts what does not follow the EMR, also where it was carried on. Of the records that were
   * merged into this patient's it stands, should they be parted again. Runs in the caller's
   * transaction.
   *
   * @return of whom it was lifted; empty where there was nothing to lift
   */
  public Set<PatientId> lift(PatientId patient) {
    int own =
        jdbc.sql(
                "delete from opt_out where patient = :patient and not from_emr and carried_from is null")
            .param("patient", patient.value())
            .update();
    int carried =
        jdbc.sql(
                """
                update opt_out set lifted = true
                where patient = :patient and carried_from is not null and not lifted
                """)
            .param("patient", patient.value())
            .update();
    return own + carried > 0 ? takeBackAfter(List.of(patient)) : Set.of();
  }

  /**
   * What all Consents of this patient say now replaces what they said. Runs in the caller's
   * transaction.
   *
   * @return whether anything is other than before
   */
  public boolean read(PatientId patient, ResearchContact contact) {
    Set<Refusal> now = Set.copyOf(contact.refusals());
    if (now.equals(stored(patient))) {
      return false;
    }
    jdbc.sql("delete from opt_out where patient = :patient and from_emr")
        .param("patient", patient.value())
        .update();
    for (Refusal refusal : contact.refusals()) {
      jdbc.sql(
              """
              insert into opt_out (patient, source, said_on, holds_from, holds_until, recorded_at, from_emr)
              values (:patient, :source, :said, :from, :until, :now, true)
              """)
          .param("patient", patient.value())
          .param("source", refusal.source())
          .param("said", refusal.saidOn().orElse(null), Types.DATE)
          .param("from", refusal.from().orElse(null), Types.DATE)
          .param("until", refusal.until().orElse(null), Types.DATE)
          .param("now", Timestamp.from(clock.now()))
          .update();
    }
    return true;
  }

  private Set<Refusal> stored(PatientId patient) {
    return new HashSet<>(
        jdbc.sql("select * from opt_out where patient = :patient and from_emr")
            .param("patient", patient.value())
            .query((row, n) ->
                new Refusal(
                    row.getString("source"),
                    Optional.ofNullable(row.getObject("said_on", LocalDate.class)),
                    Optional.ofNullable(row.getObject("holds_from", LocalDate.class)),
                    Optional.ofNullable(row.getObject("holds_until", LocalDate.class))))
            .list());
  }

  /** Whose refusal begins, or has ended, after the one day and up to the other. */
  public List<PatientId> turning(LocalDate after, LocalDate upTo) {
    return jdbc.sql(
            """
            select distinct patient from opt_out
            where not lifted
              and ((holds_from > :after and holds_from <= :upTo)
                or (holds_until >= :after and holds_until < :upTo))
            order by patient
            """)
        .param("after", after)
        .param("upTo", upTo)
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }

  /**
   * A record was merged into another: whoever refused under either, refuses. Of the survivor's own
   * Consents the next reading tells. Runs in the caller's transaction.
   */
  public void carry(PatientId retired, PatientId survivor) {
    jdbc.sql(
            """
            insert into opt_out (patient, source, said_on, holds_from, holds_until, recorded_at, carried_from)
            select :survivor, source, said_on, holds_from, holds_until, recorded_at, :retired from opt_out old
            where patient = :retired and not lifted and not exists (
              select 1 from opt_out where patient = :survivor and source = old.source
                and carried_from = :retired
                and holds_from is not distinct from old.holds_from
                and holds_until is not distinct from old.holds_until)
            """)
        .param("survivor", survivor.value())
        .param("retired", retired.value())
        .update();
  }

  /**
   * Undoes {@link #carry}, also where it was carried on.
   *
   * @return from whom it was taken
   */
  public Set<PatientId> takeBack(PatientId retired) {
    return takeBackAfter(
        jdbc.sql("delete from opt_out where carried_from = :retired returning patient")
            .param("retired", retired.value())
            .query((row, n) -> new PatientId(row.getString("patient")))
            .list());
  }

  /**
   * What was carried on from those of whom it is gone goes, too, unless it came another way as
   * well; what was carried round in a circle supports nothing. Returns all of whom it is gone.
   */
  private Set<PatientId> takeBackAfter(List<PatientId> first) {
    Set<PatientId> all = new LinkedHashSet<>(first);
    all.addAll(
        jdbc.sql(
                """
                with recursive carried_on as (
                  select * from opt_out where carried_from = any(:first)
                  union
                  select next.* from opt_out next join carried_on on next.carried_from = carried_on.patient),
                supported as (
                  select * from opt_out where id not in (select id from carried_on)
                  union
                  select next.* from carried_on next join supported
                    on supported.patient = next.carried_from and not supported.lifted
                    and supported.source = next.source
                    and supported.holds_from is not distinct from next.holds_from
                    and supported.holds_until is not distinct from next.holds_until)
                delete from opt_out where id in (
                  select id from carried_on except select id from supported)
                returning patient
                """)
            .param("first", first.stream().map(PatientId::value).toArray(String[]::new))
            .query((row, n) -> new PatientId(row.getString("patient")))
            .list());
    return all;
  }
}
