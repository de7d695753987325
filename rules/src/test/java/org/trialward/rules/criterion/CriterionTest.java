package org.trialward.rules.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.rules.Trials.age;
import static org.trialward.rules.Trials.atLeast;
import static org.trialward.rules.Trials.atMost;
import static org.trialward.rules.Trials.inclusion;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.AtLeast;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.Characteristic.NotYetSupported;
import org.trialward.rules.criterion.EligibilityCriterion.Handling;
import org.trialward.rules.quantity.Quantity;

class CriterionTest {
  private static final Characteristic ADULT = age(atLeast(18, CalendarUnit.YEARS));
  private static final Characteristic PERSON = new NeedsAPerson("judgement");

  @Test
  void whoDecidesIsSeenThroughEveryCombination() {
    assertHandling(ADULT, Handling.COMPUTABLE);
    assertHandling(PERSON, Handling.NEEDS_A_PERSON);
    assertHandling(new NotYetSupported("QTcF"), Handling.NOT_YET_SUPPORTED);
    assertHandling(new AllOf(List.of(ADULT, ADULT)), Handling.COMPUTABLE);
    assertHandling(new AllOf(List.of(ADULT, PERSON)), Handling.PARTLY_COMPUTABLE);
    assertHandling(new AnyOf(List.of(new Not(PERSON), ADULT)), Handling.PARTLY_COMPUTABLE);
    assertHandling(new AtLeast(1, List.of(ADULT, PERSON)), Handling.PARTLY_COMPUTABLE);
    assertHandling(new Not(new AnyOf(List.of(ADULT))), Handling.COMPUTABLE);
  }

  private static void assertHandling(Characteristic when, Handling handling) {
    assertThat(inclusion("x", when).handling()).isEqualTo(handling);
  }

  @Test
  void aCombinationNeedsAPart() {
    assertRefused(() -> new AllOf(List.of()));
    assertRefused(() -> new AnyOf(List.of()));
    assertRefused(() -> new AtLeast(1, List.of()));
  }

  @Test
  void atLeastAsksForNoMoreThanThereIsAndForSomething() {
    assertRefused(() -> new AtLeast(3, List.of(ADULT, PERSON)));
    assertRefused(() -> new AtLeast(0, List.of(ADULT, PERSON)));
  }

  @Test
  void aRangeNeedsABoundAndASetACode() {
    assertRefused(() -> new AgeRange(Optional.empty(), Optional.empty()));
    assertRefused(() -> new QuantityRange(Optional.empty(), Optional.empty()));
    assertRefused(() -> new ValueSet("empty", Set.of()));
  }

  private static void assertRefused(Runnable construction) {
    assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesReadLikeTheProtocol() {
    var from = Optional.of(new QuantityRange.Bound(Quantity.of("7.0", "%"), true));
    var below = Optional.of(new QuantityRange.Bound(Quantity.of("10", "%"), false));
    assertThat(new QuantityRange(from, below)).hasToString("at least 7.0 % and less than 10 %");
    assertThat(new QuantityRange(below, from)).hasToString("more than 10 % and at most 7.0 %");
    assertThat(atMost(75, CalendarUnit.YEARS)).hasToString("below 76 years");
    assertThat(atLeast(1, CalendarUnit.MONTHS)).hasToString("from 1 month");
  }
}
