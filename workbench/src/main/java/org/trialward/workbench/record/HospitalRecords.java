package org.trialward.workbench.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.record.RecordAssembly;
import org.trialward.fhir.record.RecordAssembly.Assembled;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Said;
import org.trialward.fhir.record.Stamp;
import org.trialward.fhir.record.Statement;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.record.RecordFamily.Link;
import org.trialward.workbench.record.RecordFamily.Member;
import tools.jackson.databind.json.JsonMapper;

/**
 * The statements that stand, record by record, and the links between records. Writing commutes: of
 * each reference and of each link the latest word stands, whatever the order of arrival. What a
 * message says is what its last reading makes of it.
 */
public class HospitalRecords {

  /**
   * Shared by those who read messages or what they say, taken alone by who lets them be read again.
   */
  private static final long LOCK = 0x7472_6C77_7265_6164L;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  public HospitalRecords(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What the records say of a patient. */
  public sealed interface Standing {
    /** No sender named this patient, or none says anything any more. */
    record Unknown() implements Standing {}

    /** The record was merged into another patient's. */
    record Retired(PatientId survivor) implements Standing {}

    /** What all records of the patient say together. */
    record Known(Assembled said) implements Standing {}
  }

  /** Patients that only messages know get a key of our own, which is no record number. */
  private static final String OWN = "record-";

  /** Whether only messages know this patient: no EMR can be asked. */
  public static boolean isOwn(PatientId patient) {
    return patient.value().startsWith(OWN);
  }

  /** The patient that this record was first taken for. */
  public PatientId patient(RecordKey key) {
    return member(key).patient();
  }

  /** Whether this record was named before. */
  public boolean knows(RecordKey key) {
    return find(key).isPresent();
  }

  /** The EMR says that this record is this patient's. Any message knows better. */
  public void adopt(RecordKey key, PatientId patient) {
    insert(key, patient);
    Member record = member(key);
    members(patient).stream()
        .filter(first -> first.patient().equals(patient) && first.id() != record.id())
        .forEach(first -> link(record, first, true, new Stamp(Instant.EPOCH, "")));
  }

  /**
   * Makes statements of a record.
   *
   * @return how many of them a later word had overtaken
   */
  public int tell(RecordKey key, Stamp stamp, List<Statement> statements) {
    if (statements.isEmpty()) {
      return 0;
    }
    // In one order, so that two workers never wait for each other crosswise.
    Map<String, Said> said = new TreeMap<>();
    statements.forEach(statement -> said.put(statement.reference(), statement.said()));
    int stand =
        jdbc.sql(
                """
                insert into statement (record, reference, occurred_at, message, said)
                select :record, said.reference, :at, :message, said.body::jsonb
                from unnest(:references::text[], :bodies::text[]) as said (reference, body)
                on conflict (record, reference) do update
                  set occurred_at = excluded.occurred_at, message = excluded.message, said = excluded.said
                  where (statement.occurred_at, statement.message)
                     <= (excluded.occurred_at, excluded.message)
                """)
            .param("record", member(key).id())
            .param("at", Timestamp.from(stamp.at()))
            .param("message", stamp.message())
            .param("references", said.keySet().toArray(String[]::new))
            .param(
                "bodies",
                said.values().stream().map(json::writeValueAsString).toArray(String[]::new))
            .update();
    return said.size() - stand;
  }

  /** From this moment on the one is the other. */
  public void merge(RecordKey survivor, RecordKey retired, Stamp stamp) {
    link(member(retired), member(survivor), true, stamp);
  }

  /** From this moment on the two are different patients. */
  public void part(RecordKey one, RecordKey other, Stamp stamp) {
    Member first = member(one);
    Member second = member(other);
    link(first, second, false, stamp);
    link(second, first, false, stamp);
  }

  private void link(Member retired, Member survivor, boolean holds, Stamp stamp) {
    if (retired.id() == survivor.id()) {
      return; // A sender that merges a record into itself says nothing.
    }
    jdbc.sql(
            """
            insert into record_link (retired, survivor, holds, occurred_at, message)
            values (:retired, :survivor, :holds, :at, :message)
            on conflict (retired, survivor) do update
              set holds = excluded.holds, occurred_at = excluded.occurred_at, message = excluded.message
              where (record_link.occurred_at, record_link.message)
                 <= (excluded.occurred_at, excluded.message)
            """)
        .param("retired", retired.id())
        .param("survivor", survivor.id())
        .param("holds", holds)
        .param("at", Timestamp.from(stamp.at()))
        .param("message", stamp.message())
        .update();
  }

  /** Until the transaction ends nothing is put into doubt. */
  public void holdStill() {
    lock("select pg_advisory_xact_lock_shared(:lock)");
  }

  /**
   * Waits until nobody reads, and lets nobody until the transaction ends. A message that were read
   * beside it could lose to a word that is then put into doubt.
   */
  public void awaitReaders() {
    lock("select pg_advisory_xact_lock(:lock)");
  }

  private void lock(String sql) {
    jdbc.sql(sql).param("lock", LOCK).query().listOfRows();
  }

  /**
   * Puts into doubt what the messages said that wait to be read once more: it stands until {@link
   * #withdraw}, beside what is said meanwhile. Looks through all statements, if there are such
   * messages. After {@link #awaitReaders}.
   */
  public void doubtWhatIsReadAgain() {
    if (jdbc.sql("select id from message where state = 'OPEN' and done_at is not null limit 1")
        .query(Long.class)
        .optional()
        .isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with said as (
              delete from statement using message
              where message.dedup_key = statement.message
                and message.state = 'OPEN' and message.done_at is not null
              returning statement.*)
            insert into statement_in_doubt select * from said on conflict do nothing
            """)
        .update();
    jdbc.sql(
            """
            with said as (
              delete from record_link using message
              where message.dedup_key = record_link.message
                and message.state = 'OPEN' and message.done_at is not null
              returning record_link.*)
            insert into record_link_in_doubt select * from said on conflict do nothing
            """)
        .update();
    // They were empty, and whoever plans with that would look through them for each chart.
    jdbc.sql("analyze statement_in_doubt, record_link_in_doubt").update();
  }

  /**
   * Records that this message alone told to be one with an EMR's patient, or not, before it was
   * read again. The EMR may have said so earlier: of each two records only the latest word is kept.
   */
  public List<RecordKey> linkedOnlyBy(String message) {
    return jdbc.sql(
            """
            select own.authority, own.number
            from record_link_in_doubt doubt
            join hospital_record own on own.id = doubt.retired
            join hospital_record emrs on emrs.id = doubt.survivor
            where doubt.message = :message
              and starts_with(own.patient, :own) and not starts_with(emrs.patient, :own)
              and not exists (select from record_link link
                              where (link.retired, link.survivor) = (doubt.retired, doubt.survivor))
            order by own.id
            """)
        .param("message", message)
        .param("own", OWN)
        .query((row, n) -> new RecordKey(row.getString("authority"), row.getString("number")))
        .list();
  }

  /**
   * Withdraws what the message said before it was read again. What it still says, it said anew.
   *
   * @return every patient whom that may concern
   */
  public List<PatientId> withdraw(String message) {
    List<PatientId> concerned =
        jdbc
            .sql(
                """
                select patient from hospital_record where id in (
                  select record from statement_in_doubt where message = :message
                  union select retired from record_link_in_doubt where message = :message
                  union select survivor from record_link_in_doubt where message = :message)
                """)
            .param("message", message)
            .query((row, n) -> new PatientId(row.getString("patient")))
            .list()
            .stream()
            .flatMap(patient -> members(patient).stream())
            .map(Member::patient)
            .distinct()
            .toList();
    for (String table : List.of("statement_in_doubt", "record_link_in_doubt")) {
      jdbc.sql("delete from " + table + " where message = :message")
          .param("message", message)
          .update();
    }
    return concerned;
  }

  /**
   * Whether messages of which this patient's records hold something wait to be read once more. An
   * older word could show under another reference before the newer is read. One on which the
   * program fails is not waited for. If it is false, it stays so until the transaction ends.
   */
  public boolean awaitReading(PatientId patient) {
    holdStill();
    return jdbc.sql(
            """
            select exists (
              select from message
              where state = 'OPEN' and attempts = 0 and dedup_key in (
                select message from statement_in_doubt where record = any(:members)
                union all select message from record_link_in_doubt
                          where retired = any(:members) or survivor = any(:members)))
            """)
        .param("members", members(patient).stream().map(Member::id).toArray(Long[]::new))
        .query(Boolean.class)
        .single();
  }

  /** Every patient whom a word on this record may concern: those of all records linked with it. */
  public List<PatientId> concerned(RecordKey key) {
    return members(member(key).patient()).stream().map(Member::patient).toList();
  }

  /** What the records say now. */
  public Standing standing(PatientId patient) {
    List<Member> members = members(patient);
    RecordFamily family = new RecordFamily(members, links(members));
    Optional<Member> own = family.of(patient);
    if (own.isEmpty()) {
      return new Standing.Unknown();
    }
    List<Member> same = family.sameAs(own.get());
    Member survivor = same.getFirst();
    if (!survivor.patient().equals(patient)) {
      return new Standing.Retired(survivor.patient());
    }
    List<List<Statement>> said = same.stream().map(this::statements).toList();
    return isOwn(patient) && said.stream().allMatch(List::isEmpty)
        ? new Standing.Unknown()
        : new Standing.Known(RecordAssembly.of(patient, survivor.key(), said));
  }

  /** Those that stand, the latest first: of a reference only it counts. */
  private List<Statement> statements(Member of) {
    return jdbc.sql(
            """
            select reference, said
            from (select * from statement union all select * from statement_in_doubt) each
            where record = :record
            order by occurred_at desc, message desc, reference
            """)
        .param("record", of.id())
        .query((row, n) ->
            new Statement(
                row.getString("reference"), json.readValue(row.getString("said"), Said.class)))
        .list();
  }

  /** All records that links lead to, from either side, whether they still hold or not. */
  private List<Member> members(PatientId patient) {
    return jdbc.sql(
            """
            with recursive family (id) as (
              select id from hospital_record where patient = :patient
              union
              select link.id from family cross join lateral (
                select survivor from record_link where retired = family.id
                union all select retired from record_link where survivor = family.id
                union all select survivor from record_link_in_doubt where retired = family.id
                union all select retired from record_link_in_doubt where survivor = family.id
              ) link (id)
            )
            select record.* from hospital_record record join family using (id) order by record.id
            """)
        .param("patient", patient.value())
        .query(HospitalRecords::member)
        .list();
  }

  private List<Link> links(List<Member> members) {
    return members.size() < 2
        ? List.of()
        : jdbc.sql(
                """
                select * from (
                  select distinct on (retired, survivor) *
                  from (select * from record_link union all select * from record_link_in_doubt) each
                  where retired = any(:members)
                  order by retired, survivor, occurred_at desc, message desc) latest
                where holds
                """)
            .param("members", members.stream().map(Member::id).toArray(Long[]::new))
            .query((row, n) ->
                new Link(
                    row.getLong("retired"),
                    row.getLong("survivor"),
                    new Stamp(
                        row.getTimestamp("occurred_at").toInstant(), row.getString("message"))))
            .list();
  }

  private Member member(RecordKey key) {
    return find(key)
        .orElseGet(() -> {
          insert(key, ownKey());
          return find(key).orElseThrow();
        });
  }

  private static PatientId ownKey() {
    return new PatientId(OWN + UUID.randomUUID());
  }

  /** A second record of a patient gets a key of its own; a link says whose it is. */
  private void insert(RecordKey key, PatientId patient) {
    jdbc.sql(
            """
            insert into hospital_record (authority, number, patient)
            values (:authority, :number,
                    case when exists (select from hospital_record where patient = :patient)
                         then :own else :patient end)
            on conflict (authority, number) do nothing
            """)
        .param("authority", key.authority())
        .param("number", key.number())
        .param("patient", patient.value())
        .param("own", ownKey().value())
        .update();
  }

  private Optional<Member> find(RecordKey key) {
    return jdbc.sql(
            "select * from hospital_record where authority = :authority and number = :number")
        .param("authority", key.authority())
        .param("number", key.number())
        .query(HospitalRecords::member)
        .optional();
  }

  private static Member member(ResultSet row, int n) throws SQLException {
    return new Member(
        row.getLong("id"),
        new RecordKey(row.getString("authority"), row.getString("number")),
        new PatientId(row.getString("patient")));
  }
}
