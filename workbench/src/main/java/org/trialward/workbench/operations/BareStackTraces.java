package org.trialward.workbench.operations;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.StackTracePrinter;

/**
 * Stack traces of structured logs: classes and places. What an exception says may quote data, so it
 * is left out.
 */
public final class BareStackTraces implements StackTracePrinter {
  private static final int MOST_FRAMES = 40;

  @Override
  public void printStackTrace(Throwable throwable, Appendable out) throws IOException {
    Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
    String before = "";
    for (@Nullable Throwable t = throwable; t != null && told.add(t); t = t.getCause()) {
      out.append(before).append(t.getClass().getName()).append('\n');
      StackTraceElement[] frames = t.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        out.append("\tat ").append(frames[i].toString()).append('\n');
      }
      before = "Caused by: ";
    }
  }
}
