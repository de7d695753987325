package org.trialward.workbench.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.trialward.workbench.population.Progress;

/** One line of a terminal that fills up. */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final Duration REDRAW = Duration.ofMillis(200);

  private final PrintWriter terminal;
  private Instant next = Instant.MIN;
  private boolean drawn;

  ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
  }

  void show(Progress progress) {
    if (progress.now().isBefore(next) && progress.done() < progress.all()) {
      return;
    }
    int full = (int) (WIDTH * progress.done() / progress.all());
    terminal.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + progress + "  ");
    terminal.flush();
    next = progress.now().plus(REDRAW);
    drawn = true;
  }

  void end() {
    if (drawn) {
      terminal.println();
    }
  }
}
