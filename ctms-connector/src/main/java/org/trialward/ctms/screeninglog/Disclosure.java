package org.trialward.ctms.screeninglog;

import java.util.Set;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;

/**
 * How much an exported log tells.
 *
 * @param allowed what the site allows beyond the de-identified columns
 */
public record Disclosure(Dates dates, Set<OptionalColumn> allowed) {
  /** The de-identified log. */
  public static final Disclosure DE_IDENTIFIED = new Disclosure(Dates.RELATIVE, Set.of());

  /**
   * All elements of dates but the year identify, where they concern one person: 45 CFR
   * 164.514(b)(2)(i)(C).
   */
  public enum Dates {
    /** The year in which the candidate was found; all else as its distance from that day. */
    RELATIVE,
    /** Days as they are: the log is then a limited data set, 45 CFR 164.514(e). */
    EXACT
  }

  public Disclosure {
    allowed = Set.copyOf(allowed);
  }

  boolean allows(OptionalColumn column) {
    return allowed.contains(column);
  }
}
