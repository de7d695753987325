package org.trialward.fhir.emr;

import io.github.bucket4j.BlockingStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.trialward.fhir.emr.EmrException.Category;

/**
 * Through which every request to one EMR goes: not while it is to be left alone, not faster than
 * agreed, not too many at once, and not on and on when nobody answers.
 */
final class Governor {
  /** Answers missed in a row until the circuit opens. */
  static final int MISSES = 5;

  /** How long it stays open before one request looks whether the EMR is back. */
  static final Duration OPEN_FOR = Duration.ofSeconds(30);

  /** First and longest pause after "busy" without a time; doubled each time, plus or minus half. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final IntervalFunction BACK_OFF =
      IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2, 0.5, LONGEST_PAUSE);

  /** How long a request waits for one under way to end. */
  private static final Duration PLACE_WITHIN = Duration.ofMinutes(2);

  private final StayAway stayAway;
  private final Turns turns;
  private final Semaphore places;
  private final CircuitBreaker circuit;
  private final LastHour lastHour;
  private final AtomicInteger busyInARow = new AtomicInteger();
  private final AtomicReference<String> lastMiss = new AtomicReference<>("");

  Governor(Limits limits, StayAway stayAway, InstantSource clock, BlockingStrategy waiting) {
    this.stayAway = stayAway;
    this.turns = new Turns(limits, clock, waiting);
    this.places = new Semaphore(limits.concurrent(), true);
    this.circuit = circuit(clock);
    this.lastHour = new LastHour(clock);
  }

  private static CircuitBreaker circuit(InstantSource clock) {
    return CircuitBreaker.of(
        "emr",
        CircuitBreakerConfig.custom()
            .slidingWindow(MISSES, MISSES, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .waitDurationInOpenState(OPEN_FOR)
            .permittedNumberOfCallsInHalfOpenState(1)
            .clock(clock.withZone(ZoneOffset.UTC))
            .build());
  }

  /**
   * Asks when it may.
   *
   * @throws EmrException of the request; or {@code BUSY} or {@code UNAVAILABLE} of its own, without
   *     having asked
   */
  <T> T pass(Supplier<T> request) {
    stopWhileAway();
    turns.await();
    takePlace();
    try {
      // Others may have been sent away while we waited.
      stopWhileAway();
      stopWhileOpen();
      return ask(request);
    } finally {
      places.release();
    }
  }

  private void stopWhileAway() {
    stayAway
        .now()
        .ifPresent(pause -> {
          throw new EmrException(Category.BUSY, pause.why(), stayAway.left());
        });
  }

  /** After the pause one request looks; those beside it are not sent. */
  private void stopWhileOpen() {
    if (!circuit.tryAcquirePermission()) {
      throw new EmrException(Category.UNAVAILABLE, openBecause(lastMiss.get()));
    }
  }

  private static String openBecause(String lastMiss) {
    return "%s That came %d times in a row: it is asked again every %d seconds until it answers."
        .formatted(lastMiss, MISSES, OPEN_FOR.toSeconds());
  }

  private void takePlace() {
    try {
      if (!places.tryAcquire(PLACE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EmrException(
            Category.BUSY,
            "As many requests as trialward.emr.limit.concurrent allows wait for the EMR's answer: look whether it is slow today.");
      }
    } catch (InterruptedException e) {
      throw Turns.interrupted();
    }
  }

  private <T> T ask(Supplier<T> request) {
    lastHour.asked();
    boolean settled = false;
    try {
      T answer = request.get();
      answered();
      settled = true;
      return answer;
    } catch (EmrException e) {
      settled = true;
      throw failed(e);
    } finally {
      if (!settled) {
        circuit.releasePermission();
      }
    }
  }

  private void answered() {
    circuit.onSuccess(0, TimeUnit.NANOSECONDS);
    busyInARow.set(0);
  }

  /** What to tell who asked: the same, with how long everybody stays away. */
  private EmrException failed(EmrException e) {
    lastHour.failed(e);
    return switch (e.category()) {
      case BUSY -> {
        circuit.releasePermission();
        Duration wait = e.retryAfter().orElseGet(this::backOff);
        stayAway.asked(wait, String.valueOf(e.getMessage()));
        yield e.retryAfter().isPresent() ? e : e.after(wait);
      }
      case UNAVAILABLE -> {
        lastMiss.set(String.valueOf(e.getMessage()));
        circuit.onError(0, TimeUnit.NANOSECONDS, e);
        if (circuit.getState() == CircuitBreaker.State.OPEN) {
          stayAway.asked(OPEN_FOR, openBecause(lastMiss.get()));
        }
        yield e;
      }
      case REJECTED, FAULT -> {
        answered();
        yield e;
      }
    };
  }

  /** Several that were under way together are sent away once. */
  private Duration backOff() {
    int times =
        stayAway.now().isPresent() ? Math.max(1, busyInARow.get()) : busyInARow.incrementAndGet();
    return Duration.ofMillis(BACK_OFF.apply(times));
  }

  Traffic traffic() {
    return new Traffic(
        lastHour.requests(), lastHour.refused(), lastHour.unanswered(), state(), stayAway.now());
  }

  private Traffic.Circuit state() {
    return switch (circuit.getState()) {
      case OPEN, FORCED_OPEN -> Traffic.Circuit.OPEN;
      case HALF_OPEN -> Traffic.Circuit.PROBING;
      case CLOSED, DISABLED, METRICS_ONLY -> Traffic.Circuit.CLOSED;
    };
  }
}
