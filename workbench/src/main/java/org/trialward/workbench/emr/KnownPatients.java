package org.trialward.workbench.emr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.intake.ChangeFeed;
import org.trialward.fhir.intake.ChangeHint;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.Poll;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;

/**
 * For an EMR that takes no search without a patient, e.g. Epic: whoever has a chart is read again
 * when it is more than a day old. Who is new comes by messages, notifications and exports.
 */
public final class KnownPatients implements ChangeFeed {
  private static final Logger LOG = LoggerFactory.getLogger(KnownPatients.class);
  private static final String NAME = "emr-known";

  /** Of its hints, which are our own: the EMR's silence is not measured by them. */
  private static final String HINTS = "known-patients";

  /** A day, and the time that a nightly export may take. */
  private static final Duration OLD = Duration.ofHours(30);

  /** So many charts are looked at in one poll; no message waits behind more than these. */
  private static final int A_POLL = 100;

  /** So many wait for an EMR that is down; when it is back, messages wait behind them. */
  private static final int MOST_IN_VAIN = 1_000;

  private static final String RESTRICTED =
      "[{\"what\": \"%s\"}]".formatted(ChartReader.RESTRICTED_RECORD);

  private static final String REMEDY =
      "This EMR does not list its patients and takes no search without one: connect HL7 v2"
          + " (trialward.hl7.listeners, mode: hint), its notifications (trialward.hook.token) or a"
          + " bulk export of a Group (./trialward bulk --group, trialward.emr.bulk.at)";

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public KnownPatients(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    LOG.warn("{}. Who is known is read again every day", REMEDY);
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * Who has a chart.
   *
   * @param restricted whether only a person may open it, so that we never ask again by ourselves
   */
  private record Known(PatientId patient, Instant readAt, boolean restricted) {

    boolean isDue(Instant old) {
      return readAt.isBefore(old) && !restricted && !HospitalRecords.isOwn(patient);
    }
  }

  /**
   * The charts in order, some in each poll.
   *
   * @param cursor the patient after whom the round goes on
   */
  @Override
  public Poll poll(Optional<String> cursor) {
    String after = cursor.orElse("");
    if (isBehind()) {
      return new Poll(List.of(), after, false);
    }
    List<Known> next = after(after);
    if (next.isEmpty() && after.isEmpty()) {
      throw new EmrException(Category.REJECTED, "No patient of the EMR is known. " + REMEDY + ".");
    }
    Instant old = clock.now().minus(OLD);
    return new Poll(
        next.stream().filter(known -> known.isDue(old)).map(KnownPatients::hint).toList(),
        next.size() < A_POLL ? "" : next.getLast().patient().value(),
        false);
  }

  private static ChangeHint hint(Known known) {
    return new ChangeHint(
        HINTS,
        Optional.of(known.patient()),
        Optional.empty(),
        known.readAt(),
        "Patient/%s@known/%s".formatted(known.patient(), known.readAt()));
  }

  /** Whether the EMR was not asked yet for all whom the last poll named, or shows nearly nobody. */
  private boolean isBehind() {
    return jdbc.sql(
            """
            select count(*) filter (where attempts = 0) > 0 or count(*) >= :most
            from inbox where state = 'OPEN' and feed = :feed
            """)
        .param("feed", HINTS)
        .param("most", MOST_IN_VAIN)
        .query(Boolean.class)
        .single();
  }

  private List<Known> after(String patient) {
    return jdbc.sql(
            """
            select patient, read_at, unusable @> :restricted::jsonb as restricted
            from chart where patient > :after order by patient limit :most
            """)
        .param("after", patient)
        .param("restricted", RESTRICTED)
        .param("most", A_POLL)
        .query((row, n) ->
            new Known(
                new PatientId(row.getString("patient")),
                row.getTimestamp("read_at").toInstant(),
                row.getBoolean("restricted")))
        .list();
  }

  @Override
  public List<String> blindTo() {
    return List.of(
        "new patients. " + REMEDY,
        "changes of known patients, until their chart is a day old, where none of these tells of them");
  }
}
