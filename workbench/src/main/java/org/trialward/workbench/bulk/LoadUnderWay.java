package org.trialward.workbench.bulk;

/** Two loads would take each other's resources for their own. */
public final class LoadUnderWay extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LoadUnderWay() {
    super(
        "Another bulk load runs on this database, e.g. the nightly comparison: start this one again when that one has ended.");
  }
}
