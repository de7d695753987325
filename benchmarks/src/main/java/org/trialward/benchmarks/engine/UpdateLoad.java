package org.trialward.benchmarks.engine;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.trialward.benchmarks.workload.Workload;
import org.trialward.matcher.Matcher;
import org.trialward.matcher.Population;
import org.trialward.rules.trial.Trial;

/**
 * Another thread that replaces trials by others and patients by others, ten times a second, and
 * makes the patients visible once a second.
 */
public final class UpdateLoad implements AutoCloseable {
  private static final int TICKS_A_SECOND = 10;
  private static final int TRIALS_A_TICK = 1;
  private static final int PATIENTS_A_TICK = 100;

  private final Workload workload;
  private final int trials;
  private final int patients;
  private final Matcher matcher;
  private final Population population;
  private final AtomicLong ticks = new AtomicLong();
  private final long start = System.nanoTime();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> work;

  public UpdateLoad(
      Workload workload, int trials, int patients, Matcher matcher, Population population) {
    this.workload = workload;
    this.trials = trials;
    this.patients = patients;
    this.matcher = matcher;
    this.population = population;
    this.work =
        thread.scheduleAtFixedRate(this::tick, 0, 1_000 / TICKS_A_SECOND, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    long tick = ticks.get();
    for (int n = 0; n < TRIALS_A_TICK; n++) {
      int number = (int) ((tick * TRIALS_A_TICK + n) % trials);
      Trial other = workload.trial((number + 1) % trials);
      matcher.put(Drafts.as(workload.trial(number).id(), other));
    }
    for (int n = 0; n < PATIENTS_A_TICK; n++) {
      int number = (int) ((tick * PATIENTS_A_TICK + n) % patients);
      population.put(
          Drafts.as(workload.patient(number).id(), workload.patient((number + 1) % patients))
              .asOf(workload.asOf()),
          new Population.Reading(tick, Optional.empty()));
    }
    if (tick % TICKS_A_SECOND == 0) {
      population.refresh();
    }
    ticks.incrementAndGet();
  }

  /** How many patients it really changed in a second: a busy machine may not keep up. */
  public double patientsASecond() {
    return ticks.get() * PATIENTS_A_TICK / ((System.nanoTime() - start) / 1e9);
  }

  /**
   * @throws IllegalStateException when a change failed
   */
  @Override
  public void close() {
    if (work.isDone()) {
      throw new IllegalStateException("A change failed: " + work.exceptionNow().getMessage());
    }
    thread.close();
  }
}
