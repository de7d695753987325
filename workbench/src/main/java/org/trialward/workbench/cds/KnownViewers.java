package org.trialward.workbench.cds;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.settings.SiteClock;

/**
 * What the EMR once said about those who open patients, as long as it may be believed. Writing does
 * not wait for the disk: what a power cut takes is learned again.
 */
public class KnownViewers {
  private static final Duration SPECIALTIES = Duration.ofDays(90);
  private static final Duration TREATS = Duration.ofDays(30);

  /** Somebody who did not treat the patient may do so tomorrow. */
  private static final Duration TREATS_NOT = Duration.ofDays(1);

  /** What is said again is written again only after so long. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final SiteClock clock;

  public KnownViewers(JdbcClient jdbc, SiteClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * What is known; each part empty where it is not.
   *
   * @param specialties {@code system|code}
   */
  record Known(Optional<Set<String>> specialties, Optional<Boolean> treats) {}

  Known find(String practitioner, PatientId patient) {
    return jdbc.sql(
            """
            select
              (select specialties from viewer
               where practitioner = :practitioner and learned_at > :specialtiesSince) as specialties,
              (select treats from treating
               where practitioner = :practitioner and patient = :patient
                 and learned_at > case when treats then :treatsSince::timestamptz else :treatsNotSince::timestamptz end) as treats
            """)
        .param("practitioner", practitioner)
        .param("patient", patient.value())
        .param("specialtiesSince", before(SPECIALTIES))
        .param("treatsSince", before(TREATS))
        .param("treatsNotSince", before(TREATS_NOT))
        .query((row, n) ->
            new Known(
                specialties(row), Optional.ofNullable(row.getObject("treats", Boolean.class))))
        .single();
  }

  private static Optional<Set<String>> specialties(ResultSet row) throws SQLException {
    Array codes = row.getArray("specialties");
    return codes == null ? Optional.empty() : Optional.of(Set.of((String[]) codes.getArray()));
  }

  void specialties(String practitioner, Set<String> codes) {
    jdbc.sql(
            """
            insert into viewer (practitioner, specialties, learned_at)
            select :practitioner, :codes::text[], :now::timestamptz
            from (select set_config('synchronous_commit', 'off', true)) as soon
            on conflict (practitioner) do update
              set specialties = excluded.specialties, learned_at = excluded.learned_at
              where viewer.learned_at < :fresh or viewer.specialties <> excluded.specialties
            """)
        .param("practitioner", practitioner)
        .param("codes", codes.stream().sorted().toArray(String[]::new))
        .param("now", Timestamp.from(clock.now()))
        .param("fresh", before(FRESH))
        .update();
  }

  void treats(String practitioner, PatientId patient, boolean treats) {
    jdbc.sql(
            """
            insert into treating (practitioner, patient, treats, learned_at)
            select :practitioner, :patient, :treats, :now::timestamptz
            from (select set_config('synchronous_commit', 'off', true)) as soon
            on conflict (practitioner, patient) do update
              set treats = excluded.treats, learned_at = excluded.learned_at
              where treating.learned_at < :fresh or treating.treats <> excluded.treats
            """)
        .param("practitioner", practitioner)
        .param("patient", patient.value())
        .param("treats", treats)
        .param("now", Timestamp.from(clock.now()))
        .param("fresh", before(FRESH))
        .update();
  }

  /** Deletes what is not believed any more. */
  public void forget() {
    jdbc.sql("delete from viewer where learned_at < :since")
        .param("since", before(SPECIALTIES))
        .update();
    jdbc.sql("delete from treating where learned_at < :since")
        .param("since", before(TREATS))
        .update();
  }

  private Timestamp before(Duration duration) {
    return Timestamp.from(clock.now().minus(duration));
  }
}
