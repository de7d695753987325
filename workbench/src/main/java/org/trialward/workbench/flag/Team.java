package org.trialward.workbench.flag;

/**
 * A group of physicians under which their cards count.
 *
 * @param key the specialty as the EMR gives it; empty where it is not known
 */
public record Team(String key) {
  /** All groups that are too small to be told apart. */
  static final String SMALL = "*";

  public String words() {
    return switch (key) {
      case "" -> "Specialty not known";
      case SMALL -> "Groups of fewer than %d physicians".formatted(FlagStatistics.SMALLEST_GROUP);
      default -> key;
    };
  }
}
