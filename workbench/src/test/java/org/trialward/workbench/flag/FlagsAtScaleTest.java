package org.trialward.workbench.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.flag.TestFlagSettings.onCards;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.queue.Candidates;

/** A physician does not wait: 100,000 candidates, 20,000 showings, 20,000 answers. */
class FlagsAtScaleTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Viewer DORA = new Viewer("Practitioner/7", Set.of(), true);

  private static final Pattern PAGES =
      Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

  private final JdbcClient jdbc = DATABASE.jdbc();

  @BeforeAll
  static void aLargeHospital() {
    DATABASE
        .jdbc()
        .sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
              chart_revision, shared_files, revision, changed_by, detected_at, changed_at, merged_into)
            select 'T' || n % 5, 'p' || n / 5, 'DETECTED', 'POSSIBLE', '1', '2025-01-01', '{}', 0, '', 1, 'engine',
              now(), now(), case when n % 100 = 0 then 'p' || n / 5 + 1 end
            from generate_series(0, 99999) as n;
            insert into impression (card, candidate, trial, practitioner, specialty, hook, shown_at)
            select gen_random_uuid(), n, 'T1', 'Practitioner/' || n % 500, '', 'patient-view',
              timestamptz '2025-03-01' - n % 80 * interval '1 day' from generate_series(1, 20000) as n;
            insert into answer (candidate, trial, practitioner, kind, via, given_at)
            select n, 'T1', 'Practitioner/' || n % 500, case when n % 5 = 0 then 'NEVER_THIS_TRIAL' else 'WAVED_AWAY' end,
              'card', '2025-02-20' from generate_series(1, 20000) as n;
            insert into opt_out (patient, source, recorded_at)
            select 'p' || n * 10, 'x', now() from generate_series(1, 1000) as n;
            analyze
            """)
        .update();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  @Test
  void oneLookAtAPatientReadsAFewPagesOfTheDatabase() {
    TestClock clock = new TestClock();
    Flags flags =
        new Flags(jdbc, new Candidates(jdbc, Json.mapper(), clock.site()), onCards(), clock.site());
    PatientId patient = new PatientId("p777");
    assertThat(flags.judge(DORA, patient)).hasSize(5);
    List<String> plan =
        jdbc.sql("explain (analyze, buffers) " + Flags.STANDINGS)
            .params(flags.parameters(DORA, patient, clock.instant()))
            .query(Rows.text())
            .list();
    assertThat(plan)
        .noneMatch(line -> line.matches(".*Seq Scan on (candidate|impression|answer|opt_out).*"));
    assertThat(pages(plan)).isBetween(1, 100); // Some 1,500 hold the candidates alone.
  }

  /** The first line of this kind counts the whole query. */
  private static int pages(List<String> plan) {
    Matcher pages = PAGES.matcher(String.join("\n", plan));
    assertThat(pages.find()).isTrue();
    return Stream.of(pages.group(1), pages.group(2))
        .filter(Objects::nonNull)
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
