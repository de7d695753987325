package org.trialward.workbench.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.settings.SiteClock;

/**
 * Append-only, hash-chained: who saw, who decided, what was sent, by which rules, why. An entry
 * stands in the transaction of what it tells of; write it last, because the chain lets one writer
 * in at a time.
 */
public class AuditLog {

  /** The previous hash of the first entry. */
  private static final String GENESIS = "0".repeat(64);

  /** Any number that nothing else locks. */
  private static final long CHAIN_LOCK = 7_238_104L;

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public AuditLog(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One entry.
   *
   * @param who a user's name, or {@code engine}
   * @param subject our own key of what it is about: trial/patient, delivery number
   * @param detail in words, without patient data
   */
  public record Entry(
      long seq,
      Instant at,
      String who,
      String action,
      String subject,
      String detail,
      String previous,
      String hash) {}

  /** The outcome of a verification: how many entries hold, and the first that does not. */
  public record Verification(long entries, String lastHash, Optional<String> broken) {}

  /**
   * What is to become an entry.
   *
   * @param subject as of an {@link Entry}
   * @param detail as of an {@link Entry}
   */
  public record Note(AuditAction action, String subject, String detail) {}

  @Transactional
  public void append(String who, AuditAction action, String subject, String detail) {
    append(who, List.of(new Note(action, subject, detail)));
  }

  /** Several entries in this order, for the price of one lock and one look at the chain's end. */
  @Transactional
  public void append(String who, List<Note> notes) {
    if (notes.isEmpty()) {
      return;
    }
    jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", CHAIN_LOCK).query().listOfRows();
    Optional<Entry> last =
        jdbc.sql("select * from audit order by seq desc limit 1")
            .query(Rows.as(Entry.class))
            .optional();
    insert(
        chained(
            last.map(Entry::seq).orElse(0L), last.map(Entry::hash).orElse(GENESIS), who, notes));
  }

  private List<Entry> chained(long lastSeq, String lastHash, String who, List<Note> notes) {
    // PostgreSQL keeps microseconds: hash what will be read back.
    Instant at = clock.now().truncatedTo(ChronoUnit.MICROS);
    List<Entry> entries = new ArrayList<>();
    long seq = lastSeq;
    String previous = lastHash;
    for (Note note : notes) {
      seq++;
      String action = note.action().name();
      String hash = hash(seq, at, who, action, note.subject(), note.detail(), previous);
      entries.add(new Entry(seq, at, who, action, note.subject(), note.detail(), previous, hash));
      previous = hash;
    }
    return entries;
  }

  private void insert(List<Entry> entries) {
    jdbc.sql(
            """
            insert into audit (seq, at, who, action, subject, detail, previous, hash)
            select seq, :at::timestamptz, :who, action, subject, detail, previous, hash
            from unnest(:seqs::bigint[], :actions::text[], :subjects::text[], :details::text[],
                        :previous::text[], :hashes::text[])
              as entry (seq, action, subject, detail, previous, hash)
            """)
        .param("at", Timestamp.from(entries.getFirst().at()))
        .param("who", entries.getFirst().who())
        .param("seqs", entries.stream().map(Entry::seq).toArray(Long[]::new))
        .param("actions", texts(entries, Entry::action))
        .param("subjects", texts(entries, Entry::subject))
        .param("details", texts(entries, Entry::detail))
        .param("previous", texts(entries, Entry::previous))
        .param("hashes", texts(entries, Entry::hash))
        .update();
  }

  private static String[] texts(List<Entry> entries, Function<Entry, String> part) {
    return entries.stream().map(part).toArray(String[]::new);
  }

  /** The entries about a subject, newest first. */
  public List<Entry> about(String subject, int most) {
    return jdbc.sql("select * from audit where subject = :subject order by seq desc limit :most")
        .param("subject", subject)
        .param("most", most)
        .query(Rows.as(Entry.class))
        .list();
  }

  public List<Entry> latest(int most) {
    return jdbc.sql("select * from audit order by seq desc limit :most")
        .param("most", most)
        .query(Rows.as(Entry.class))
        .list();
  }

  /** Of the entry of this number; empty where there is none. */
  public Optional<String> hash(long seq) {
    return jdbc.sql("select hash from audit where seq = :seq")
        .param("seq", seq)
        .query(Rows.text())
        .optional();
  }

  /** Walks the whole chain. O(entries), constant memory. */
  @Transactional(readOnly = true)
  public Verification verify() {
    AtomicReference<Verification> state =
        new AtomicReference<>(new Verification(0, GENESIS, Optional.empty()));
    try (var entries =
        jdbc
            .sql("select * from audit order by seq")
            .withFetchSize(1_000)
            .query(Rows.as(Entry.class))
            .stream()) {
      entries
          .takeWhile(entry -> state.get().broken().isEmpty())
          .forEach(entry -> state.set(next(state.get(), entry)));
    }
    return state.get();
  }

  private static Verification next(Verification so, Entry entry) {
    String expected =
        hash(
            entry.seq(),
            entry.at(),
            entry.who(),
            entry.action(),
            entry.subject(),
            entry.detail(),
            entry.previous());
    if (entry.seq() != so.entries() + 1) {
      return broken(so, "entry %d is missing".formatted(so.entries() + 1));
    }
    if (!entry.previous().equals(so.lastHash())) {
      return broken(so, "entry %d does not follow entry %d".formatted(entry.seq(), so.entries()));
    }
    if (!entry.hash().equals(expected)) {
      return broken(so, "entry %d was changed".formatted(entry.seq()));
    }
    return new Verification(entry.seq(), entry.hash(), Optional.empty());
  }

  private static Verification broken(Verification so, String what) {
    return new Verification(so.entries(), so.lastHash(), Optional.of(what));
  }

  /** SHA-256 over the length-prefixed fields, so that no two entries read the same. */
  private static String hash(
      long seq,
      Instant at,
      String who,
      String action,
      String subject,
      String detail,
      String previous) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String field :
          List.of(String.valueOf(seq), at.toString(), who, action, subject, detail, previous)) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
