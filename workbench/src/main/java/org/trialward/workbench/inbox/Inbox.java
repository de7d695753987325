package org.trialward.workbench.inbox;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/** Events from outside, stored before they are acknowledged; PostgreSQL is the queue. */
public class Inbox {

  /** The feed of our own events: the day or the rules changed, the chart did not. */
  public static final String REMATCH = "rematch";

  /** The feed of charts that a load brought: they are matched as they are. */
  public static final String BULK = "bulk";

  /** The feed of patients of whom a load could not tell all: they are read from the EMR. */
  public static final String BULK_ASKS = "bulk-asks";

  /** The feed of patients whom the EMR no longer had and whose chart is there all the same. */
  private static final String GONE = "gone";

  private final JdbcClient jdbc;
  private final ChartStore charts;
  private final SiteClock clock;
  private final UnheldChanges unheld;

  public Inbox(JdbcClient jdbc, ChartStore charts, SiteClock clock) {
    this.jdbc = jdbc;
    this.charts = charts;
    this.clock = clock;
    this.unheld = new UnheldChanges(jdbc, clock);
  }

  /** One stored event that waits or is parked. */
  public record Event(
      long id,
      String feed,
      Optional<PatientId> patient,
      Optional<String> resource,
      Instant receivedAt,
      int attempts) {}

  /** How many events are in which state, and since when the oldest waits. */
  public record Backlog(long open, long parked, long done, Optional<Instant> oldestOpen) {}

  /** A line for the operations page. */
  public record Parked(
      long id, String feed, String resource, int attempts, String problem, Instant receivedAt) {}

  /** Whether events of this feed mean that the chart has to be read from the EMR again. */
  static boolean asksEmr(String feed) {
    return !feed.equals(REMATCH) && !feed.equals(BULK);
  }

  /**
   * Stores these hints; what was stored before is not stored twice.
   *
   * @return how many were new
   */
  @Transactional
  public int add(List<ChangeHint> hints) {
    int added = 0;
    for (ChangeHint hint : hints) {
      if (hint.patient().isPresent()) {
        added += insert(hint, hint.patient().get(), hint.dedupKey());
      } else {
        List<PatientId> holders = charts.holders(hint.resource().orElseThrow());
        if (holders.isEmpty()) {
          unheld.note(hint);
        }
        added += insert(hint, holders);
      }
    }
    return added;
  }

  private int insert(ChangeHint hint, List<PatientId> holders) {
    int added = 0;
    for (PatientId holder : holders) {
      added += insert(hint, holder, hint.dedupKey() + "|" + holder);
    }
    return added;
  }

  /** The EMR no longer has this patient: a load that began before may bring the chart again. */
  void gone(PatientId patient) {
    Instant now = clock.now();
    unheld.note(
        new ChangeHint(
            GONE,
            Optional.of(patient),
            Optional.of("Patient/" + patient),
            now,
            "%s@%s|%s".formatted(GONE, now, patient)));
  }

  /**
   * Looks once more whose charts hold what nobody's held when its change was told: their patients
   * are read again.
   *
   * @return how many events came of it
   */
  @Transactional
  public int seekHolders() {
    boolean isLoading = unheld.isLoading(); // Asked first: the charts of one that ended are seen.
    int added = 0;
    for (ChangeHint hint : unheld.all()) {
      added += insert(hint, holders(hint));
    }
    unheld.forgetOld(isLoading);
    return added;
  }

  private List<PatientId> holders(ChangeHint hint) {
    return hint.patient()
        .map(patient -> charts.revision(patient).map(_ -> patient).stream().toList())
        .orElseGet(() -> charts.holders(hint.resource().orElseThrow()));
  }

  /** Asks for a new match of every stored chart. */
  @Transactional
  public void rematchAll(String because) {
    rematch(charts.patients(), because);
  }

  /** Asks for a new match of these charts. */
  @Transactional
  public void rematch(List<PatientId> patients, String because) {
    add(
        patients.stream()
            .map(patient ->
                new ChangeHint(
                    REMATCH,
                    Optional.of(patient),
                    Optional.empty(),
                    clock.now(),
                    "%s|%s|%s".formatted(REMATCH, because, patient)))
            .toList());
  }

  /** Asks for a new match of one chart, whatever was asked before. */
  @Transactional
  public void matchAgain(PatientId patient, String because) {
    rematch(List.of(patient), because + "@" + clock.now());
  }

  /** Asks to read the whole charts of these patients. */
  @Transactional
  public void lookAt(List<PatientId> patients, String because) {
    Instant now = clock.now();
    add(
        patients.stream()
            .map(patient ->
                new ChangeHint(
                    because,
                    Optional.of(patient),
                    Optional.empty(),
                    now,
                    "%s@%s|%s".formatted(because, now, patient)))
            .toList());
  }

