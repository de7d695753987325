package org.trialward.rules.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.rules.logic.Truth.FALSE;
import static org.trialward.rules.logic.Truth.TRUE;
import static org.trialward.rules.logic.Truth.UNKNOWN;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of CQL 1.5, appendix B. */
class TruthTest {

  @ParameterizedTest
  @CsvSource({
    "TRUE, TRUE, TRUE, TRUE",
    "TRUE, FALSE, FALSE, TRUE",
    "TRUE, UNKNOWN, UNKNOWN, TRUE",
    "FALSE, TRUE, FALSE, TRUE",
    "FALSE, FALSE, FALSE, FALSE",
    "FALSE, UNKNOWN, FALSE, UNKNOWN",
    "UNKNOWN, TRUE, UNKNOWN, TRUE",
    "UNKNOWN, FALSE, FALSE, UNKNOWN",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN",
  })
  void andAndOrFollowKleene(Truth a, Truth b, Truth and, Truth or) {
    assertThat(a.and(b)).isEqualTo(and);
    assertThat(a.or(b)).isEqualTo(or);
  }

  @ParameterizedTest
  @CsvSource({"TRUE, FALSE", "FALSE, TRUE", "UNKNOWN, UNKNOWN"})
  void notFollowsKleene(Truth a, Truth not) {
    assertThat(a.not()).isEqualTo(not);
  }

  @ParameterizedTest
  @EnumSource
  void trueIsTheIdentityOfAndAndFalseThatOfOr(Truth a) {
    assertThat(a.and(TRUE)).isEqualTo(a);
    assertThat(a.or(FALSE)).isEqualTo(a);
  }

  @Property(seed = "20261123")
  void deMorganHolds(@ForAll Truth a, @ForAll Truth b) {
    assertThat(a.and(b).not()).isEqualTo(a.not().or(b.not()));
    assertThat(a.or(b).not()).isEqualTo(a.not().and(b.not()));
  }

  @Property(seed = "20261123")
  void notTwiceIsNothing(@ForAll Truth a) {
    assertThat(a.not().not()).isEqualTo(a);
  }

  @Property(seed = "20261123")
  void andAndOrAreCommutativeAndAssociative(@ForAll Truth a, @ForAll Truth b, @ForAll Truth c) {
    assertThat(a.and(b)).isEqualTo(b.and(a));
    assertThat(a.or(b)).isEqualTo(b.or(a));
    assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
    assertThat(a.or(b).or(c)).isEqualTo(a.or(b.or(c)));
  }

  /** Learning what was unknown settles answers and never turns one over. */
  @Property(seed = "20261123")
  void learningMoreNeverTurnsAnAnswerOver(@ForAll Truth a, @ForAll Truth learned, @ForAll Truth b) {
    Truth later = a == UNKNOWN ? learned : a;
    assertRefines(a.and(b), later.and(b));
    assertRefines(a.or(b), later.or(b));
    assertRefines(a.not(), later.not());
  }

  private static void assertRefines(Truth before, Truth after) {
    if (before != UNKNOWN) {
      assertThat(after).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, TRUE", "false, FALSE"})
  void aBooleanIsNeverUnknown(boolean value, Truth truth) {
    assertThat(Truth.of(value)).isEqualTo(truth);
  }

  @Property(seed = "20261123")
  void manyAreWhatTwoByTwoTheyAre(@ForAll List<Truth> parts) {
    assertThat(Truth.ofAll(parts, part -> part)).isEqualTo(parts.stream().reduce(TRUE, Truth::and));
    assertThat(Truth.ofAny(parts, part -> part)).isEqualTo(parts.stream().reduce(FALSE, Truth::or));
    assertThat(Truth.ofAtLeast(1, parts, part -> part)).isEqualTo(Truth.ofAny(parts, part -> part));
    assertThat(Truth.ofAtLeast(parts.size(), parts, part -> part))
        .isEqualTo(Truth.ofAll(parts, part -> part));
  }

  @Test
  void noPartIsAskedOnceItIsSettled() {
    List<Truth> asked = new ArrayList<>();
    Truth.ofAll(List.of(UNKNOWN, FALSE, TRUE), part -> told(part, asked));
    Truth.ofAny(List.of(UNKNOWN, TRUE, FALSE), part -> told(part, asked));
    assertThat(asked).containsExactly(UNKNOWN, FALSE, UNKNOWN, TRUE);
  }

  private static Truth told(Truth part, List<Truth> asked) {
    asked.add(part);
    return part;
  }
}
