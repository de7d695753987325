package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of all that tests say of a patient the gravest stands. */
class RemainingTest {

  private static Remaining of(int... docs) {
    Remaining remaining = new Remaining(docs.length);
    for (int doc : docs) {
      remaining.add(doc, false);
    }
    return remaining;
  }

  private static void test(Remaining remaining, byte... said) {
    Remaining.Sieve sieve = remaining.new Sieve();
    for (int i = 0; i < said.length; i++) {
      sieve.take(i, said[i]);
    }
    sieve.done();
  }

  private static List<Integer> docs(Remaining remaining) {
    return IntStream.range(0, remaining.size()).map(remaining::doc).boxed().toList();
  }

  private static List<Answer> answers(Remaining remaining) {
    return IntStream.range(0, remaining.size()).mapToObj(remaining::answer).toList();
  }

  @Test
  void whoFailsATestIsOutAndTheOthersKeepTheirOrder() {
    Remaining remaining = of(3, 70, 5_000_000);
    test(remaining, Remaining.FITS, Remaining.OUT, Remaining.FITS);
    assertThat(docs(remaining)).containsExactly(3, 5_000_000);
    assertThat(answers(remaining)).containsExactly(Answer.FITS, Answer.FITS);
  }

  @Test
  void whatOneTestLeavesOpenAnotherDoesNotClose() {
    Remaining remaining = of(1, 2);
    test(remaining, Remaining.OPEN, Remaining.EXACT);
    test(remaining, Remaining.FITS, Remaining.OPEN);
    assertThat(answers(remaining)).containsExactly(Answer.MAY_FIT, Answer.ASK_EXACTLY);
  }

  @Test
  void whoFailsATestNeedsNoExactAnswer() {
    Remaining remaining = new Remaining(2);
    remaining.add(1, true);
    remaining.add(2, true);
    test(remaining, Remaining.OUT, Remaining.FITS);
    assertThat(docs(remaining)).containsExactly(2);
    assertThat(answers(remaining)).containsExactly(Answer.ASK_EXACTLY);
  }

  @Test
  void whatIsSaidOfAllIsSaidOfEach() {
    Remaining remaining = of(1, 2);
    remaining.takeOfAll(Remaining.OPEN);
    assertThat(answers(remaining)).containsExactly(Answer.MAY_FIT, Answer.MAY_FIT);
    remaining.takeOfAll(Remaining.OUT);
    assertThat(remaining.size()).isZero();
  }
}
