package org.trialward.workbench.ctms;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.ctms.StatusChange.Subject.Recorded;
import org.trialward.fhir.record.RecordKey;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.record.HospitalRecords.Standing;

/** Whom a report of the trial office means. Where that is not certain, nobody. */
class Subjects {
  private final JdbcClient jdbc;
  private final Candidates candidates;
  private final HospitalRecords records;

  Subjects(JdbcClient jdbc, Candidates candidates, HospitalRecords records) {
    this.jdbc = jdbc;
    this.candidates = candidates;
    this.records = records;
  }

  /** The candidate, locked until the transaction ends; of a merged record, the survivor's. */
  Optional<Entry> find(StatusChange change) {
    Optional<Entry> said =
        switch (change.subject()) {
          case Numbered(long number) -> candidates.find(number).filter(c -> isOf(c, change));
          case Recorded by -> trial(change).flatMap(trial -> recorded(by, trial));
        };
    return said.map(candidates::survivor)
        .flatMap(entry -> candidates.findForUpdate(entry.candidate().number()));
  }

  /** Our number names one trial already; a report that names another is about somebody else. */
  private static boolean isOf(Entry candidate, StatusChange change) {
    return change.trial().map(candidate.key().trial()::equals).orElse(true);
  }

  /** Where the other side says only its own id of the study, that may be ours. */
  private static Optional<TrialId> trial(StatusChange change) {
    if (change.trial().isPresent()) {
      return change.trial();
    }
    try {
      return Optional.of(new TrialId(change.study().strip()));
    } catch (IllegalArgumentException notOfThatForm) {
      return Optional.empty();
    }
  }

  private Optional<Entry> recorded(Recorded by, TrialId trial) {
    if (by.number().isBlank()) {
      return Optional.empty();
    }
    RecordKey key = new RecordKey(by.authority(), by.number());
    return records.knows(key)
        ? candidates.find(new CandidateKey(trial, holder(key)))
        : isOurs(key.authority()) ? Optional.empty() : byNumberAlone(key.number(), trial);
  }

  private PatientId holder(RecordKey key) {
    PatientId patient = records.patient(key);
    return records.standing(patient) instanceof Standing.Retired(PatientId survivor)
        ? survivor
        : patient;
  }

  /** Whether our records know this authority: then a number that they do not know is nobody's. */
  private boolean isOurs(String authority) {
    return jdbc.sql("select exists (select 1 from hospital_record where authority = :authority)")
        .param("authority", authority)
        .query(Boolean.class)
        .single();
  }

  /**
   * A site that reads its EMR by FHIR knows no authorities: there the number alone must do, among
   * the trial's candidates, and only where it is one candidate's.
   */
  private Optional<Entry> byNumberAlone(String number, TrialId trial) {
    List<Entry> found =
        jdbc
            .sql(
                """
                select c.number from candidate c
                where c.trial = :trial and (
                  exists (select 1 from chart
                          where chart.patient = c.patient and chart.identity::jsonb ->> 'recordNumber' = :number)
                  or exists (select 1 from hospital_record r where r.patient = c.patient and r.number = :number))
                """)
            .param("trial", trial.value())
            .param("number", number)
            .query((row, n) -> row.getLong(1))
            .list()
            .stream()
            .flatMap(candidate -> candidates.find(candidate).stream())
            .map(candidates::survivor)
            .distinct()
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
