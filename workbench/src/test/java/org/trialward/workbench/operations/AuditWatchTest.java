package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;

/** What somebody who owns the database can do to the audit, and whether it is seen. */
@ExtendWith(OutputCaptureExtension.class)
class AuditWatchTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final AuditLog audit =
      database.transactional(AuditLog.class, new AuditLog(database.jdbc(), new TestClock().site()));
  private final AuditWatch watch = new AuditWatch(audit, new TestClock().site());

  /** Whatever other tests of this process made of the log. */
  @BeforeEach
  void tellAll() {
    ((Logger) LoggerFactory.getLogger(AuditWatch.class)).setLevel(Level.INFO);
  }

  @AfterEach
  void drop() {
    ((Logger) LoggerFactory.getLogger(AuditWatch.class)).setLevel(null);
    database.close();
  }

  private void seen(String... patients) {
    List.of(patients).forEach(it -> audit.append("carla", AuditAction.SEEN, "T1/" + it, "queue"));
  }

  private boolean holds() {
    watch.walk();
    return watch.last().orElseThrow().intact();
  }

  private void byTheOwner(String statement) {
    database.jdbc().sql("alter table audit disable trigger all").update();
    database.jdbc().sql(statement).update();
  }

  @Test
  void whatIsAddedBetweenTwoWalksIsFineAndTheEndIsTold(CapturedOutput log) {
    assertThat(holds()).isTrue();
    seen("anna");
    assertThat(holds()).isTrue();
    seen("bert");
    assertThat(holds()).isTrue();
    assertThat(log.getOut())
        .contains("The audit holds: 2 entries, last hash " + audit.latest(1).getFirst().hash());
  }

  @Test
  void aCutEndIsSeen() {
    seen("anna", "bert");
    assertThat(holds()).isTrue();
    byTheOwner("delete from audit where seq = 2");
    assertThat(holds()).isFalse();
    assertThat(holds()).isFalse();
  }

  @Test
  void aChainThatWasWrittenAnewIsSeenThoughItHolds(CapturedOutput log) {
    seen("anna", "bert");
    assertThat(holds()).isTrue();
    byTheOwner("delete from audit where seq = 2");
    seen("cleo", "dora");
    assertThat(audit.verify().broken()).isEmpty();
    assertThat(holds()).isFalse();
    assertThat(log.getOut()).contains("entry 2 is not the one that stood there");
  }
}
