package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Interval;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Evidence.Observed;
import org.trialward.workbench.web.EvidenceLine.Kind;
import org.trialward.workbench.web.EvidenceLine.Seen;

class EvidenceLineTest {

  @Test
  void whatTheRecordSaysHasValueDateAndSource() {
    EvidenceLine line = EvidenceLine.of(new Evidence.Supporting(potassium("5.1 mmol/L")));
    assertThat(line.seen())
        .contains(new Seen("Potassium", "5.1 mmol/L", "2026-10-02 09:14", "Observation/12", "3"));
  }

  @Test
  void whatSettlesNothingSaysWhy() {
    EvidenceLine line =
        EvidenceLine.of(new Evidence.Inconclusive(potassium("5"), "the result has no unit"));
    assertThat(line.kind()).isEqualTo(Kind.SETTLES_NOTHING);
    assertThat(line.note()).isEqualTo("the result has no unit");
  }

  @Test
  void silenceIsNamedAsAnAssumption() {
    assertThat(EvidenceLine.of(new Evidence.AssumedAbsent("cancer", "current diagnosis")))
        .isEqualTo(
            new EvidenceLine(
                Kind.ASSUMED, Optional.empty(), "cancer: no current diagnosis in the record"));
    assertThat(EvidenceLine.of(new Evidence.AssumedAbsent("HbA1c", "no result in the record")))
        .extracting(EvidenceLine::note)
        .isEqualTo("HbA1c: no result in the record");
  }

  private static Observed potassium(String value) {
    return new Observed(
        "Potassium",
        value,
        Optional.of(Interval.at(LocalDateTime.of(2026, 10, 2, 9, 14))),
        new Source("Observation", "12", "3"));
  }
}
