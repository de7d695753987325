package org.trialward.workbench.start;

import java.util.List;

/** The application cannot start as it is configured. */
public final class Incomplete extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  /**
   * @param lines what is missing or wrong with its remedy, one line each
   */
  Incomplete(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
