package org.trialward.workbench.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Types;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.TestDatabase;

/** What becomes of merges that an older program stored. */
class MergesInChainsTest {
  private static final String MERGED = "patient-merged: The record was merged into another.";

  private final TestDatabase database = TestDatabase.ofVersion("18");
  private final JdbcClient jdbc = database.jdbc();

  @AfterEach
  void drop() {
    database.close();
  }

  private long candidate(String patient, String state, String who, Optional<Long> carriedFrom) {
    return jdbc.sql(
            """
            insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict, reason,
              revision, changed_by, detected_at, changed_at, carried_from)
            values ('T1', :patient, :state, 'ELIGIBLE', '1', '2025-03-01', '{}', 'why', 1, :who, now(), now(), :from)
            returning number
            """)
        .param("patient", patient)
        .param("state", state)
        .param("who", who)
        .param("from", carriedFrom.orElse(null), Types.BIGINT)
        .query(Long.class)
        .single();
  }

  private void becomes(long number, String state, String who, String reason) {
    jdbc.sql(
            """
            update candidate set state = :state, changed_by = :who, reason = :reason, revision = revision + 1
            where number = :number
            """)
        .param("state", state)
        .param("who", who)
        .param("reason", reason)
        .param("number", number)
        .update();
  }

  /** As version 18 did it. */
  private void merge(long number, String survivor) {
    jdbc.sql(
            """
            update candidate set merged_into = :survivor, state_before = coalesce(state_before, state),
              reason_before = coalesce(reason_before, reason),
              changed_by_before = coalesce(changed_by_before, changed_by)
            where number = :number
            """)
        .param("survivor", survivor)
        .param("number", number)
        .update();
    becomes(number, "LAPSED", "engine", MERGED);
  }

  /** As version 18 did it. */
  private void carryOver(long from, long onto, String state, String who) {
    jdbc.sql(
            """
            update candidate set carried_from = :from, state_before = state, reason_before = reason,
              changed_by_before = changed_by
            where number = :onto
            """)
        .param("from", from)
        .param("onto", onto)
        .update();
    becomes(onto, state, who, "why");
  }

  /** What it was when it was merged away, what before an answer was carried to it, and whose. */
  private String stored(long number) {
    return jdbc.sql(
            """
            select coalesce(state_merged, '-') || ' by ' || coalesce(changed_by_merged, '-') || ', '
              || coalesce(state_before, '-') || ', ' || coalesce(carried_from::text, '-')
            from candidate where number = :number
            """)
        .param("number", number)
        .query(Rows.text())
        .single();
  }

  @Test
  void whatWasOnlyMadeByAMergeHadNothingBefore() {
    long a = candidate("a", "CONFIRMED", "carla", Optional.empty());
    long b = candidate("b", "CONFIRMED", "carla", Optional.of(a));
    merge(a, "b");
    merge(b, "c");
    database.migrate();

    assertThat(stored(a)).isEqualTo("CONFIRMED by carla, -, -");
    assertThat(stored(b)).isEqualTo("CONFIRMED by carla, -, " + a);
  }

  @Test
  void anAnswerThatWasCarriedOnIsToldApartFromWhatWasThereBefore() {
    long a = candidate("a", "CONFIRMED", "carla", Optional.empty());
    long b = candidate("b", "DETECTED", "engine", Optional.empty());
    carryOver(a, b, "CONFIRMED", "carla");
    merge(a, "b");
    long c = candidate("c", "LAPSED", "engine", Optional.empty());
    carryOver(b, c, "CONFIRMED", "carla");
    merge(b, "c");
    long d = candidate("d", "CONFIRMED", "carla", Optional.of(c));
    merge(c, "d");
    database.migrate();

    assertThat(stored(b)).isEqualTo("CONFIRMED by carla, DETECTED, " + a);
    assertThat(stored(c)).isEqualTo("CONFIRMED by carla, LAPSED, " + b);
    assertThat(stored(d)).isEqualTo("- by -, -, " + c);
  }

  @Test
  void whatTheEngineDetectedAgainKeepsItsAnswer() {
    long a = candidate("a", "CONFIRMED", "carla", Optional.empty());
    merge(a, "b");
    becomes(a, "DETECTED", "engine", "why");
    database.migrate();

    assertThat(stored(a)).isEqualTo("CONFIRMED by carla, -, -");
  }

  @Test
  void whatAPersonDecidedSinceIsTheCandidatesOwn() {
    long a = candidate("a", "CONFIRMED", "carla", Optional.empty());
    long b = candidate("b", "CONFIRMED", "carla", Optional.of(a));
    merge(a, "b");
    becomes(a, "DETECTED", "engine", "why");
    becomes(a, "REJECTED", "dora", "why");
    becomes(a, "LAPSED", "engine", "why");
    becomes(b, "CONTACTED", "dora", "why");
    database.migrate();

    assertThat(stored(a)).isEqualTo("- by -, -, -");
    assertThat(stored(b)).isEqualTo("- by -, -, -");
  }
}
