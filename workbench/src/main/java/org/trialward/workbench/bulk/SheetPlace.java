package org.trialward.workbench.bulk;

/**
 * Where a patient's sheet lies: to go on there after an interruption.
 *
 * @param pass of the readings of its compartment
 */
record SheetPlace(int compartment, int pass, String patient) {
  private static final SheetPlace START = new SheetPlace(-1, 0, "");

  /** Before all sheets. */
  boolean isStart() {
    return compartment < 0;
  }

  /** Of {@link #text}; empty: the start. */
  static SheetPlace read(String text) {
    if (text.isEmpty()) {
      return START;
    }
    String[] parts = text.split("/", 3);
    return new SheetPlace(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
  }

  String text() {
    return compartment + "/" + pass + "/" + patient;
  }
}
