package org.trialward.workbench.trials;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.rules.document.RegistryRecord;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialWriter;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.settings.SiteClock;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Every version of every trial that came into force, and the registry's words. */
public class TrialStore {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SiteClock clock;
  private final Map<VersionKey, Trial> read = new ConcurrentHashMap<>();

  private record VersionKey(TrialId trial, String version) {}

  public TrialStore(JdbcClient jdbc, JsonMapper json, SiteClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** How a trial's criteria stand to what the store holds of that version. */
  enum Kept {
    NEW,
    KNOWN,
    /** The same version was in force with other criteria. */
    CONTRADICTED
  }

  /**
   * Keeps what the criteria say with all names resolved, so that a verdict can be made again when
   * shared files have changed.
   */
  Kept keep(Trial trial) {
    if (content(trial.id(), trial.version()).isEmpty() && add(trial)) {
      return Kept.NEW;
    }
    return version(trial.id(), trial.version()).criteria().equals(trial.criteria())
        ? Kept.KNOWN
        : Kept.CONTRADICTED;
  }

  /** Whether it was not there: another process may read the same files at this moment. */
  private boolean add(Trial trial) {
    return jdbc.sql(
                """
                insert into trial_version (trial, version, content, loaded_at)
                values (:trial, :version, :content, :now)
                on conflict do nothing
                """)
            .param("trial", trial.id().value())
            .param("version", trial.version())
            .param("content", TrialWriter.print(trial).getBytes(StandardCharsets.UTF_8))
            .param("now", Timestamp.from(clock.now()))
            .update()
        == 1;
  }

  /** A trial as it was in that version. */
  public Trial version(TrialId id, String version) {
    return read.computeIfAbsent(
        new VersionKey(id, version),
        key ->
            content(id, version)
                .flatMap(
                    bytes -> TrialReader.readPrinted(id + " version " + version, bytes).trial())
                .orElseThrow(() ->
                    new IllegalStateException(
                        "The trial `%s` in version `%s` is not in the store."
                            .formatted(id, version))));
  }

  private Optional<byte[]> content(TrialId id, String version) {
    return jdbc.sql("select content from trial_version where trial = :trial and version = :version")
        .param("trial", id.value())
        .param("version", version)
        .query((row, n) -> row.getBytes("content"))
        .optional();
  }

  void keep(RegistryRecord record) {
    jdbc.sql(
            """
            insert into registry_record (id, title, parts, imported_at)
            values (:id, :title, :parts::jsonb, :now)
            on conflict (id) do update
              set title = excluded.title, parts = excluded.parts, imported_at = excluded.imported_at
            """)
        .param("id", record.id())
        .param("title", record.title())
        .param("parts", json.writeValueAsString(record.parts()))
        .param("now", Timestamp.from(clock.now()))
        .update();
  }

  /**
   * The registry's own sentences and fields by number and name; empty where the record was not
   * imported.
   */
  public Map<String, String> registryParts(String record) {
    return jdbc.sql("select parts from registry_record where id = :id")
        .param("id", record)
        .query(String.class)
        .optional()
        .map(parts -> json.readValue(parts, new TypeReference<LinkedHashMap<String, String>>() {}))
        .orElseGet(LinkedHashMap::new);
  }
}
