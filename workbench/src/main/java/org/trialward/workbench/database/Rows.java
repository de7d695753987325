package org.trialward.workbench.database;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;

/** Rows as records: one component a column, {@code detected_at} as {@code detectedAt}. */
public final class Rows {
  private Rows() {}

  public static <R extends Record> RowMapper<R> as(Class<R> type) {
    return new SimplePropertyRowMapper<>(type);
  }

  /** The only column, a text. */
  public static RowMapper<String> text() {
    return (row, n) -> row.getString(1);
  }
}
