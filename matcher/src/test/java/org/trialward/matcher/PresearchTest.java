package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.atLeast;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.excluding;
import static org.trialward.matcher.Trials.including;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.rules.criterion.CalendarUnit;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.NeedsAPerson;
import org.trialward.rules.criterion.Characteristic.SexIs;
import org.trialward.rules.patient.Sex;

class PresearchTest {

  @Test
  void whatTheIndexCannotUseIsNamedWithItsReason() {
    assertThat(Presearch.of(excluding("T", diagnosed(DIABETES))).letThrough())
        .singleElement()
        .asString()
        .startsWith("c0: an exclusion");
    assertThat(Presearch.of(including("T", new NeedsAPerson("judgement"))).letThrough())
        .containsExactly("c0: what is missing from the record leaves it open");
    assertThat(Presearch.of(including("T", diagnosed(DIABETES))).letThrough()).isEmpty();
  }

  @Test
  void ageAndSexAreFoundAmongThePartsOfAll() {
    var all =
        new AllOf(
            List.of(
                atLeast(18, CalendarUnit.YEARS),
                new AllOf(List.of(new SexIs(Sex.FEMALE), new NeedsAPerson("judgement")))));
    Presearch presearch = Presearch.of(including("T", all));
    assertThat(presearch.sex()).contains(Sex.FEMALE);
    assertThat(presearch.ages().least()).isBetween(17 * 365, 18 * 366);
    assertThat(presearch.letThrough()).isEmpty();
  }

  @Test
  void ofSeveralAgesTheNarrowestRangeCounts() {
    Presearch presearch =
        Presearch.of(
            including("T", atLeast(1, CalendarUnit.YEARS), atLeast(18, CalendarUnit.YEARS)));
    assertThat(presearch.ages().least()).isGreaterThan(17 * 365);
  }
}