  private int insert(ChangeHint hint, PatientId patient, String dedupKey) {
    makeTurn(patient);
    return jdbc.sql(
            """
            insert into inbox (feed, patient, resource, occurred_at, received_at, dedup_key, not_before)
            values (:feed, :patient, :resource, :occurred, :now, :key, :now)
            on conflict (dedup_key) do nothing
            """)
        .param("feed", hint.feed())
        .param("patient", patient.value())
        .param("resource", hint.resource().orElse(null))
        .param("occurred", Timestamp.from(hint.occurredAt()))
        .param("now", Timestamp.from(clock.now()))
        .param("key", dedupKey)
        .update();
  }

  /**
   * Takes the turn of the patient whose event waits longest and whom nobody works on. The turn ends
   * with the transaction, also when the process dies.
   */
  public Optional<PatientId> takeTurn() {
    return jdbc.sql(
            """
            select i.patient from inbox i join patient_turn t on t.patient = i.patient
            where i.state = 'OPEN' and i.not_before <= :now
            order by i.id limit 1
            for update of t skip locked
            """)
        .param("now", Timestamp.from(clock.now()))
        .query((row, n) -> new PatientId(row.getString("patient")))
        .optional();
  }

  /** Waits until nobody works on this patient, and holds the turn until the transaction ends. */
  public void awaitTurn(PatientId patient) {
    makeTurn(patient);
    jdbc.sql("select patient from patient_turn where patient = :patient for update")
        .param("patient", patient.value())
        .query(Rows.text())
        .single();
  }

  private void makeTurn(PatientId patient) {
    jdbc.sql("insert into patient_turn (patient) values (:patient) on conflict do nothing")
        .param("patient", patient.value())
        .update();
  }

  /** The events of a patient that wait, in order of occurrence. */
  public List<Event> open(PatientId patient) {
    return jdbc.sql(
            """
            select * from inbox where patient = :patient and state = 'OPEN'
            order by occurred_at, id
            """)
        .param("patient", patient.value())
        .query((row, n) ->
            new Event(
                row.getLong("id"),
                row.getString("feed"),
                Optional.of(patient),
                Optional.ofNullable(row.getString("resource")),
                row.getTimestamp("received_at").toInstant(),
                row.getInt("attempts")))
        .list();
  }

  public void done(List<Event> events) {
    for (Event event : events) {
      jdbc.sql("update inbox set state = 'DONE', done_at = :now, problem = null where id = :id")
          .param("now", Timestamp.from(clock.now()))
          .param("id", event.id())
          .update();
    }
  }

  /** Puts off those that are due, without blame. */
  public void putOff(List<Event> events, Duration pause) {
    jdbc.sql(
            "update inbox set not_before = :next where id = any(:ids) and state = 'OPEN' and not_before <= :now")
        .param("ids", events.stream().map(Event::id).toArray(Long[]::new))
        .param("now", Timestamp.from(clock.now()))
        .param("next", Timestamp.from(clock.now().plus(pause)))
        .update();
  }

  /** Puts events off after a failure, or parks them where a person must look. */
  @Transactional
  public void failed(List<Event> events, Failure failure) {
    for (Event event : events) {
      int attempts = event.attempts() + 1;
      jdbc.sql(
              """
              update inbox set attempts = :attempts, problem = :problem, state = :state, not_before = :next
              where id = :id and state = 'OPEN'
              """)
          .param("attempts", attempts)
          .param("problem", failure.problem())
          .param("state", failure.isFinal(attempts) ? "PARKED" : "OPEN")
          .param("next", Timestamp.from(clock.now().plus(failure.pause(attempts))))
          .param("id", event.id())
          .update();
    }
  }

  public List<Parked> parked(int most) {
    return jdbc.sql(
            """
            select id, feed, coalesce(resource, 'whole chart') as resource, attempts,
                   coalesce(problem, '') as problem, received_at
            from inbox where state = 'PARKED' order by id limit :most
            """)
        .param("most", most)
        .query(Rows.as(Parked.class))
        .list();
  }

  /** The problems of what still waits, most frequent first. */
  public List<String> problems() {
    return jdbc.sql(
            """
            select count(*) || ' × ' || problem as line from inbox
            where state = 'OPEN' and problem is not null group by problem order by count(*) desc limit 20
            """)
        .query(Rows.text())
        .list();
  }

  /** Opens parked events again; without a number, all of them. */
  @Transactional
  public int replay(Optional<Long> id) {
    return jdbc.sql(
            """
            update inbox set state = 'OPEN', attempts = 0, not_before = :now
            where state = 'PARKED' and (:id::bigint is null or id = :id)
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("id", id.orElse(null), Types.BIGINT)
        .update();
  }

  public Backlog backlog() {
    return jdbc.sql(
            """
            select count(*) filter (where state = 'OPEN') as open,
                   count(*) filter (where state = 'PARKED') as parked,
                   count(*) filter (where state = 'DONE') as done,
                   min(received_at) filter (where state = 'OPEN') as oldest
            from inbox
            """)
        .query((row, n) ->
            new Backlog(
                row.getLong("open"),
                row.getLong("parked"),
                row.getLong("done"),
                Optional.ofNullable(row.getTimestamp("oldest")).map(Timestamp::toInstant)))
        .single();
  }
}
