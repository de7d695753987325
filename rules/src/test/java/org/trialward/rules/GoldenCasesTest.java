package org.trialward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Finding;

/** The cases that a study nurse can read: {@code src/test/resources/cases/*.yaml}. */
class GoldenCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TestFactory
  Stream<DynamicTest> everyCaseComesOutAsExpected() throws IOException {
    return GoldenCase.readAll(CASES).stream()
        .map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> check(golden)));
  }

  @Test
  void noTwoCasesHaveTheSameNameAndEveryOneSaysWhy() throws IOException {
    assertThat(GoldenCase.readAll(CASES))
        .extracting(GoldenCase::toString)
        .hasSizeGreaterThan(90)
        .doesNotHaveDuplicates();
    assertThat(GoldenCase.readAll(CASES))
        .extracting(GoldenCase::because)
        .noneMatch(String::isBlank);
  }

  private static void check(GoldenCase golden) {
    Finding finding = Eligibility.of(golden.trial(), golden.patient()).findings().getFirst();
    assertThat(finding.truth()).as(golden.because()).isEqualTo(golden.expected());
    golden
        .evidence()
        .ifPresent(kinds ->
            assertThat(finding.evidence()).extracting(GoldenCasesTest::kind).isEqualTo(kinds));
    golden
        .says()
        .ifPresent(text ->
            assertThat(finding.evidence())
                .anySatisfy(one -> assertThat(one.toString()).contains(text)));
    golden
        .changes()
        .ifPresent(day ->
            assertThat(finding.outlook().byTimeFrom().map(Object::toString).orElse("never"))
                .isEqualTo(day));
  }

  private static String kind(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Supporting _ -> "supporting";
      case Evidence.Opposing _ -> "opposing";
      case Evidence.Inconclusive _ -> "inconclusive";
      case Evidence.Missing _ -> "missing";
      case Evidence.AssumedAbsent _ -> "assumed";
      case Evidence.PersonNeeded _ -> "person-needed";
      case Evidence.Unsupported _ -> "unsupported";
    };
  }
}
