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
    show(progress.done(), progress.all(), progress.now(), progress.toString());
  }

  /**
   * Draws it.
   *
   * @param all 0 where it is not known: then the bar stays empty
   */
  void show(long done, long all, Instant now, String words) {
    if (now.isBefore(next) && done < all) {
      return;
    }
    int full = all == 0 ? 0 : (int) (WIDTH * Math.min(done, all) / all);
    terminal.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + words + "  ");
    terminal.flush();
    next = now.plus(REDRAW);
    drawn = true;
  }

  void end() {
    if (drawn) {
      terminal.println();
    }
  }
}
