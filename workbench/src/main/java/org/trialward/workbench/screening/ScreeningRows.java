package org.trialward.workbench.screening;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.ctms.screeninglog.LogEntry.Participation;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Demographics;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.queue.Candidates.Entry;
import tools.jackson.databind.json.JsonMapper;

/** What the database knows of candidates beside their row; asked for many at once. */
class ScreeningRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  ScreeningRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** One step of a candidate. */
  record StepRow(
      long candidate, CandidateState state, String who, Instant at, Optional<String> reason) {}

  /** The last answer that says more than that somebody looked. */
  record AnswerRow(String kind, Optional<String> code, Instant at) {}

  /** Who a patient is. */
  record Person(Optional<Demographics> demographics, PatientIdentity identity) {}

  long count(TrialId trial) {
    return jdbc.sql("select count(*) from candidate where trial = :trial")
        .param("trial", trial.value())
        .query(Long.class)
        .single();
  }

  /** The rule versions that candidates were judged by, the latest used first. */
  List<String> versions(TrialId trial) {
    return jdbc.sql(
            """
            select trial_version from candidate where trial = :trial
            group by trial_version order by max(changed_at) desc, trial_version
            """)
        .param("trial", trial.value())
        .query((row, n) -> row.getString("trial_version"))
        .list();
  }

  Map<Long, List<StepRow>> steps(List<Entry> page) {
    return jdbc
        .sql(
            """
            select candidate, state, who, at, reason from candidate_step
            where candidate = any(:numbers) order by candidate, revision
            """)
        .param("numbers", page.stream().map(e -> e.candidate().number()).toArray(Long[]::new))
        .query((row, n) ->
            new StepRow(
                row.getLong("candidate"),
                CandidateState.valueOf(row.getString("state")),
                row.getString("who"),
                row.getTimestamp("at").toInstant(),
                Optional.ofNullable(row.getString("reason"))))
        .list()
        .stream()
        .collect(Collectors.groupingBy(StepRow::candidate));
  }

  Map<PatientId, Person> people(List<Entry> page) {
    Map<PatientId, Person> people = new HashMap<>();
    jdbc.sql(
            """
            select patient, identity, facts::json -> 'demographics' as demographics
            from chart where patient = any(:patients)
            """)
        .param("patients", page.stream().map(e -> e.key().patient().value()).toArray(String[]::new))
        .query(row -> {
          people.put(
              new PatientId(row.getString("patient")),
              new Person(
                  Optional.ofNullable(row.getString("demographics"))
                      .map(text -> json.readValue(text, Demographics.class)),
                  json.readValue(row.getString("identity"), PatientIdentity.class)));
        });
    return people;
  }

  /**
   * The feed whose event made someone a candidate: the first that was done with the patient once
   * they were found. O(inbox), once a trial.
   */
  Map<Long, String> feeds(TrialId trial) {
    Map<Long, String> feeds = new HashMap<>();
    jdbc.sql(
            """
            select distinct on (c.number) c.number, i.feed
            from candidate c join inbox i on i.patient = c.patient
             and i.done_at >= c.detected_at and i.done_at < c.detected_at + interval '5 minutes'
            where c.trial = :trial order by c.number, i.done_at, i.id
            """)
        .param("trial", trial.value())
        .query(row -> {
          feeds.put(row.getLong("number"), row.getString("feed"));
        });
    return feeds;
  }

  /** The consents that were recorded, of each candidate the last one signed. */
  Map<Long, Participation> consents(TrialId trial) {
    Map<Long, Participation> consents = new HashMap<>();
    jdbc.sql(
            """
            select distinct on (s.candidate) s.candidate, s.version, s.signed_on
            from study_consent s join candidate c on c.number = s.candidate
            where c.trial = :trial order by s.candidate, s.signed_on desc, s.recorded_at desc
            """)
        .param("trial", trial.value())
        .query(row -> {
          consents.put(
              row.getLong("candidate"),
              new Participation(
                  Optional.of(row.getString("version")),
                  Optional.of(row.getObject("signed_on", LocalDate.class)),
                  Optional.empty(),
                  Optional.empty()));
        });
    return consents;
  }

  Map<Long, Instant> firstShown(TrialId trial) {
    Map<Long, Instant> shown = new HashMap<>();
    jdbc.sql(
            "select candidate, min(shown_at) as at from impression where trial = :trial group by candidate")
        .param("trial", trial.value())
        .query(row -> {
          shown.put(row.getLong("candidate"), row.getTimestamp("at").toInstant());
        });
    return shown;
  }

  Map<Long, AnswerRow> answers(TrialId trial) {
    Map<Long, AnswerRow> answers = new HashMap<>();
    jdbc.sql(
            """
            select distinct on (candidate) candidate, kind, code, given_at from answer
            where trial = :trial order by candidate, kind = 'SEEN', given_at desc, id desc
            """)
        .param("trial", trial.value())
        .query(row -> {
          answers.put(
              row.getLong("candidate"),
              new AnswerRow(
                  row.getString("kind"),
                  Optional.ofNullable(row.getString("code")),
                  row.getTimestamp("given_at").toInstant()));
        });
    return answers;
  }
}
