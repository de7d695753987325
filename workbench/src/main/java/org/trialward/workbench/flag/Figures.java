package org.trialward.workbench.flag;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What cards led to, in counts. A proposal is one candidate shown to one physician, however often;
 * it is answered by whatever that physician said afterwards, opening the details not included.
 *
 * @param shown how often proposals were shown, on different days
 * @param wavedAway without a reason that says more
 * @param seen the details were opened
 * @param decided candidates on cards whom a person kept or turned down
 * @param kept of these, confirmed, spoken to or further
 */
public record Figures(
    long shown,
    long proposals,
    long answered,
    long referred,
    long notSuitable,
    long snoozed,
    long never,
    long wavedAway,
    long seen,
    long decided,
    long kept) {

  public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Figures of(ResultSet row) throws SQLException {
    return new Figures(
        row.getLong("shown"),
        row.getLong("proposals"),
        row.getLong("answered"),
        row.getLong("referred"),
        row.getLong("not_suitable"),
        row.getLong("snoozed"),
        row.getLong("never"),
        row.getLong("waved_away"),
        row.getLong("seen"),
        row.getLong("decided"),
        row.getLong("kept"));
  }

  /** The share of proposals that were answered. */
  public String response() {
    return share(answered, proposals);
  }

  /** The share of decided candidates that people kept. */
  public String precision() {
    return share(kept, decided);
  }

  /** Of a bar that is 100 long. */
  public long responseLength() {
    return proposals == 0 ? 0 : 100 * answered / proposals;
  }

  /** Of a bar that is 100 long. */
  public long precisionLength() {
    return decided == 0 ? 0 : 100 * kept / decided;
  }

  /** Rounded down, so that what misses a threshold never reads as if it reached it. */
  private static String share(long part, long whole) {
    return whole == 0
        ? "–"
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(1_000.0 * part / whole) / 10);
  }
}
