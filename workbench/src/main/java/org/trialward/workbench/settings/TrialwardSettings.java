package org.trialward.workbench.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;
import org.trialward.ctms.rpe.RpeSettings;
import org.trialward.ctms.rpe.SoapVersion;
import org.trialward.ctms.screeninglog.Disclosure;
import org.trialward.fhir.hl7.Acknowledge;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.fhir.intake.ReadTypes;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.fhir.subject.Strategy;
import org.trialward.fhir.subject.WriteBackPlan;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.message.MessageFeed;

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
    @Valid @DefaultValue Hl7 hl7,
    @Valid @DefaultValue Documents documents,
    @Valid @DefaultValue Deliver deliver,
    @Valid @DefaultValue Ctms ctms,
    @Valid @DefaultValue Cds cds,
    @Valid @DefaultValue Launch smart,
    @Valid @DefaultValue Flags flags,
    @Valid @DefaultValue Match match,
    @Valid @DefaultValue Metrics metrics,
    @Valid @DefaultValue Traces traces) {

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
   * @param token where the EMR gave one that does not end; else see {@link Smart}
   * @param pollInterval pause between two looks for changes
   * @param pageSize resources a page
   * @param writeBack what is written into the EMR
   * @param documents whether C-CDA documents that the EMR keeps are read with a whole chart
   * @param dispenses whether what a pharmacy handed out is read, too
   * @param codeSystems its names of code systems to their URIs
   * @param bulk the nightly comparison with an export
   */
  public record Emr(
      Optional<URI> url,
      Optional<String> token,
      @DefaultValue("10s") @NotNull Duration pollInterval,
      @DefaultValue("100") int pageSize,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration readTimeout,
      @Valid @DefaultValue WriteBack writeBack,
      @DefaultValue("false") boolean documents,
      @DefaultValue("false") boolean dispenses,
      @DefaultValue Map<String, String> codeSystems,
      @Valid @DefaultValue Smart smart,
      @Valid @DefaultValue Limit limit,
      @Valid @DefaultValue Bulk bulk) {

    public ReadTypes readTypes() {
      return new ReadTypes(documents, dispenses);
    }

    /** The same as what the readers of charts ask for. */
    public OwnSystems ownSystems() {
      return new OwnSystems(codeSystems);
    }
  }

  /**
   * What is written into the EMR.
   *
   * @param enabled whether anything is
   * @param order the ways to tell those who treat the patient, the most wanted first; what the EMR
   *     does not take is passed over, and after the last there is the card
   * @param trials the order of single trials, by their ids
   * @param recipients of messages, e.g. Practitioner/7; some EMRs take no message without
   * @param screeningList whether a list of each study's subjects is kept beside them
   */
  public record WriteBack(
      @DefaultValue("true") boolean enabled,
      @DefaultValue({
            "flag",
            "task",
            "service-request",
            "communication",
            "document-note",
            "observation",
            "cds-card"
          })
          List<Strategy> order,
      @DefaultValue Map<String, List<Strategy>> trials,
      @DefaultValue List<String> recipients,
      @DefaultValue("false") boolean screeningList) {

    /** The whole of it as one word: {@code trialward.emr.write-back=false}. */
    public static WriteBack of(String word) {
      if (!word.equalsIgnoreCase("false")) {
        throw new IllegalArgumentException(
            "trialward.emr.write-back is on unless it is false: remove it, or set trialward.emr.write-back.enabled.");
      }
      return new WriteBack(false, List.of(), Map.of(), List.of(), false);
    }

    public WriteBackPlan plan() {
      return new WriteBackPlan(order, trials);
    }
  }

  /**
   * Every night all charts are compared with an export of the EMR; without a time they are not.
   *
   * @param group the Group that is exported; everybody when none is given
   * @param at the time on the site's wall clock, e.g. 02:30
   */
  public record Bulk(Optional<String> group, Optional<LocalTime> at) {}

  /**
   * SMART Backend Services, on where a client id is set.
   *
   * @param keyFile our private keys, a JWK set; a secret
   * @param tokenUrl instead of the one that the EMR names
   * @param scopes instead of one for each type that is read or written
   */
  public record Smart(
      Optional<String> clientId,
      Optional<String> keyFile,
      Optional<URI> tokenUrl,
      Optional<List<String>> scopes) {}

  /**
   * How much is asked of the EMR at most.
   *
   * @param perSecond requests a second in the long run
   * @param burst requests at once after a rest
   * @param concurrent requests under way at the same time
   * @param quietFrom when the hours begin that have their own rate, in the site's zone
   * @param quietPerSecond requests a second in quiet hours; 0 for none
   */
  public record Limit(
      @DefaultValue("100") double perSecond,
      @DefaultValue("200") int burst,
      @DefaultValue("8") int concurrent,
      Optional<LocalTime> quietFrom,
      Optional<LocalTime> quietUntil,
      @DefaultValue("1") double quietPerSecond) {}

  /**
   * The rest-hook endpoint {@code /hook}; closed where neither is set.
   *
   * @param token the bearer token that the EMR's subscription must send
   * @param secret with which the EMR signs notifications ({@code X-Hub-Signature}); a signed one
   *     needs no token
   */
  public record Hook(Optional<String> token, Optional<String> secret) {}

  /**
   * HL7 v2 over MLLP.
   *
   * @param listeners one a sender
   * @param keep how long messages are kept after they were read, for a second reading
   */
  public record Hl7(
      @DefaultValue List<@Valid Listener> listeners, @DefaultValue("30d") Duration keep) {}

  /**
   * One port on which a sender's messages arrive.
   *
   * @param name of the feed; stays the same over the years
   * @param host on whose address to listen
   * @param mode whether its messages say at whom to look, or are the chart
   * @param acknowledge when the sender is answered
   * @param mostBytes of one message
   * @param authorities in mode hint: assigning authority (PID-3.4) to the identifier system of the
   *     EMR's FHIR server
   */
  public record Listener(
      @NotBlank String name,
      @DefaultValue("0.0.0.0") String host,
      @Min(1) @Max(65535) int port,
      @DefaultValue("facts") MessageFeed.Mode mode,
      @Valid @DefaultValue Sender sender,
      @DefaultValue Map<String, String> authorities,
      @DefaultValue("as-asked") Acknowledge acknowledge,
      @Valid @DefaultValue Tls tls,
      @DefaultValue("16MB") DataSize mostBytes) {}

  /**
   * How a sender writes.
   *
   * @param zone of its wall clocks; the site's when none is given
   * @param charset where a message does not say
   * @param authority whose the record numbers are where a message does not say
   * @param recordType the identifier type that names a record (HL7 table 0203)
   * @param codeSystems its names of code systems to their URIs
   * @param units its spellings of units to UCUM
   * @param ignore segments to read over without a note, e.g. ZPV
   */
  public record Sender(
      Optional<ZoneId> zone,
      @DefaultValue("UTF-8") Charset charset,
      @DefaultValue("") String authority,
      @DefaultValue("MR") String recordType,
      @DefaultValue Map<String, String> codeSystems,
      @DefaultValue Map<String, String> units,
      @DefaultValue Set<String> ignore) {

    /** The same as what the readers of messages ask for. */
    public FeedProfile profile(String feed, ZoneId site) {
      return new FeedProfile(
          feed,
          zone.orElse(site),
          charset,
          authority,
          recordType,
          new OwnSystems(codeSystems),
          units,
          ignore);
    }
  }

  /**
   * A secret channel (MLLPS).
   *
   * @param keyStore PKCS #12 file with our key and certificate; without it the channel is open
   * @param trustStore PKCS #12 file of those whom we trust; with it only senders with a certificate
   *     of theirs may connect
   */
  public record Tls(
      Optional<String> keyStore,
      Optional<String> keyPassword,
      Optional<String> trustStore,
      Optional<String> trustPassword) {

    public Tls {
      if (keyStore.isEmpty() && (keyPassword.isPresent() || trustStore.isPresent())) {
        throw new IllegalArgumentException(
            "A listener has a key password or a trust store but no key store, and would be open: set tls.key-store.");
      }
    }
  }

  /**
   * C-CDA documents.
   *
   * @param folder where they are put; each is moved to {@code taken} or {@code refused} in it
   * @param mode whether they are part of the chart, or say at whom to look
   */
  public record Documents(
      Optional<String> folder,
      @DefaultValue("facts") MessageFeed.Mode mode,
      @Valid @DefaultValue Sender sender,
      @DefaultValue Map<String, String> authorities) {}

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

  /**
   * The CTMSs, each on where its first setting is given.
   *
   * @param pollInterval pause between two looks for changed statuses
   */
  public record Ctms(
      @Valid @DefaultValue ScreeningLog screeningLog,
      @Valid @DefaultValue Redcap redcap,
      @Valid @DefaultValue Oncore oncore,
      @Valid @DefaultValue Rpe rpe,
      @DefaultValue("5m") @NotNull Duration pollInterval,
      @Valid @DefaultValue RpeInbound rpeInbound) {}

  /**
   * Who may tell us of statuses by IHE RPE at {@code /ctms/rpe}; without a token and a user nobody.
   *
   * @param token bearer token; a secret
   * @param user for HTTP basic authentication
   */
  public record RpeInbound(
      Optional<String> token, Optional<String> user, Optional<String> password) {

    public RpeInbound {
      if (user.isPresent() != password.isPresent()) {
        throw new IllegalArgumentException(
            "trialward.ctms.rpe-inbound.user and .password go together: set both or none.");
      }
    }
  }

  /**
   * The screening log.
   *
   * @param folder where to append CSV rows; without it none are, and the log can be downloaded
   * @param emrPatientId whether the EMR's logical patient id may stand in the log
   * @param dates how the downloaded log tells dates
   */
  public record ScreeningLog(
      Optional<String> folder,
      @DefaultValue("false") boolean emrPatientId,
      @DefaultValue("relative") Disclosure.Dates dates) {}

  /**
   * A REDCap project.
   *
   * @param apiUrl as REDCap's API page shows it; without it there is no REDCap
   * @param token of a user with import rights; a secret
   * @param triggerToken that REDCap's Data Entry Trigger must send to {@code /ctms/redcap}; a
   *     secret
   */
  public record Redcap(
      Optional<URI> apiUrl,
      Optional<String> token,
      Optional<String> triggerToken,
      @DefaultValue("TW-") String recordPrefix,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration requestTimeout) {}

  /**
   * An OnCore.
   *
   * @param url before {@code oncore-api}; without it there is no OnCore
   * @param clientSecret a secret
   * @param allowPhi whether names, record numbers and birth dates may go there
   * @param protocols OnCore's protocol ids by trial, where the approval's number does not find them
   */
  public record Oncore(
      Optional<URI> url,
      Optional<String> clientId,
      Optional<String> clientSecret,
      @DefaultValue("false") boolean allowPhi,
      Optional<String> studySite,
      @DefaultValue Map<String, Long> protocols,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration requestTimeout) {}

  /**
   * IHE RPE, sent and received.
   *
   * @param endpoint where we send; without it nothing is sent
   * @param allowPhi whether record numbers may go there
   * @param studies the other side's study numbers by trial, for both ways
   * @param states the other side's texts by our state, where they differ from the defaults
   * @param password a secret
   */
  public record Rpe(
      Optional<URI> endpoint,
      @DefaultValue("v1.2") SoapVersion soap,
      @DefaultValue("alert-protocol-state") RpeSettings.Message message,
      @DefaultValue("false") boolean allowPhi,
      Optional<String> patientRoot,
      Optional<String> studyRoot,
      @DefaultValue Map<String, String> studies,
      @DefaultValue Map<CandidateState, String> states,
      Optional<String> user,
      Optional<String> password,
      @DefaultValue("5s") Duration connectTimeout,
      @DefaultValue("30s") Duration requestTimeout) {}

  /**
   * {@code ResearchStudy/$match} for other systems.
   *
   * @param token what they must send; a secret. Without it nobody is answered
   */
  public record Match(Optional<String> token) {}

  /**
   * Metrics for Prometheus.
   *
   * @param token with which a monitoring system may read them; a secret
   */
  public record Metrics(Optional<String> token) {}

  /**
   * Traces of requests and of the work on patients.
   *
   * @param endpoint of an OpenTelemetry collector, by OTLP over HTTP; without it there are none
   * @param share of the traces that are kept, from 0 to 1
   */
  public record Traces(
      Optional<URI> endpoint, @DefaultValue("1") @DecimalMin("0") @DecimalMax("1") double share) {}

  /**
   * The CDS Hooks service.
   *
   * @param access closed (default) answers nobody; jwt answers whom the issuers vouch for; open
   *     answers everybody who reaches the port, for demonstrations only
   * @param url where the EMR reaches this program, without {@code /cds-services}: tokens must be
   *     made for addresses below it
   * @param issuers whose tokens are accepted
   * @param validAtMost from a token's issue to its expiry
   * @param pagesUrl where a browser reaches these pages, for links on cards
   * @param links what a card links to
   */
  public record Cds(
      @DefaultValue("closed") Access access,
      Optional<URI> url,
      @DefaultValue List<@Valid Issuer> issuers,
      @DefaultValue("5m") Duration validAtMost,
      Optional<URI> pagesUrl,
      @DefaultValue("pages") Links links) {

    /** Who is answered. */
    public enum Access {
      CLOSED,
      JWT,
      OPEN
    }

    /** What a card links to. */
    public enum Links {
      /** The candidate's page, behind a login of its own. */
      PAGES,
      /** The details page, launched by the EMR as a SMART app. */
      SMART
    }

    public Cds {
      issuers = List.copyOf(issuers);
      if (access == Access.JWT && issuers.isEmpty()) {
        throw new IllegalArgumentException(
            "trialward.cds.access is jwt and nobody's tokens would be accepted: set trialward.cds.issuers.");
      }
      if (access == Access.JWT
          && url.isEmpty()
          && issuers.stream().anyMatch(issuer -> issuer.audience().isEmpty())) {
        throw new IllegalArgumentException(
            "trialward.cds.access is jwt and tokens cannot be checked for whom they are: set trialward.cds.url, or an audience for each issuer.");
      }
    }
  }

  /**
   * An EMR that may call.
   *
   * @param issuer {@code iss} of its tokens
   * @param jku where its public keys are; a token may name this address and no other
   * @param keyFile its public keys, a JWK set; read instead of the address
   * @param audience what its tokens are made for, where that is not the called address
   */
  public record Issuer(
      @NotBlank String issuer,
      Optional<URI> jku,
      Optional<String> keyFile,
      Optional<String> audience) {

    public Issuer {
      if (jku.isEmpty() && keyFile.isEmpty()) {
        throw new IllegalArgumentException(
            "An issuer of trialward.cds.issuers has no keys: set its jku or its key-file.");
      }
      if (keyFile.isEmpty() && jku.filter(Issuer::isSafe).isEmpty()) {
        throw new IllegalArgumentException(
            "A jku of trialward.cds.issuers is not https: anybody on the way could put keys there.");
      }
    }

    private static boolean isSafe(URI address) {
      return "https".equals(address.getScheme())
          || ("http".equals(address.getScheme())
              && Set.of("127.0.0.1", "localhost", "[::1]")
                  .contains(String.valueOf(address.getHost())));
    }
  }

  /**
   * Which physicians see cards.
   *
   * @param show of trials that are not named below
   * @param weeklyCap cards that one physician is shown in 7 days
   * @param minimumResponse under this share of answered proposals a trial's cards stop; in %
   * @param minimumPrecision under this share of candidates that people kept they stop; in %
   * @param trials by trial id; capitals do not matter, because the environment has none
   */
  public record Flags(
      @DefaultValue("queue") Show show,
      @DefaultValue("5") @Min(0) int weeklyCap,
      @DefaultValue("30") @Min(0) @Max(100) int minimumResponse,
      @DefaultValue("10") @Min(0) @Max(100) int minimumPrecision,
      @DefaultValue Map<String, @Valid TrialFlags> trials) {

    /** Where a trial's candidates are shown. */
    public enum Show {
      /** To coordinators alone. */
      QUEUE,
      /** Also to physicians, on cards. */
      CARD
    }
  }

  /**
   * The cards of one trial, where they differ.
   *
   * @param specialties as {@code system|code}; without any, every specialty
   */
  public record TrialFlags(
      Optional<Flags.Show> show,
      @DefaultValue
          List<@Pattern(regexp = ".+\\|.+", message = "must be written system|code") String>
              specialties,
      Optional<@Min(0) @Max(100) Integer> minimumResponse,
      Optional<@Min(0) @Max(100) Integer> minimumPrecision) {}

  /**
   * The details page, launched from within the EMR (SMART App Launch).
   *
   * @param servers the EMRs that may launch it; none: it is off
   * @param frameAncestors in whose frames it may stand, e.g. {@code https://emr.example}; none: in
   *     nobody's
   * @param session how long a launch opens the patient
   * @param timeout for one answer of the EMR's authorization server
   * @param contact whom a physician may call, where the trial has no contact of its own
   * @param contacts by trial
   */
  public record Launch(
      @DefaultValue List<@Valid LaunchServer> servers,
      @DefaultValue List<String> frameAncestors,
      @DefaultValue("30m") Duration session,
      @DefaultValue("5s") Duration timeout,
      Optional<String> contact,
      @DefaultValue Map<String, String> contacts) {

    public Launch {
      for (String origin : frameAncestors) {
        if (!origin.matches("https?://[A-Za-z0-9*.:-]+")) {
          throw new IllegalArgumentException(
              "trialward.smart.frame-ancestors names an origin, e.g. https://emr.example; got `%s`."
                  .formatted(origin));
        }
      }
    }
  }

  /**
   * An EMR that may launch the details page.
   *
   * @param iss its FHIR endpoint, as it names itself in a launch
   * @param clientId under which it registered the details page
   * @param keyFile our private keys, a JWK set; a secret
   * @param clientSecret where the EMR takes no keys
   */
  public record LaunchServer(
      @NotNull URI iss,
      @NotBlank String clientId,
      Optional<String> keyFile,
      Optional<String> clientSecret,
      @DefaultValue({"launch", "openid", "fhirUser", "patient/Patient.rs", "user/Practitioner.r"})
          List<String> scopes) {

    public LaunchServer {
      if (keyFile.isPresent() == clientSecret.isPresent()) {
        throw new IllegalArgumentException(
            "The server `%s` of trialward.smart.servers needs one of key-file and client-secret: the keys are better."
                .formatted(iss));
      }
      if (!scopes.contains("launch") || !scopes.contains("openid")) {
        throw new IllegalArgumentException(
            "The scopes of `%s` in trialward.smart.servers lack launch or openid: without them nobody knows the patient or the physician."
                .formatted(iss));
      }
    }
  }
}
