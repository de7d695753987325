package org.trialward.workbench.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;
import org.trialward.workbench.trials.TrialStore;
import tools.jackson.databind.json.JsonMapper;

/** Deliveries, written down in the transaction that decided them. */
public class Outbox {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final TrialStore trials;
  private final Destinations destinations;
  private final Deliver settings;
  private final SiteClock clock;

  public Outbox(
      JdbcClient jdbc,
      JsonMapper json,
      TrialStore trials,
      Destinations destinations,
      Deliver settings,
      SiteClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.trials = trials;
    this.destinations = destinations;
    this.settings = settings;
    this.clock = clock;
  }

  /** The candidate as it was when the delivery was decided. */
  private record Snapshot(CandidateState state, Optional<String> reason, VerdictDocument verdict) {}

  /**
   * A delivery taken for an attempt, not yet read.
   *
   * @param begunBefore whether an attempt was begun whose end nobody knows
   */
  record Claim(long id, String destination, int attempts, boolean begunBefore) {}

  /** A line for the operations page. */
  public record Parked(
      long id,
      long candidate,
      String destination,
      int attempts,
      String problem,
      Instant createdAt) {}

  /**
   * Writes down what this revision of a candidate means for each destination. Runs in the caller's
   * transaction.
   */
  public void decided(Entry entry) {
    Candidate candidate = entry.candidate();
    String snapshot =
        json.writeValueAsString(
            new Snapshot(candidate.state(), candidate.reason(), entry.verdict()));
    for (String destination : destinations.names()) {
      if (isToldOf(entry, destination)) {
        jdbc.sql(
                """
                insert into delivery (candidate, revision, destination, snapshot, not_before, created_at)
                values (:candidate, :revision, :destination, :snapshot::jsonb, :now, :now)
                on conflict (candidate, revision, destination) do nothing
                """)
            .param("candidate", candidate.number())
            .param("revision", entry.revision())
            .param("destination", destination)
            .param("snapshot", snapshot)
            .param("now", Timestamp.from(clock.now()))
            .update();
      }
    }
  }

