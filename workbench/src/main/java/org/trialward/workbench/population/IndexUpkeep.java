package org.trialward.workbench.population;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** Keeps the index of patients in step with the charts, beside everything else. */
public final class IndexUpkeep implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(IndexUpkeep.class);

  /** Between two lines in the log about one run. */
  private static final Duration LINE = Duration.ofSeconds(5);

  private final PatientIndex index;
  private final TrialwardSettings.Index settings;
  private final SiteClock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("patient-index").daemon().factory());
  private Instant commitAt = Instant.MIN;
  private Instant tryAt = Instant.MIN;
  private Instant line = Instant.MIN;
  private volatile boolean running;

  public IndexUpkeep(PatientIndex index, TrialwardSettings.Index settings, SiteClock clock) {
    this.index = index;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void start() {
    running = true;
    var _ =
        thread.scheduleWithFixedDelay(
            this::tend, 0, settings.refresh().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tend() {
    Instant now = clock.now();
    if (!running || now.isBefore(tryAt)) {
      return;
    }
    try {
      if (index.isBehind()) {
        catchUp(now);
      } else {
        index.refresh();
      }
      if (!now.isBefore(commitAt)) {
        index.commit();
        commitAt = now.plus(settings.commit());
      }
    } catch (RuntimeException e) {
      tryAt = now.plus(settings.commit());
      if (running) {
        LOG.warn(
            "The index of patients is not up to date: {}. It is tried again in {} s. If this stays, check the disk and the database, or delete its folder while the program is stopped",
            problem(e),
            settings.commit().toSeconds());
      }
    }
  }

  /** What a file system says names files; other messages may quote data. */
  private static String problem(RuntimeException e) {
    return e instanceof UncheckedIOException
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName();
  }

  private void catchUp(Instant now) {
    line = now.plus(LINE);
    IndexState before = index.state();
    index.catchUp(this::tell);
    if (index.state() instanceof IndexState.Unavailable(var why)) {
      tryAt = now.plus(settings.commit());
      if (!index.state().equals(before)) {
        LOG.warn("Counts are not available: {}", why);
      }
    }
  }

  private void tell(Progress progress) {
    if (!progress.now().isBefore(line)) {
      LOG.info("Index of patients: {}", progress);
      line = progress.now().plus(LINE);
    }
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdown();
    index.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** First to start, because it takes long; last to stop, because work still tells it changes. */
  @Override
  public int getPhase() {
    return 0;
  }
}
