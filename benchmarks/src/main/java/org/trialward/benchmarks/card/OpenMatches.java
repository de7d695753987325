package org.trialward.benchmarks.card;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Outlook;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.json.VerdictDocument.CriterionDocument;

/** Candidates in the queue, each patient in several trials of the demo. */
final class OpenMatches {
  static final int PATIENTS = 20_000;
  static final int TRIALS_A_PATIENT = 5;

  /** A trial of the demo has about so many; some are open. */
  private static final int CRITERIA = 20;

  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  private OpenMatches() {}

  static String patient(int number) {
    return "patient-" + number % PATIENTS;
  }

  /** Stores all of them. */
  static void fill(JdbcClient jdbc) {
    List<String> trials =
        jdbc.sql("select distinct trial from trial_version order by trial limit :most")
            .param("most", TRIALS_A_PATIENT)
            .query((row, n) -> row.getString(1))
            .list();
    for (String trial : trials) {
      jdbc.sql(
              """
              insert into candidate (trial, patient, state, outcome, trial_version, as_of, verdict,
                                     chart_revision, shared_files, revision, changed_by, detected_at, changed_at)
              select :trial, 'patient-' || n, 'DETECTED', 'POSSIBLE', '1', :day,
                     replace(:verdict, 'PATIENT', 'patient-' || n)::jsonb, 1, '', 1, 'engine', now(), now()
              from generate_series(0, :patients - 1) as n
              """)
          .param("trial", trial)
          .param("day", DAY)
          .param("verdict", Json.mapper().writeValueAsString(verdict(trial)))
          .param("patients", PATIENTS)
          .update();
    }
    jdbc.sql("analyze candidate").update();
  }

  private static VerdictDocument verdict(String trial) {
    return new VerdictDocument(
        trial,
        "1",
        "PATIENT",
        DAY,
        Outcome.POSSIBLE,
        IntStream.range(0, CRITERIA).mapToObj(OpenMatches::criterion).toList(),
        Outlook.OPEN_TO_RESULTS);
  }

  private static CriterionDocument criterion(int number) {
    Truth truth = number % 5 == 0 ? Truth.UNKNOWN : Truth.TRUE;
    return new CriterionDocument(
        "criterion-" + number,
        "inclusion",
        "A sentence about what the patient must have for longer than %d months.".formatted(number),
        List.of(String.valueOf(number)),
        truth,
        truth,
        List.of(new Evidence.Missing("a result of the last 90 days", "none is recorded")),
        Outlook.OPEN_TO_RESULTS);
  }
}
