package org.trialward.workbench.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.audit.AuditLog.Entry;
import org.trialward.workbench.audit.AuditLog.Note;
import org.trialward.workbench.audit.AuditLog.Verification;

class AuditLogTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private final TestClock clock = new TestClock();
  private final JdbcClient jdbc = DATABASE.jdbc();
  private final AuditLog audit =
      DATABASE.transactional(AuditLog.class, new AuditLog(jdbc, clock.site()));

  @BeforeEach
  void clear() {
    DATABASE.clear();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private void append(int entries) {
    for (int i = 0; i < entries; i++) {
      audit.append("somebody", AuditAction.SEEN, "T/p" + i, "detail “" + i + "”");
      clock.advance(Duration.ofNanos(1_234_567));
    }
  }

  @Test
  void theChainVerifiesAndKnowsItsLastHash() {
    assertThat(audit.verify().entries()).isZero();
    append(5);
    Verification result = audit.verify();
    assertThat(result.broken()).isEmpty();
    assertThat(result.entries()).isEqualTo(5);
    assertThat(result.lastHash()).isEqualTo(audit.latest(1).getFirst().hash()).hasSize(64);
  }

  /** More than one fetch. */
  @Test
  void aLongChainVerifiesToItsEnd() {
    DATABASE.transaction().executeWithoutResult(status -> append(1_203));
    assertThat(audit.verify().entries()).isEqualTo(1_203);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-03-01T08:00:00.123456789Z",
        "2025-03-01T08:00:00Z",
        "2025-03-30T01:30:00.1Z",
        "1999-12-31T23:59:59.999999999Z"
      })
  void anEntryReadsBackToTheMicrosecond(String at) {
    clock.set(at);
    append(1);
    assertThat(audit.latest(1).getFirst().at())
        .isEqualTo(Instant.parse(at).truncatedTo(ChronoUnit.MICROS));
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  void entriesAreFoundBySubjectNewestFirst() {
    audit.append("a", AuditAction.SEEN, "T/p", "first");
    audit.append("b", AuditAction.SEEN, "T/q", "other");
    audit.append("c", AuditAction.DECIDED, "T/p", "second");
    assertThat(audit.about("T/p", 10)).extracting(Entry::detail).containsExactly("second", "first");
    assertThat(audit.about("T/p", 1)).extracting(Entry::detail).containsExactly("second");
  }

  @Test
  void severalNotesAtOnceAreOneEntryEachInTheirOrder() {
    append(1);
    audit.append(
        "engine",
        List.of(
            new Note(AuditAction.CANDIDATE_DETECTED, "T/p", "first"),
            new Note(AuditAction.CANDIDATE_LAPSED, "U/p", "second")));
    audit.append("engine", List.of());
    append(1);

    assertThat(audit.latest(3).subList(1, 3))
        .extracting(Entry::detail)
        .containsExactly("second", "first");
    assertThat(audit.verify())
        .isEqualTo(new Verification(4, audit.latest(1).getFirst().hash(), Optional.empty()));
  }

  @Test
  void anEntryStandsOrFallsWithTheTransactionItTellsOf() {
    append(1);
    DATABASE
        .transaction()
        .executeWithoutResult(status -> {
          append(2);
          status.setRollbackOnly();
        });
    append(1);
    assertThat(audit.verify()).extracting(Verification::entries).isEqualTo(2L);
  }

  @Test
  void fourWritersAtOnceMakeOneChain() throws Exception {
    CyclicBarrier start = new CyclicBarrier(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String who = "writer" + writer;
        writers.add(
            threads.submit(() -> {
              start.await();
              for (int i = 0; i < 50; i++) {
                audit.append(who, AuditAction.SEEN, "T/p", "entry " + i);
              }
              return who;
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    Verification result = audit.verify();
    assertThat(result.broken()).isEmpty();
    assertThat(result.entries()).isEqualTo(200);
    assertThat(audit.latest(200)).filteredOn(e -> e.who().equals("writer3")).hasSize(50);
  }

  @Nested
  class Tampering {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "update audit set detail = 'nothing'",
          "delete from audit",
          "truncate audit",
          "insert into audit select * from audit on conflict (seq) do update set detail = 'nothing'"
        })
    void theDatabaseRefusesToChangeWhatIsWritten(String statement) {
      append(3);
      assertThatThrownBy(() -> jdbc.sql(statement).update())
          .hasStackTraceContaining("the audit is append-only");
      assertThat(audit.verify().entries()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "detail = 'nothing'",
          "who = 'nobody'",
          "action = 'DECIDED'",
          "subject = 'T/other'",
          "at = at + interval '1 microsecond'",
          "who = who || 'T', subject = substr(subject, 2)"
        })
    void anEntryThatASuperuserChangedIsFoundByItsNumber(String change) {
      append(5);
      asSuperuser("update audit set " + change + " where seq = 3");
      assertThat(audit.verify().broken()).contains("entry 3 was changed");
      assertThat(audit.verify().entries()).isEqualTo(2);
    }

    @Test
    void anEntryThatWasForgedWithItsHashIsFoundByTheNext() {
      append(5);
      asSuperuser("update audit set hash = 'f' || substr(hash, 2), seq = seq where seq = 5");
      assertThat(audit.verify().broken()).contains("entry 5 was changed");
      asSuperuser("update audit set previous = '" + "0".repeat(64) + "' where seq = 4");
      assertThat(audit.verify().broken()).contains("entry 4 does not follow entry 3");
    }

    @Test
    void aRemovedEntryIsMissed() {
      append(5);
      asSuperuser("delete from audit where seq = 3");
      assertThat(audit.verify().broken()).contains("entry 3 is missing");
    }

    @Test
    void theRemovedBeginningIsMissed() {
      append(5);
      asSuperuser("delete from audit where seq <= 2");
      assertThat(audit.verify().broken()).contains("entry 1 is missing");
    }

    @Test
    void aRemovedEntryWhoseGapWasClosedIsFound() {
      append(5);
      asSuperuser("delete from audit where seq = 3");
      asSuperuser("update audit set seq = seq - 1 where seq > 3");
      assertThat(audit.verify().broken()).contains("entry 3 does not follow entry 2");
    }

    @Test
    void aCutEndShowsOnlyInTheHashKeptElsewhere() {
      append(5);
      String kept = audit.verify().lastHash();
      asSuperuser("delete from audit where seq = 5");
      assertThat(audit.verify().broken()).isEmpty();
      assertThat(audit.verify().lastHash()).isNotEqualTo(kept);
    }

    private void asSuperuser(String statement) {
      jdbc.sql("alter table audit disable trigger all").update();
      jdbc.sql(statement).update();
      jdbc.sql("alter table audit enable trigger all").update();
    }
  }
}
