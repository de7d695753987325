package org.trialward.workbench.report;

/**
 * A reason why something that arrived could not be used.
 *
 * @param type the resource or segment
 * @param what the element, e.g. {@code OBX-6}
 * @param found what stood there, for administrators
 */
public record ArrivalGap(
    String feed, String type, String what, String why, String found, long times) {

  /**
   * Units have a mapping table of their own. The readers say "unit" wherever a unit is the cause.
   */
  public boolean isAboutUnit() {
    return why.contains("unit") || why.contains("UCUM");
  }
}