  /**
   * Writes down how candidates stand now for those who were told of them, and of whose later
   * revisions nobody wrote down that they should hear: they were not configured then, or the
   * database was restored.
   *
   * @return how many
   */
  @Transactional
  public int tellMissed() {
    return jdbc.sql(
            """
            insert into delivery (candidate, revision, destination, snapshot, not_before, created_at)
            select c.number, c.revision, told.destination,
              jsonb_build_object('state', c.state, 'reason', c.reason, 'verdict', c.verdict), :now, :now
            from candidate c join (
              select candidate, destination, max(revision) as revision from delivery
              where destination = any(:names)
              group by candidate, destination
              having bool_or(maybe_told or id in (select delivery from delivery_begun)
                             or (state = 'DONE' and receipt <> 'NOT_TAKEN'))
            ) told on told.candidate = c.number and told.revision < c.revision
            on conflict (candidate, revision, destination) do nothing
            """)
        .param("names", destinations.names().toArray(String[]::new))
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /**
   * What waits for this candidate is not sent any more. What is under way at this moment is left to
   * its attempt. Runs in the caller's transaction.
   */
  public int cancel(long candidate, String cause) {
    return jdbc.sql(
            """
            update delivery set state = 'CANCELLED', problem = :cause, done_at = :now
            where id in (
              select id from delivery where candidate = :candidate and state in ('OPEN', 'PARKED')
              for update skip locked)
            """)
        .param("cause", cause)
        .param("now", Timestamp.from(clock.now()))
        .param("candidate", candidate)
        .update();
  }

  private static boolean isPastConfirmation(CandidateState state) {
    return state == CandidateState.CONFIRMED
        || state == CandidateState.CONTACTED
        || state.isAfterConsent();
  }

  /**
   * Who was told once hears of every change; before that the site's setting decides. That a patient
   * does not want to be asked is no news for anybody else.
   */
  private boolean isToldOf(Entry entry, String destination) {
    if (entry.candidate().state() == CandidateState.DO_NOT_CONTACT) {
      return mayKnow(entry.candidate().number(), destination);
    }
    if (settings.on() == Deliver.Moment.DETECTION
        || isPastConfirmation(entry.candidate().state())) {
      return true;
    }
    return jdbc.sql(
            "select exists (select 1 from delivery where candidate = :candidate and destination = :destination and state <> 'CANCELLED')")
        .param("candidate", entry.candidate().number())
        .param("destination", destination)
        .query(Boolean.class)
        .single();
  }

  /** Whether it was told, or may be this very moment. */
  private boolean mayKnow(long candidate, String destination) {
    return jdbc.sql(
            """
            select exists (
              select 1 from delivery where candidate = :candidate and destination = :destination
                and (state in ('OPEN', 'PARKED') or maybe_told
                     or id in (select delivery from delivery_begun)
                     or (state = 'DONE' and receipt <> 'NOT_TAKEN')))
            """)
        .param("candidate", candidate)
        .param("destination", destination)
        .query(Boolean.class)
        .single();
  }

  /** Whether the destination has, or may have, heard of the candidate before this delivery. */
  boolean isKnownThere(Delivery delivery) {
    return jdbc.sql(
            """
            select exists (
              select 1 from delivery where candidate = :candidate and destination = :destination
                and revision <= :revision
                and (maybe_told or id in (select delivery from delivery_begun)
                     or (state = 'DONE' and receipt <> 'NOT_TAKEN')))
            """)
        .param("candidate", delivery.candidate().number())
        .param("destination", delivery.destination())
        .param("revision", delivery.revision())
        .query(Boolean.class)
        .single();
  }

  /** Whom the candidate means: the patient, and whomever the record was merged into since. */
  List<PatientId> patients(Delivery delivery) {
    return jdbc.sql(
            """
            with recursive holder (patient) as (
              select patient from candidate where number = :candidate
              union
              select c.merged_into from candidate c join holder on holder.patient = c.patient
              where c.trial = :trial and c.merged_into is not null)
            select patient from holder
            """)
        .param("candidate", delivery.candidate().number())
        .param("trial", delivery.candidate().key().trial().value())
        .query((row, n) -> new PatientId(row.getString("patient")))
        .list();
  }

  /**
   * Takes the oldest delivery that is due and has no unfinished one before it, locked until the
   * transaction ends. A parked delivery holds back its followers to the same destination: a
   * candidate's states arrive in order.
   *
   * @param leftAlone destinations that are not asked now
   */
  Optional<Claim> take(Collection<String> leftAlone) {
    return jdbc.sql(
            """
            select d.id, d.destination, d.attempts,
              d.id in (select delivery from delivery_begun) as begun_before
            from delivery d
            where d.state = 'OPEN' and d.not_before <= :now and d.destination <> all(:leftAlone)
              and not exists (
                select 1 from delivery e
                where e.candidate = d.candidate and e.destination = d.destination
                  and e.revision < d.revision and e.state in ('OPEN', 'PARKED'))
            order by d.id limit 1
            for update of d skip locked
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("leftAlone", leftAlone.toArray(String[]::new))
        .query(Rows.as(Claim.class))
        .optional();
  }

  /**
   * Notes before anything is sent that it may be, whatever becomes of the attempt's own
   * transaction.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void begin(Claim claim) {
    jdbc.sql("insert into delivery_begun (delivery) values (:id) on conflict do nothing")
        .param("id", claim.id())
        .update();
  }

  private void ended(Claim claim) {
    jdbc.sql("delete from delivery_begun where delivery = :id").param("id", claim.id()).update();
  }

  /** The delivery, from the candidate as it was decided and the rules of that time. */
  Delivery read(Claim claim) {
    return jdbc.sql(
            """
            select d.*, c.trial, c.patient from delivery d join candidate c on c.number = d.candidate
            where d.id = :id
            """)
        .param("id", claim.id())
        .query(this::delivery)
        .single();
  }

  void acknowledged(Claim claim, DeliveryReceipt receipt) {
    jdbc.sql(
            """
            update delivery set state = 'DONE', receipt = :receipt, done_at = :now, problem = null
            where id = :id
            """)
        .param("receipt", receipt.name())
        .param("now", Timestamp.from(clock.now()))
        .param("id", claim.id())
        .update();
    ended(claim);
  }

  void cancelled(Claim claim, String cause) {
    jdbc.sql(
            """
            update delivery set state = 'CANCELLED', problem = :cause, done_at = :now where id = :id
            """)
        .param("cause", cause)
        .param("now", Timestamp.from(clock.now()))
        .param("id", claim.id())
        .update();
  }

  /**
   * Another attempt later.
   *
   * @param maybeTold whether this one may have arrived all the same
   */
  void putOff(Claim claim, String problem, Instant next, boolean maybeTold) {
    jdbc.sql(
            """
            update delivery set attempts = :attempts, problem = :problem, not_before = :next,
              maybe_told = maybe_told or :told
            where id = :id
            """)
        .param("attempts", claim.attempts() + 1)
        .param("problem", problem)
        .param("told", maybeTold || claim.begunBefore())
        .param("next", Timestamp.from(next))
        .param("id", claim.id())
        .update();
    ended(claim);
  }

  /**
   * No more attempts, until a person says so.
   *
   * @param maybeTold whether this one may have arrived all the same
   */
  void park(Claim claim, String problem, boolean maybeTold) {
    jdbc.sql(
            """
            update delivery set attempts = :attempts, problem = :problem, state = 'PARKED',
              maybe_told = maybe_told or :told
            where id = :id
            """)
        .param("attempts", claim.attempts() + 1)
        .param("problem", problem)
        .param("told", maybeTold || claim.begunBefore())
        .param("id", claim.id())
        .update();
    ended(claim);
  }

  /** Opens parked deliveries again; without a number, all of them. */
  @Transactional
  public int replay(Optional<Long> id) {
    return jdbc.sql(
            """
            update delivery set state = 'OPEN', attempts = 0, not_before = :now
            where state = 'PARKED' and (:id::bigint is null or id = :id)
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("id", id.orElse(null), Types.BIGINT)
        .update();
  }

  /** Opens a candidate's parked deliveries again. Runs in the caller's transaction. */
  public void reopen(long candidate) {
    jdbc.sql(
            """
            update delivery set state = 'OPEN', attempts = 0, not_before = :now
            where state = 'PARKED' and candidate = :candidate
            """)
        .param("now", Timestamp.from(clock.now()))
        .param("candidate", candidate)
        .update();
  }

  public List<Parked> parked(int most) {
    return jdbc.sql(
            """
            select id, candidate, destination, attempts, coalesce(problem, '') as problem, created_at
            from delivery where state = 'PARKED' order by id limit :most
            """)
        .param("most", most)
        .query(Rows.as(Parked.class))
        .list();
  }

  /** The problems of what still waits, most frequent first. */
  public List<String> problems() {
    return jdbc.sql(
            """
            select count(*) || ' × ' || destination || ': ' || problem as line from delivery
            where state = 'OPEN' and problem is not null
            group by destination, problem order by count(*) desc limit 20
            """)
        .query(Rows.text())
        .list();
  }

  /** Deliveries by destination and state, e.g. {@code screening-log} to {@code {DONE=12}}. */
  public Map<String, Map<String, Long>> counts() {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    destinations.names().forEach(name -> counts.put(name, new TreeMap<>()));
    jdbc.sql("select destination, state, count(*) as n from delivery group by destination, state")
        .query((row, n) ->
            counts
                .computeIfAbsent(row.getString("destination"), d -> new TreeMap<>())
                .put(row.getString("state"), row.getLong("n")))
        .list();
    return counts;
  }

  /** Deliveries of one candidate, for its page. */
  public record Line(
      String destination,
      long revision,
      String state,
      String receipt,
      String problem,
      Instant createdAt) {}

  public List<Line> of(long candidate) {
    return jdbc.sql(
            """
            select destination, revision, state, coalesce(receipt, '') as receipt,
                   coalesce(problem, '') as problem, created_at
            from delivery where candidate = :candidate order by id desc
            """)
        .param("candidate", candidate)
        .query(Rows.as(Line.class))
        .list();
  }

  private Delivery delivery(ResultSet row, int n) throws SQLException {
    Snapshot snapshot = json.readValue(row.getString("snapshot"), Snapshot.class);
    VerdictDocument verdict = snapshot.verdict();
    TrialId id = new TrialId(row.getString("trial"));
    Trial trial = trials.version(id, verdict.trialVersion());
    Candidate candidate =
        new Candidate(
            new CandidateKey(id, new PatientId(row.getString("patient"))),
            row.getLong("candidate"),
            snapshot.state(),
            verdict.outcome(),
            verdict.trialVersion(),
            snapshot.reason());
    return new Delivery(
        row.getLong("id"),
        row.getString("destination"),
        row.getLong("revision"),
        candidate,
        trial,
        verdict.restore(trial));
  }
}
