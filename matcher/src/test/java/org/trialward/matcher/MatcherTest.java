package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.ASTHMA;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.GOUT;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.measured;
import static org.trialward.matcher.Trials.trial;
import static org.trialward.matcher.Trials.with;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;
import org.trialward.rules.criterion.Silence;
import org.trialward.rules.match.Match;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

class MatcherTest {

  private static List<String> matched(Matcher matcher, PatientSnapshot patient) {
    return matcher.match(patient).stream().map(match -> match.trial().value()).toList();
  }

  @Test
  void matchesComeInTheOrderOfTrialIds() {
    try (Matcher matcher =
        new Matcher(
            List.of(
                including("T3", diagnosed(DIABETES)),
                including("T1", diagnosed(DIABETES)),
                including("T2", diagnosed(DIABETES))))) {
      assertThat(matched(matcher, with(DIABETES))).containsExactly("T1", "T2", "T3");
    }
  }

  @Test
  void aReplacedTrialIsMatchedByItsNewRulesAlone() {
    try (Matcher matcher = new Matcher(List.of(including("T", diagnosed(DIABETES))))) {
      matcher.put(including("T", diagnosed(ASTHMA)));
      assertThat(matched(matcher, with(DIABETES))).isEmpty();
      assertThat(matched(matcher, with(ASTHMA))).containsExactly("T");
    }
  }

  @Test
  void aTrialThatStopsRecruitingIsNoLongerMatched() {
    try (Matcher matcher = new Matcher(List.of(including("T", diagnosed(DIABETES))))) {
      matcher.put(trial("T", RecruitmentStatus.SUSPENDED, Kind.INCLUSION, diagnosed(DIABETES)));
      assertThat(matched(matcher, with(DIABETES))).isEmpty();
      assertThat(matcher.recruiting()).isEmpty();
    }
  }

  @Test
  void anyTrialCanBeEvaluatedWhetherTheIndexWouldProposeItOrNot() {
    try (Matcher matcher = new Matcher(List.of())) {
      Match match = matcher.evaluate(including("T", diagnosed(DIABETES)), with(GOUT));
      assertThat(match.verdict().outcome()).isEqualTo(Outcome.INELIGIBLE);
      assertThat(match.trial()).isEqualTo(new TrialId("T"));
    }
  }

  @Test
  void manyTrialsAreEvaluatedInTheirOrderAsEachAlone() {
    List<Trial> trials =
        List.of(including("T2", diagnosed(GOUT)), including("T1", diagnosed(DIABETES)));
    PatientSnapshot patient = with(DIABETES);
    try (Matcher matcher = new Matcher(List.of())) {
      assertThat(matcher.evaluate(trials, patient))
          .containsExactly(
              matcher.evaluate(trials.get(0), patient), matcher.evaluate(trials.get(1), patient));
      assertThat(matcher.evaluate(List.of(), patient)).isEmpty();
    }
  }

  @Test
  void withoutTrialsNobodyMatches() {
    try (Matcher matcher = new Matcher(List.of())) {
      assertThat(matcher.match(with(DIABETES))).isEmpty();
    }
  }

  @Nested
  class FromSeveralThreads {

    /** One trial always fits, under one rule or the other; others come and go. */
    @Test
    void aTrialThatFitsIsNeverSkippedWhileTrialsAreReplaced() throws Exception {
      PatientSnapshot patient = with(DIABETES, ASTHMA);
      try (Matcher matcher = new Matcher(List.of(including("T", diagnosed(DIABETES))));
          ExecutorService threads = Executors.newFixedThreadPool(3)) {
        AtomicBoolean writing = new AtomicBoolean(true);
        Future<Integer> first = threads.submit(() -> matchWhile(writing, matcher, patient));
        Future<Integer> second = threads.submit(() -> matchWhile(writing, matcher, patient));
        Future<?> writer =
            threads.submit(() -> {
              try {
                for (int i = 0; i < 100; i++) {
                  matcher.put(including("T", diagnosed(i % 2 == 0 ? ASTHMA : DIABETES)));
                  matcher.put(including("other" + i % 5, diagnosed(GOUT)));
                  matcher.remove(new TrialId("other" + (i + 2) % 5));
                }
              } finally {
                writing.set(false);
              }
            });
        writer.get();
        assertThat(first.get()).isPositive();
        assertThat(second.get()).isPositive();
      }
    }

    /** What nobody asked before must be known by the time that the new rule is seen. */
    @Test
    void aTrialThatFitsIsNeverSkippedWhileEachVersionAsksForAnotherCode() throws Exception {
      Code[] codes =
          IntStream.range(0, 1_000)
              .mapToObj(i -> Code.of("urn:codes", "c" + i))
              .toArray(Code[]::new);
      PatientSnapshot patient = with(codes);
      try (Matcher matcher = new Matcher(List.of(including("T", diagnosed(codes[0]))));
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        AtomicBoolean writing = new AtomicBoolean(true);
        Future<Integer> reader = threads.submit(() -> matchWhile(writing, matcher, patient));
        Future<?> writer =
            threads.submit(() -> {
              try {
                for (Code code : codes) {
                  matcher.put(
                      including("T", diagnosed(code), measured(Silence.MEANS_UNKNOWN, code)));
                }
              } finally {
                writing.set(false);
              }
            });
        writer.get();
        assertThat(reader.get()).isPositive();
      }
    }

    private static int matchWhile(AtomicBoolean on, Matcher matcher, PatientSnapshot patient) {
      int matches = 0;
      do {
        assertThat(matched(matcher, patient)).containsExactly("T");
        matches++;
      } while (on.get());
      return matches;
    }

    /** The index and the rules it stands for must be of the same put. */
    @Test
    void twoThreadsThatPutTheSameTrialLeaveOneOfTheTwoWhole() throws Exception {
      Code[] codes = {DIABETES, ASTHMA};
      try (Matcher matcher = new Matcher(List.of());
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (int round = 0; round < 200; round++) {
          Future<?> first = threads.submit(() -> matcher.put(including("T", diagnosed(codes[0]))));
          Future<?> second = threads.submit(() -> matcher.put(including("T", diagnosed(codes[1]))));
          first.get();
          second.get();
          Trial left = matcher.recruiting().iterator().next();
          Code needed = left.equals(including("T", diagnosed(DIABETES))) ? DIABETES : ASTHMA;
          assertThat(matched(matcher, with(needed))).containsExactly("T");
        }
      }
    }
  }
}
