package org.trialward.benchmarks.message;

/** Which system of the hospital sends a message, each over a connection of its own. */
public enum Feed {
  ADMISSIONS,
  LABORATORY,
  PHARMACY
}
