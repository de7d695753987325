package org.trialward.workbench.report;

import java.time.LocalDate;
import java.util.Locale;

/**
 * What arrived of a feed on one day of the site, in counts.
 *
 * @param coded facts with a code of a published system
 * @param dated facts with a date
 * @param measured those that were sent as numbers
 * @param united those of them whose unit is known
 * @param stale statements that a later word had overtaken
 */
public record ArrivalDay(
    String feed,
    LocalDate day,
    long pieces,
    long facts,
    long coded,
    long dated,
    long measured,
    long united,
    long stale) {

  public String codedShare() {
    return share(coded, facts);
  }

  public String datedShare() {
    return share(dated, facts);
  }

  public String unitedShare() {
    return share(united, measured);
  }

  /** Never rounded up to 100 %: one missing code among thousands is missing. */
  private static String share(long part, long whole) {
    return whole == 0
        ? "–"
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(1_000.0 * part / whole) / 10);
  }
}
