package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.bulk.BulkState.Manifest;
import org.trialward.fhir.emr.Answer;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.intake.Together;

/**
 * FHIR Bulk Data Access (HL7 IG 2.0.0): asks for an export, waits for it, reads its files. Keeps
 * nothing itself: what it did stands in a {@link BulkState}.
 */
public final class BulkExport {
  private static final Logger LOG = LoggerFactory.getLogger(BulkExport.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FHIR_JSON = "application/fhir+json";
  private static final String NDJSON = "application/fhir+ndjson";
  private static final int ACCEPTED = 202;

  /** Where the EMR does not say when to ask again. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Those of millions of patients take hours. */
  private static final Duration LONGEST = Duration.ofDays(2);

  private final Emr emr;

  public BulkExport(Emr emr) {
    this.emr = emr;
  }

  /** What came of asking how it goes. */
  public sealed interface Poll {}

  /**
   * Not yet.
   *
   * @param pause how long to wait until the next question
   * @param told what the EMR says of it, e.g. "35 %"
   */
  public record Underway(Duration pause, Optional<String> told) implements Poll {}

  /**
   * The EMR refused to say. That may pass; if it comes some times in a row, the export failed.
   *
   * @param pause how long to wait until the next question
   */
  public record Refused(Duration pause, int status) implements Poll {}

  /** Its files can be read. */
  public record Finished(BulkState state) implements Poll {}

  /** Asks for an export. */
  public BulkState start(BulkRequest request) {
    Map<String, String> headers = Map.of("Accept", FHIR_JSON, "Prefer", "respond-async");
    try (Answer answer = emr.open(request.path(), headers, true)) {
      Optional<String> status = answer.header("Content-Location");
      if (answer.status() != ACCEPTED || status.isEmpty()) {
        throw new EmrException(
            Category.FAULT,
            "The EMR did not begin an export: see in its /metadata whether it offers $export, and for which Group.");
      }
      return new BulkState(status, Optional.of(emr.now()), Optional.empty());
    }
  }

  /**
   * Asks how it goes.
   *
   * @throws ExportExpired where the EMR knows nothing of it any more, or does not end it; it is
   *     cancelled then
   */
  public Poll poll(BulkState state) {
    Poll poll = answered(state);
    if (poll instanceof Underway && isOverdue(state)) {
      cancelled(state);
      throw ExportExpired.overdue(LONGEST);
    }
    return poll;
  }

  private boolean isOverdue(BulkState state) {
    return state.asked().filter(asked -> asked.plus(LONGEST).isBefore(emr.now())).isPresent();
  }

  private Poll answered(BulkState state) {
    try {
      return ask(state);
    } catch (EmrException e) {
      if (e.isGone()) {
        LOG.warn(
            "The EMR knows nothing any more of the export that it began ({}): it is asked for again",
            e.httpStatus().orElseThrow());
        throw ExportExpired.forgotten();
      }
      if (e.category() == Category.BUSY) {
        return new Underway(pause(e.retryAfter()), Optional.empty());
      }
      if (isRefused(e)) {
        return new Refused(pause(e.retryAfter()), e.httpStatus().orElseThrow());
      }
      throw e;
    }
  }

  /**
   * An export that failed: the EMR need not keep it, and it can be asked for again.
   *
   * @return what to throw
   */
  public ExportExpired failed(BulkState state, Refused refused) {
    cancelled(state);
    return ExportExpired.failed(refused.status());
  }

  private void cancelled(BulkState state) {
    try {
      cancel(state);
    } catch (EmrException e) {
      LOG.warn("The EMR may keep an export that is not wanted any more: {}", e.getMessage());
    }
  }

  /** How an EMR says that an export failed; what answers 502 or 504 stands before it. */
  private static boolean isRefused(EmrException e) {
    return e.isStatus(500)
        || (e.category() == Category.REJECTED && e.httpStatus().isPresent() && !e.isStatus(401));
  }

  /** The list of files may go on behind a link (draft of IG 3.0). */
  private Poll ask(BulkState state) {
    List<Manifest> parts = new ArrayList<>();
    Set<String> visited = new HashSet<>();
    Optional<String> url = state.statusUrl();
    while (url.isPresent()) {
      if (!visited.add(url.get())) {
        throw noManifest();
      }
      try (Answer answer = emr.open(url.get(), Map.of("Accept", "application/json"), true)) {
        if (answer.status() == ACCEPTED) {
          return new Underway(pause(answer.retryAfter()), answer.header("X-Progress"));
        }
        JsonNode json = json(answer);
        parts.add(manifest(json));
        url = BulkState.next(json);
      }
    }
    return new Finished(
        new BulkState(state.statusUrl(), state.asked(), parts.stream().reduce(Manifest::and)));
  }

  /** Not at once, even if the EMR says so, or a moment that is past by our clock. */
  private static Duration pause(Optional<Duration> asked) {
    return asked.map(wait -> wait.compareTo(LEAST) < 0 ? LEAST : wait).orElse(PAUSE);
  }

  private static JsonNode json(Answer answer) {
    try (InputStream body = answer.body()) {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw noManifest();
    }
  }

  private static Manifest manifest(JsonNode json) {
    try {
      return BulkState.manifest(json);
    } catch (DateTimeException e) {
      throw noManifest();
    }
  }

  private static EmrException noManifest() {
    return new EmrException(
        Category.FAULT,
        "The EMR's list of exported files is not as the Bulk Data IG has it: tell its administrator.");
  }

  /** Tells the EMR that the export is not wanted any more, under way or taken. */
  public void cancel(BulkState state) {
    state
        .statusUrl()
        .ifPresent(url -> {
          try {
            emr.delete(url);
          } catch (EmrException e) {
            // It is gone already, or the EMR does not offer to forget it; nobody waits for it.
            if (e.isRetryable()) {
              throw e;
            }
          }
        });
  }

  /** The lines of all resource files. */
  public Lines lines(Manifest manifest) {
    return new RemoteFiles(emr, manifest.output(), manifest.authorized(), NDJSON);
  }

  /**
   * {@code Type/id} of what the EMR says was deleted: its files hold transaction Bundles of DELETE
   * entries.
   */
  public List<String> deleted(Manifest manifest) {
    List<String> references = new ArrayList<>();
    each(
        manifest.deleted(),
        manifest,
        bundle ->
            bundle
                .path("entry")
                .forEach(entry -> {
                  JsonNode request = entry.path("request");
                  if (request.path("method").asText().equals("DELETE")) {
                    Together.relative(request.path("url").asText()).ifPresent(references::add);
                  }
                }));
    return List.copyOf(references);
  }

  /**
   * What the EMR could not export, from the codes of its OperationOutcomes; its own words stay out,
   * they may name a patient.
   */
  public List<String> errors(Manifest manifest) {
    List<String> errors = new ArrayList<>();
    each(
        manifest.errors(),
        manifest,
        outcome ->
            outcome
                .path("issue")
                .forEach(issue -> {
                  String severity = issue.path("severity").asText();
                  if (severity.equals("error") || severity.equals("fatal")) {
                    errors.add(
                        "The EMR left something out of the export (%s): ask its administrator for the reason in its log."
                            .formatted(code(issue)));
                  }
                }));
    return List.copyOf(errors);
  }

  private static String code(JsonNode issue) {
    String code = issue.path("code").asText();
    return code.matches("[a-z-]{1,30}") ? code : "no reason given";
  }

  private interface Each {
    void take(JsonNode document);
  }

  private void each(List<String> urls, Manifest manifest, Each each) {
    new RemoteFiles(emr, urls, manifest.authorized(), NDJSON)
        .read(
            Place.START,
            (line, after, where) -> {
              try {
                each.take(JSON.readTree(line));
              } catch (JsonProcessingException e) {
                throw notNdjson();
              } catch (IOException inMemory) {
                throw new UncheckedIOException(inMemory);
              }
            },
            (where, what) -> {
              throw notNdjson();
            });
  }

  private static EmrException notNdjson() {
    return new EmrException(
        Category.FAULT,
        "A file of the EMR's export is not NDJSON: tell its administrator, and export again.");
  }
}
