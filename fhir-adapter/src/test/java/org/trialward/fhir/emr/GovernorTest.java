package org.trialward.fhir.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.BlockingStrategy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.Traffic.Circuit;

class GovernorTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final SetClock clock = new SetClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final StayAway stayAway = new StayAway(clock);

  /** When each request went out. */
  private final List<Instant> asked = new ArrayList<>();

  private Governor governor(Limits limits) {
    BlockingStrategy timePasses = nanos -> clock.pass(Duration.ofNanos(nanos));
    return new Governor(limits, stayAway, clock, timePasses);
  }

  private Governor governor() {
    return governor(Limits.NONE);
  }

  private void ask(Governor governor) {
    governor.pass(() -> asked.add(clock.instant()));
  }

  private EmrException fail(Governor governor, EmrException how) {
    return catchThrowableOfType(
        EmrException.class,
        () ->
            governor.pass(() -> {
              asked.add(clock.instant());
              throw how;
            }));
  }

  private static EmrException busy(Optional<Duration> retryAfter) {
    return new EmrException(Category.BUSY, "The EMR is busy.", retryAfter);
  }

  private static EmrException unavailable() {
    return new EmrException(Category.UNAVAILABLE, "The EMR cannot be reached: check the network.");
  }

  private Duration left() {
    return stayAway.left().orElse(Duration.ZERO);
  }

  @Nested
  class AtItsRate {
    @Test
    void aBurstGoesAtOnceAndTheRestAtTheRate() {
      Governor governor = governor(new Limits(2, 3, 4, Optional.empty()));
      Instant start = clock.instant();
      for (int i = 0; i < 7; i++) {
        ask(governor);
      }
      assertThat(asked)
          .extracting(when -> Duration.between(start, when).toMillis())
          .containsExactly(0L, 0L, 0L, 500L, 1_000L, 1_500L, 2_000L);
    }

    @Test
    void whoWouldWaitTooLongIsPutOff() {
      List<Duration> wished = new ArrayList<>();
      Governor governor =
          new Governor(
              new Limits(Limits.LEAST_PER_SECOND, 1, 4, Optional.empty()),
              stayAway,
              clock,
              nanos -> wished.add(Duration.ofNanos(nanos)));
      ask(governor);
      ask(governor);
      assertThat(wished).containsExactly(Duration.ofMinutes(1));
      EmrException e = catchThrowableOfType(EmrException.class, () -> ask(governor));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.retryAfter()).isPresent();
      assertThat(e).hasMessageContaining("trialward.emr.limit.per-second");
    }

    @Test
    void noMoreAreUnderWayThanAgreed() throws Exception {
      Governor governor = governor(new Limits(1_000, 1_000, 3, Optional.empty()));
      AtomicInteger under = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      CountDownLatch three = new CountDownLatch(3);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          all.add(
              threads.submit(() ->
                  governor.pass(() -> {
                    most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    three.countDown();
                    try {
                      three.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    return under.decrementAndGet();
                  })));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      assertThat(most).hasValue(3);
      assertThat(governor.traffic().requests()).isEqualTo(20);
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
      assertThatThrownBy(() -> new Limits(0, 1, 1, Optional.empty()))
          .hasMessageContaining("trialward.emr.limit.per-second");
      assertThatThrownBy(() -> new Limits(1, 0, 1, Optional.empty()))
          .hasMessageContaining("trialward.emr.limit.burst");
      assertThatThrownBy(() -> new Limits(1, 1, 0, Optional.empty()))
          .hasMessageContaining("trialward.emr.limit.concurrent");
    }
  }

  @Nested
  class InQuietHours {
    private Limits quiet(double perSecond) {
      return new Limits(
          100,
          100,
          4,
          Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30), BERLIN, perSecond)));
    }

    @Test
    void theRateIsTheirOwnInTheSitesZone() {
      Governor governor = governor(quiet(0.5));
      clock.set("2026-11-22T20:59:59Z");
      for (int i = 0; i < 20; i++) {
        ask(governor);
      }
      assertThat(asked).allMatch(when -> when.equals(Instant.parse("2026-11-22T20:59:59Z")));
      asked.clear();
      clock.set("2026-11-22T21:00:00Z");
      for (int i = 0; i < 4; i++) {
        ask(governor);
      }
      assertThat(asked)
          .extracting(Instant::toString)
          .containsExactly(
              "2026-11-22T21:00:00Z",
              "2026-11-22T21:00:02Z",
              "2026-11-22T21:00:04Z",
              "2026-11-22T21:00:06Z");
    }

    @Test
    void nothingIsAskedWhereTheRateIsNone() {
      Governor governor = governor(quiet(0));
      clock.set("2026-11-23T00:00:00Z");
      EmrException e = catchThrowableOfType(EmrException.class, () -> ask(governor));
      assertThat(e.retryAfter()).contains(Duration.ofMinutes(5 * 60 + 30));
      assertThat(e).hasMessageContaining("06:30");
      assertThat(asked).isEmpty();
      clock.set("2026-11-23T05:30:00Z");
      ask(governor);
      assertThat(asked).hasSize(1);
    }

    @Test
    void mayLieWithinADay() {
      QuietHours noon = new QuietHours(LocalTime.NOON, LocalTime.of(13, 0), BERLIN, 1);
      assertThat(noon.include(Instant.parse("2026-11-22T10:59:59Z"))).isFalse();
      assertThat(noon.include(Instant.parse("2026-11-22T11:00:00Z"))).isTrue();
      assertThat(noon.include(Instant.parse("2026-11-22T12:00:00Z"))).isFalse();
      // In summer the same hours are an hour earlier in UTC.
      assertThat(noon.include(Instant.parse("2026-07-22T10:30:00Z"))).isTrue();
    }

    @Test
    void withoutAnEndAreRefused() {
      assertThatThrownBy(() -> new QuietHours(LocalTime.NOON, LocalTime.NOON, BERLIN, 1))
          .hasMessageContaining("quiet-from");
    }
  }

  @Nested
  class WhenTheEmrIsBusy {
    @Test
    void nothingIsAskedForAsLongAsItSaid() {
      Governor governor = governor();
      fail(governor, busy(Optional.of(Duration.ofSeconds(17))));
      clock.pass(Duration.ofSeconds(16));
      EmrException e = catchThrowableOfType(EmrException.class, () -> ask(governor));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
      assertThat(e).hasMessage("The EMR is busy.");
      assertThat(asked).hasSize(1);
      assertThat(governor.traffic().pause()).isPresent();
      clock.pass(Duration.ofSeconds(1));
      ask(governor);
      assertThat(asked).hasSize(2);
      assertThat(governor.traffic().pause()).isEmpty();
    }

    @Test
    void ofTwoPausesTheLongerCounts() {
      stayAway.asked(Duration.ofMinutes(10), "long");
      stayAway.asked(Duration.ofMinutes(1), "short");
      assertThat(stayAway.left()).contains(Duration.ofMinutes(10));
    }

    @Test
    void thePausesGrowWhereItDoesNotSayHowLongUpToALimit() {
      Governor governor = governor();
      Duration expected = Governor.FIRST_PAUSE;
      for (int times = 0; times < 12; times++) {
        fail(governor, busy(Optional.empty()));
        assertThat(left()).isBetween(expected.dividedBy(2), expected.plus(expected.dividedBy(2)));
        clock.pass(left());
        expected = expected.multipliedBy(2);
        expected =
            expected.compareTo(Governor.LONGEST_PAUSE) > 0 ? Governor.LONGEST_PAUSE : expected;
      }
    }

    @Test
    void anAnswerMakesThePausesShortAgain() {
      Governor governor = governor();
      for (int times = 0; times < 6; times++) {
        fail(governor, busy(Optional.empty()));
        clock.pass(left());
      }
      ask(governor);
      fail(governor, busy(Optional.empty()));
      assertThat(left()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void whoWaitedForATurnMeanwhileDoesNotAskEither() {
      BlockingStrategy sentAwayMeanwhile =
          nanos -> {
            clock.pass(Duration.ofNanos(nanos));
            stayAway.asked(Duration.ofMinutes(1), "Another was told to slow down.");
          };
      Governor governor =
          new Governor(new Limits(1, 1, 4, Optional.empty()), stayAway, clock, sentAwayMeanwhile);
      ask(governor);
      assertThatThrownBy(() -> ask(governor)).hasMessage("Another was told to slow down.");
      assertThat(asked).hasSize(1);
    }
  }

  @Nested
  class WhenTheEmrDoesNotAnswer {
    private void miss(Governor governor, int times) {
      for (int i = 0; i < times; i++) {
        fail(governor, unavailable());
      }
    }

    @Test
    void afterSeveralMissesInARowNobodyAsksForAWhile() {
      Governor governor = governor();
      miss(governor, Governor.MISSES);
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.OPEN);
      assertThatThrownBy(() -> ask(governor))
          .isInstanceOfSatisfying(
              EmrException.class, e -> assertThat(e.retryAfter()).contains(Governor.OPEN_FOR))
          .hasMessageContaining("check the network");
      assertThat(asked).hasSize(Governor.MISSES);
      assertThat(governor.traffic().pause()).isPresent();
    }

    @Test
    void whileOneLooksTheOthersAreNotSent() {
      Governor governor = governor();
      miss(governor, Governor.MISSES);
      clock.pass(Governor.OPEN_FOR.plusMillis(1));
      governor.pass(() -> {
        assertThatThrownBy(() -> ask(governor))
            .isInstanceOfSatisfying(
                EmrException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAVAILABLE))
            .hasMessageContaining("check the network");
        return true;
      });
      assertThat(asked).hasSize(Governor.MISSES);
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void missesWithAnswersBetweenDoNotCount() {
      Governor governor = governor();
      for (int i = 0; i < 4; i++) {
        miss(governor, Governor.MISSES - 1);
        ask(governor);
      }
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void aRefusalIsAnAnswer() {
      Governor governor = governor();
      for (int i = 0; i < 20; i++) {
        fail(governor, new EmrException(Category.REJECTED, "The EMR does not allow it."));
      }
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.CLOSED);
    }

    @Test
    void afterThatOneLooksAndIfItIsAnsweredAllGoOn() {
      Governor governor = governor();
      miss(governor, Governor.MISSES);
      clock.pass(Governor.OPEN_FOR.plusMillis(1));
      ask(governor);
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.CLOSED);
      ask(governor);
      assertThat(asked).hasSize(Governor.MISSES + 2);
    }

    @Test
    void andIfItIsNotAnsweredNobodyAsksAgain() {
      Governor governor = governor();
      miss(governor, Governor.MISSES);
      clock.pass(Governor.OPEN_FOR.plusMillis(1));
      miss(governor, 1);
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.OPEN);
      assertThatThrownBy(() -> ask(governor)).isInstanceOf(EmrException.class);
      assertThat(asked).hasSize(Governor.MISSES + 1);
    }

    @Test
    void aLookThatFindsItBusyLeavesTheLookToTheNext() {
      Governor governor = governor();
      miss(governor, Governor.MISSES);
      clock.pass(Governor.OPEN_FOR.plusMillis(1));
      fail(governor, busy(Optional.of(Duration.ofSeconds(3))));
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.PROBING);
      clock.pass(Duration.ofSeconds(3));
      ask(governor);
      assertThat(governor.traffic().circuit()).isEqualTo(Circuit.CLOSED);
    }
  }

  @Nested
  class Traffic {
    @Test
    void isCountedForAnHour() {
      Governor governor = governor();
      ask(governor);
      fail(governor, new EmrException(Category.REJECTED, "The EMR does not allow it."));
      fail(governor, unavailable());
      clock.pass(Duration.ofMinutes(59));
      ask(governor);
      assertThat(governor.traffic().requests()).isEqualTo(4);
      assertThat(governor.traffic().refused()).isEqualTo(1);
      assertThat(governor.traffic().unanswered()).isEqualTo(1);
      clock.pass(Duration.ofMinutes(1));
      assertThat(governor.traffic().requests()).isEqualTo(1);
      assertThat(governor.traffic().refused()).isZero();
    }
  }
}
