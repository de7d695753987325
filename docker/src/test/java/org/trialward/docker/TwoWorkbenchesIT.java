package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.lifecycle.Startables;

/** Two containers on one PostgreSQL, the second started at the same time as the first. */
class TwoWorkbenchesIT {
  private static final int EACH = 20;

  /**
   * Who wrote a patient's chart and who closed the patient's event, by transaction: from the first
   * to the last of these the turn is surely held. Each chart takes a while, before anybody's row is
   * locked, so that two who work at once are seen.
   */
  private static final String PROBE =
      """
      create table probe (patient text, who inet, work xid8, at timestamptz);
      create function probe() returns trigger language plpgsql as $$
      begin
        insert into probe values (new.patient, inet_client_addr(), pg_current_xact_id(), clock_timestamp());
        if tg_table_name = 'chart' then perform pg_sleep(0.2); end if;
        return new;
      end $$;
      create trigger probe before insert on chart for each row execute function probe();
      create trigger probe after update on inbox for each row when (new.state = 'DONE') execute function probe();
      """;

  private static final String AT_ONCE =
      """
      with work as (select patient, work, min(at) as from_at, max(at) as to_at from probe group by patient, work)
      select a.patient from work a join work b
        on a.patient = b.patient and a.work < b.work and a.from_at <= b.to_at and b.from_at <= a.to_at
      """;

  private static final String ON_DUTY =
      """
      select host(client_addr) from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and classid = x'74726C77'::int::oid and objid = x'64757479'::int::oid and granted
      """;

  private static Site site;
  private static Emr emr;
  private static Workbench one;
  private static Workbench other;

  @BeforeAll
  static void start() {
    site = Site.open("two");
    emr = site.emr();
    one = workbench();
    other = workbench();
    Startables.deepStart(one, other).join();
    site.change(PROBE);
  }

  private static Workbench workbench() {
    return site.workbench().withEmr().withMessages().withEnv("TRIALWARD_DELIVER_ON", "detection");
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void shareTheWorkAndTakeOverFromEachOther() throws Exception {
    Browser ann = Browser.logIn(one, "ann", one.admit("ann", "coordinator"));
    for (int i = 0; i < EACH; i++) {
      emr.admit("http-" + i, "9.1");
      (i % 2 == 0 ? one : other).sendHba1c("1" + i, "8.1");
    }
    site.awaitCandidates(2L * EACH);

    assertThat(site.ask("select distinct host(who) from probe"))
        .as("who worked")
        .containsExactlyInAnyOrder(one.address(), other.address());

    List<String> onDuty = site.ask(ON_DUTY);
    assertThat(onDuty).hasSize(1);
    boolean first = onDuty.contains(one.address());
    Workbench gone = first ? one : other;
    Workbench stays = first ? other : one;
    for (int i = EACH; i < 2 * EACH; i++) {
      emr.admit("http-" + i, "9.1");
      stays.sendHba1c("1" + i, "8.1");
    }
    gone.kill();
    emr.admit("http-after", "9.1");
    await("the other takes over")
        .atMost(Site.GENEROUS)
        .until(() -> !site.ask("select 1 from candidate where patient = 'http-after'").isEmpty());
    assertThat(site.ask(ON_DUTY)).containsExactly(stays.address());
    site.awaitCandidates(4L * EACH + 1);

    assertThat(site.ask(AT_ONCE)).as("worked on twice at once").isEmpty();
    site.change(
        """
        insert into probe values ('both', null, '1', now() - interval '3 s'), ('both', null, '1', now() - interval '1 s'),
                                 ('both', null, '2', now() - interval '2 s'), ('both', null, '2', now());
        """);
    assertThat(site.ask(AT_ONCE)).as("it would have been seen").containsExactly("both");
    await("deliveries")
        .atMost(Site.GENEROUS)
        .until(() -> site.count("select count(*) from delivery where state <> 'DONE'") == 0);
    assertThat(emr.count("ResearchSubject")).isEqualTo(2 * EACH + 1);
    assertThat(
            site.ask(
                "select candidate || ' ' || destination from delivery group by candidate, destination, revision having count(*) > 1"))
        .isEmpty();
    assertThat(ann.get(stays, "/trials/IT-CONTAINER").body())
        .as("ann is still logged in")
        .contains("http-after");
    assertThat(Stream.of(one.getLogs(), other.getLogs()))
        .noneMatch(log -> log.contains("Nobody") || log.contains("N-http"));
  }
}
