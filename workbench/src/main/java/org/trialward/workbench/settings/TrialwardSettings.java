package org.trialward.workbench.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Every setting of the product. README's table says the same for people.
 *
 * @param dataDir where the embedded database and the index of all patients live
 */
@Validated
@ConfigurationProperties("trialward")
public record TrialwardSettings(
    @DefaultValue("var") Path dataDir,
    @Valid @DefaultValue Site site,
    @Valid @DefaultValue Trials trials,
    @Valid @DefaultValue Database database,
    @Valid @DefaultValue Index index,
    @Valid @DefaultValue Emr emr,
    @Valid @DefaultValue Hook hook,
    @Valid @DefaultValue Deliver deliver,
    @Valid @DefaultValue Ctms ctms,
    @Valid @DefaultValue Cds cds) {

  /**
   * The hospital.
   *
   * @param name as it stands in screening logs
   * @param zone in whose days windows and ages are counted
   * @param asOf evaluate as of this day instead of today; for demonstrations and validation only
   */
  public record Site(
      @DefaultValue("site") String name,
      @DefaultValue("UTC") ZoneId zone,
      Optional<LocalDate> asOf) {}

  /**
   * The trials.
   *
   * @param path file or folder of trial files
   * @param registry NDJSON of registry records (API v2); those of the trials are imported
   */
  public record Trials(@DefaultValue("trials") Path path, Optional<String> registry) {}

  /**
   * The database; embedded when no URL is given.
   *
   * @param url JDBC URL of a PostgreSQL
   */
  public record Database(
      Optional<String> url,
      @DefaultValue("trialward") String user,
      @DefaultValue("") String password) {}

  /**
   * The index of all patients, made from the stored charts.
   *
   * @param path its folder; {@code index} in the data folder when none is given
   * @param refresh until a change counts
   * @param commit until a change outlasts this process
   */
  public record Index(
      Optional<String> path,
      @DefaultValue("1s") Duration refresh,
      @DefaultValue("60s") Duration commit) {}

  /** Where the index of all patients lies. */
  public Path indexFolder() {
    return index.path().map(Path::of).orElseGet(() -> dataDir.resolve("index")).toAbsolutePath();
  }

  /**
   * The EMR's FHIR R4 server; without a URL nothing is read and nothing written back.
   *
   * @param pollInterval pause between two looks for changes
   * @param pageSize resources a page
   * @param writeBack whether anything is written into the EMR
   */
  public record Emr(
      Optional<URI> url,
      Optional<String> token,
      @DefaultValue("10s") @NotNull Duration pollInterval,
      @DefaultValue("200") int pageSize,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration readTimeout,
      @DefaultValue("true") boolean writeBack) {}

  /**
   * The rest-hook endpoint {@code /hook}.
   *
   * @param token the bearer token that the EMR's subscription must send; without it the endpoint is
   *     closed
   */
  public record Hook(Optional<String> token) {}

  /**
   * When candidates leave the queue.
   *
   * @param on on a coordinator's confirmation, or already on detection
   * @param retryFirst pause before the first retry; doubled each time
   * @param retryMost longest pause between retries
   */
  public record Deliver(
      @DefaultValue("confirmation") Moment on,
      @DefaultValue("2s") Duration retryFirst,
      @DefaultValue("5m") Duration retryMost) {

    /** The moment of the first delivery. */
    public enum Moment {
      CONFIRMATION,
      DETECTION
    }
  }

  /** The CTMSs, each on where its first setting is given. */
  public record Ctms(
      @Valid @DefaultValue ScreeningLog screeningLog, @Valid @DefaultValue Redcap redcap) {}

  /**
   * The screening log as CSV files.
   *
   * @param folder where to append; without it there is no screening log
   * @param emrPatientId whether the EMR's logical patient id may stand in the log
   */
  public record ScreeningLog(
      Optional<String> folder, @DefaultValue("false") boolean emrPatientId) {}

  /**
   * A REDCap project.
   *
   * @param apiUrl as REDCap's API page shows it; without it there is no REDCap
   * @param token of a user with import rights; a secret
   */
  public record Redcap(
      Optional<URI> apiUrl,
      Optional<String> token,
      @DefaultValue("TW-") String recordPrefix,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration requestTimeout) {}

  /**
   * The CDS Hooks service.
   *
   * @param access closed (default) answers nobody; open answers everybody who reaches the port, for
   *     demonstrations only
   * @param pagesUrl where a browser reaches these pages, for links on cards
   */
  public record Cds(@DefaultValue("closed") Access access, Optional<URI> pagesUrl) {

    /** Who is answered. */
    public enum Access {
      CLOSED,
      OPEN
    }
  }
}
