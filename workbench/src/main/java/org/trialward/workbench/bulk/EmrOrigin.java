package org.trialward.workbench.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.trialward.fhir.bulk.BulkExport;
import org.trialward.fhir.bulk.BulkRequest;
import org.trialward.fhir.bulk.BulkState;
import org.trialward.fhir.bulk.BulkState.Manifest;

/** An export of the EMR. */
public final class EmrOrigin implements Origin {
  /** So many refusals in a row to say how an export goes mean that it failed. */
  private static final int MOST_REFUSALS = 3;

  private final BulkExport export;
  private final BulkRequest request;
  private final Pause pause;
  private final Consumer<String> told;

  /** Waits; a test does not. */
  @FunctionalInterface
  public interface Pause {
    void rest(Duration time) throws InterruptedException;
  }

  /**
   * This export.
   *
   * @param told takes what the EMR says of its progress and its errors
   */
  public EmrOrigin(BulkExport export, BulkRequest request, Pause pause, Consumer<String> told) {
    this.export = export;
    this.request = request;
    this.pause = pause;
    this.told = told;
  }

  @Override
  public String name() {
    return request.group().map(id -> "Group/" + id).orElse("everybody");
  }

  @Override
  public Optional<Instant> since() {
    return request.since();
  }

  @Override
  public Missing missing() {
    return request.group().isPresent() ? Missing.ASKED : Missing.REMOVED;
  }

  @Override
  public Ready ready(String remembered, Consumer<String> remember) {
    BulkState state = BulkState.read(remembered);
    if (state.statusUrl().isEmpty()) {
      state = export.start(request);
      remember.accept(state.text());
    }
    if (state.manifest().isEmpty()) {
      state = waited(state);
      remember.accept(state.text());
    }
    Manifest manifest = state.manifest().orElseThrow();
    List<String> errors = export.errors(manifest);
    errors.forEach(told);
    return new Ready(
        export.lines(manifest), manifest.at(), export.deleted(manifest), errors.isEmpty());
  }

  private BulkState waited(BulkState asked) {
    int refusals = 0;
    while (true) {
      switch (export.poll(asked)) {
        case BulkExport.Finished(var state) -> {
          return state;
        }
        case BulkExport.Underway(var wait, var progress) -> {
          refusals = 0;
          progress.ifPresent(text -> told.accept("The EMR exports: " + text));
          rest(wait);
        }
        case BulkExport.Refused refused -> {
          refusals++;
          if (refusals == MOST_REFUSALS) {
            throw export.failed(asked, refused);
          }
          rest(refused.pause());
        }
      }
    }
  }

  private void rest(Duration wait) {
    try {
      pause.rest(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while the EMR exports: start the same load again, it goes on here.", e);
    }
  }

  @Override
  public void taken(String state) {
    export.cancel(BulkState.read(state));
  }
}
