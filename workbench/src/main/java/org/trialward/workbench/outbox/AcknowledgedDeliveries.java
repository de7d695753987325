package org.trialward.workbench.outbox;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.ctms.HandedOver;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.trials.TrialLibrary;

/** Whom a destination took from the outbox. */
public final class AcknowledgedDeliveries implements HandedOver {
  private final JdbcClient jdbc;
  private final TrialLibrary trials;

  public AcknowledgedDeliveries(JdbcClient jdbc, TrialLibrary trials) {
    this.jdbc = jdbc;
    this.trials = trials;
  }

  @Override
  public List<Entry> to(String destination) {
    return jdbc.sql(
            """
            select number, trial, patient from candidate c
            where exists (
              select 1 from delivery d
              where d.candidate = c.number and d.destination = :destination
                and d.state = 'DONE' and d.receipt <> 'NOT_TAKEN')
            order by number
            """)
        .param("destination", destination)
        .query((row, n) ->
            entry(
                row.getLong("number"),
                new CandidateKey(
                    new TrialId(row.getString("trial")), new PatientId(row.getString("patient")))))
        .list();
  }

  private Entry entry(long number, CandidateKey key) {
    return new Entry(
        number,
        key,
        trials
            .find(key.trial())
            .flatMap(trial -> trial.dossier().approval())
            .map(Approval::number));
  }
}
