package org.trialward.workbench.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is missing instead of a stack trace. */
final class IncompleteAnalyzer extends AbstractFailureAnalyzer<Incomplete> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, Incomplete incomplete) {
    return new FailureAnalysis(
        String.join(System.lineSeparator(), incomplete.lines()), nothing(), incomplete);
  }

  /** The remedy stands in each line. */
  private static @Nullable String nothing() {
    return null;
  }
}
