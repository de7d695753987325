package org.trialward.workbench.ctms;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.settings.SiteClock;

/** What the trial office's systems reported, kept as it was said. */
class StatusReports {
  private final JdbcClient jdbc;
  private final SiteClock clock;

  StatusReports(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One that waits for a person. */
  record Waiting(long id, String connector, StatusChange change) {}

  /**
   * What a report became.
   *
   * @param candidate whom it means, where that is known
   * @param task the key of the task that it waits under
   */
  record Judgement(Taken taken, Optional<Long> candidate, Optional<String> task) {}

  /** One subject's reports are judged one after the other: until the transaction ends. */
  void lock(String connector, StatusChange change) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:subject, 6))")
        .param("subject", connector + " " + subject(change))
        .query()
        .listOfRows();
  }

  /**
   * Whether this was reported before. With a date it is an event, which happens once; without one
   * it says how things stand, so that only the last word can be repeated: on study, off study, on
   * study are three.
   */
  boolean isRepeated(String connector, StatusChange change) {
    return change.effective().isPresent()
        ? about(
                """
                select exists (select 1 from status_report where %s
                  and reported = :reported and effective = :effective)
                """,
                connector, change)
            .param("effective", change.effective().map(Date::valueOf).orElseThrow())
            .query(Boolean.class)
            .single()
        : about(
                """
                select coalesce((select reported = :reported and effective is null from status_report
                  where %s and taken <> 'OVERTAKEN' order by id desc limit 1), false)
                """,
                connector, change)
            .query(Boolean.class)
            .single();
  }

  /** Whether a later word was here before: of a later day, or on a later revision of ours. */
  boolean isOvertaken(String connector, StatusChange change) {
    return about(
            """
            select exists (select 1 from status_report where %s
              and (effective > :effective::date or revision > :revision::bigint))
            """,
            connector, change)
        .param("effective", change.effective().map(Date::valueOf).orElse(null), Types.DATE)
        .param(
            "revision",
            change.revision().isPresent() ? change.revision().getAsLong() : null,
            Types.BIGINT)
        .query(Boolean.class)
        .single();
  }

  private JdbcClient.StatementSpec about(String sql, String connector, StatusChange change) {
    return jdbc.sql(
            sql.formatted(
                "connector = :connector and subject = :subject and coalesce(nullif(study, ''), trial, '') = :of"))
        .param("connector", connector)
        .param("subject", subject(change))
        .param("of", study(change))
        .param("reported", StatusWords.plain(change.reported()));
  }

  void add(String connector, StatusChange change, Judgement judgement) {
    Optional<Numbered> numbered =
        change.subject() instanceof Numbered by ? Optional.of(by) : Optional.empty();
    Optional<Recorded> recorded =
        change.subject() instanceof Recorded by ? Optional.of(by) : Optional.empty();
    jdbc.sql(
            """
            insert into status_report (connector, said_candidate, said_authority, said_record, trial,
              study, reported, revision, effective, received_at, candidate, taken, task_key)
            values (:connector, :number, :authority, :record, :trial, :study, :reported, :revision,
              :effective, :now, :candidate, :taken, :task)
            """)
        .param("connector", connector)
        .param("number", numbered.map(Numbered::candidate).orElse(null), Types.BIGINT)
        .param("authority", recorded.map(StatusReports::authority).orElse(null), Types.VARCHAR)
        .param("record", recorded.map(by -> by.number().strip()).orElse(null), Types.VARCHAR)
        .param("trial", change.trial().map(TrialId::value).orElse(null), Types.VARCHAR)
        .param("study", change.study())
        .param("reported", StatusWords.plain(change.reported()))
        .param(
            "revision",
            change.revision().isPresent() ? change.revision().getAsLong() : null,
            Types.BIGINT)
        .param("effective", change.effective().map(Date::valueOf).orElse(null), Types.DATE)
        .param("now", Timestamp.from(clock.now()))
        .param("candidate", judgement.candidate().orElse(null), Types.BIGINT)
        .param("taken", judgement.taken().name())
        .param("task", judgement.task().orElse(null), Types.VARCHAR)
        .update();
  }

  void judgedAgain(Waiting report, Judgement judgement) {
    jdbc.sql(
            """
            update status_report
            set taken = :taken, candidate = :candidate, task_key = coalesce(:task, task_key)
            where id = :id
            """)
        .param("taken", judgement.taken().name())
        .param("candidate", judgement.candidate().orElse(null), Types.BIGINT)
        .param("task", judgement.task().orElse(null), Types.VARCHAR)
        .param("id", report.id())
        .update();
  }

  /** The next so many that wait after one, in the order in which they came. */
  List<Waiting> waiting(long after, int most) {
    return jdbc.sql(
            """
            select * from status_report where taken in ('UNKNOWN_STATUS', 'UNKNOWN_SUBJECT')
              and id > :after
            order by id limit :most
            """)
        .param("after", after)
        .param("most", most)
        .query(StatusReports::waiting)
        .list();
  }

  /** Those that wait under a task. */
  List<Waiting> under(long task) {
    return jdbc.sql(
            """
            select report.* from status_report report join queue_task task on task.dedup_key = report.task_key
            where task.id = :task and report.taken in ('UNKNOWN_STATUS', 'UNKNOWN_SUBJECT')
            order by report.id
            """)
        .param("task", task)
        .query(StatusReports::waiting)
        .list();
  }

  /** The candidates whose reports wait under a task. */
  List<Long> candidatesUnder(long task) {
    return jdbc.sql(
            """
            select distinct report.candidate from status_report report
              join queue_task task on task.dedup_key = report.task_key
            where task.id = :task and report.candidate is not null and report.taken = 'UNKNOWN_STATUS'
            order by report.candidate
            """)
        .param("task", task)
        .query((row, n) -> row.getLong(1))
        .list();
  }

  /** Closes the tasks of a connector under which reports waited and none does any more. */
  void closeSettledTasks(String connector, String who) {
    jdbc.sql(
            """
            update queue_task task set closed_at = :now, closed_by = :who
            where closed_at is null and source = :connector
              and exists (select 1 from status_report where task_key = task.dedup_key)
              and not exists (select 1 from status_report where task_key = task.dedup_key
                              and taken in ('UNKNOWN_STATUS', 'UNKNOWN_SUBJECT'))
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("who", who)
        .param("connector", connector)
        .update();
  }

  /** Whether nothing later was said of the same subject. */
  boolean isLastWord(Waiting report) {
    return about(
            """
            select not exists (select 1 from status_report where %s and id > :id
              and taken <> 'OVERTAKEN')
            """,
            report.connector(), report.change())
        .param("id", report.id())
        .query(Boolean.class)
        .single();
  }

  boolean stillWaits(Waiting report) {
    return jdbc.sql(
            "select taken in ('UNKNOWN_STATUS', 'UNKNOWN_SUBJECT') from status_report where id = :id")
        .param("id", report.id())
        .query(Boolean.class)
        .single();
  }

  private static Waiting waiting(ResultSet row, int n) throws SQLException {
    Optional<Long> number = Optional.ofNullable(row.getObject("said_candidate", Long.class));
    Optional<String> authority = Optional.ofNullable(row.getString("said_authority"));
    Optional<String> record = Optional.ofNullable(row.getString("said_record"));
    Optional<Long> revision = Optional.ofNullable(row.getObject("revision", Long.class));
    return new Waiting(
        row.getLong("id"),
        row.getString("connector"),
        new StatusChange(
            number
                .<StatusChange.Subject>map(Numbered::new)
                .orElseGet(() -> new Recorded(authority.orElse(""), record.orElse(""))),
            Optional.ofNullable(row.getString("trial")).map(TrialId::new),
            row.getString("study"),
            row.getString("reported"),
            revision.map(OptionalLong::of).orElseGet(OptionalLong::empty),
            Optional.ofNullable(row.getObject("effective", LocalDate.class))));
  }

  /** As reports of one subject are told from those of others. */
  static String subject(StatusChange change) {
    return switch (change.subject()) {
      case Numbered(long candidate) -> "#" + candidate;
      case Recorded by -> authority(by) + "|" + by.number().strip();
    };
  }

  private static String authority(Recorded by) {
    return by.authority().strip().toUpperCase(Locale.ROOT);
  }

  /** The study as the other side calls it. */
  static String study(StatusChange change) {
    return change.study().isEmpty()
        ? change.trial().map(TrialId::value).orElse("")
        : change.study();
  }
}
