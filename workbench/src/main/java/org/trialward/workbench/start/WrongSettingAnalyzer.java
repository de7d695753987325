package org.trialward.workbench.start;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with a setting, in our own words, instead of a stack trace. */
final class WrongSettingAnalyzer extends AbstractFailureAnalyzer<BeanInstantiationException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, BeanInstantiationException part) {
    return part.getCause() instanceof IllegalArgumentException wrong && isOurs(wrong)
        ? new FailureAnalysis(String.valueOf(wrong.getMessage()), null, failure)
        : null;
  }

  private static boolean isOurs(IllegalArgumentException wrong) {
    StackTraceElement[] trace = wrong.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("org.trialward.");
  }
}
