package org.trialward.fhir.emr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;
import org.trialward.fhir.emr.EmrException.Category;

/** Counts requests by the minute and forgets them after an hour. */
final class LastHour {
  private static final long MINUTES = Duration.ofHours(1).toMinutes();

  private static final class Minute {
    private final long number;
    private long requests;
    private long refused;
    private long unanswered;

    Minute(long number) {
      this.number = number;
    }
  }

  private final InstantSource clock;
  private final Deque<Minute> minutes = new ArrayDeque<>();

  LastHour(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void asked() {
    current().requests++;
  }

  synchronized void failed(EmrException e) {
    if (e.category() == Category.UNAVAILABLE) {
      current().unanswered++;
    } else if (!e.isGone() && e.category() != Category.FAULT) {
      current().refused++;
    }
  }

  synchronized long requests() {
    return sum(minute -> minute.requests);
  }

  synchronized long refused() {
    return sum(minute -> minute.refused);
  }

  synchronized long unanswered() {
    return sum(minute -> minute.unanswered);
  }

  private long sum(ToLongFunction<Minute> count) {
    current();
    return minutes.stream().mapToLong(count).sum();
  }

  private Minute current() {
    long now = Duration.between(Instant.EPOCH, clock.instant()).toMinutes();
    while (!minutes.isEmpty() && minutes.getFirst().number <= now - MINUTES) {
      minutes.removeFirst();
    }
    if (minutes.isEmpty() || minutes.getLast().number < now) {
      minutes.addLast(new Minute(now));
    }
    return minutes.getLast();
  }
}
