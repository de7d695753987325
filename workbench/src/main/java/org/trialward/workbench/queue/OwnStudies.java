package org.trialward.workbench.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;
import org.trialward.rules.patient.StudyParticipation;
import org.trialward.rules.patient.StudyParticipation.Status;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;
import org.trialward.rules.quantity.Interval;
import org.trialward.workbench.settings.SiteClock;

/**
 * The studies that a patient takes part in as our own queue knows, hours or days before the EMR
 * does, if it ever does: so that another trial's "no concurrent trial" sees them.
 */
public class OwnStudies {
  private static final Set<CandidateState> CONCERNED =
      EnumSet.of(
          CandidateState.ELIGIBLE,
          CandidateState.ENROLLED,
          CandidateState.FOLLOW_UP,
          CandidateState.COMPLETED,
          CandidateState.WITHDRAWN,
          CandidateState.DIED);

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public OwnStudies(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Whether a candidate in this state takes or took part in the study, or is about to. */
  public static boolean concerns(CandidateState state) {
    return CONCERNED.contains(state);
  }

  /** One fact a study. Who was only screened has none. */
  public List<Fact> of(PatientId patient) {
    return jdbc
        .sql(
            """
            select c.number, c.trial, c.state, c.revision,
              min(step.at) filter (where step.state in ('ENROLLED', 'FOLLOW_UP')) as began,
              max(step.at) filter (where step.state in ('COMPLETED', 'WITHDRAWN', 'DIED')
                                   and step.state_before <> step.state) as ended
            from candidate c join candidate_step step on step.candidate = c.number
            where c.patient = :patient and c.state = any(:states) and c.merged_into is null
            group by c.number
            """)
        .param("patient", patient.value())
        .param("states", CONCERNED.stream().map(Enum::name).toArray(String[]::new))
        .query(this::fact)
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Fact> fact(ResultSet row, int n) throws SQLException {
    Optional<Interval> began = day(row, "began");
    Optional<Status> status =
        switch (CandidateState.valueOf(row.getString("state"))) {
          case ENROLLED, FOLLOW_UP -> Optional.of(Status.TAKING_PART);
          case ELIGIBLE -> Optional.of(Status.UNCLEAR);
          case COMPLETED -> Optional.of(Status.ENDED);
          case WITHDRAWN, DIED -> began.map(_ -> Status.ENDED);
          default -> Optional.empty();
        };
    if (status.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StudyParticipation(
            List.of(Code.of(CodeSystem.CLINICAL_TRIALS_GOV.uri(), row.getString("trial"))),
            status.get(),
            began,
            status.get() == Status.ENDED ? day(row, "ended") : Optional.empty(),
            new Source("Candidate", row.getString("number"), row.getString("revision"))));
  }

  private Optional<Interval> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column))
        .map(at -> {
          Instant moment = at.toInstant();
          return Interval.on(LocalDate.ofInstant(moment, clock.zone()));
        });
  }
}
