package org.trialward.fhir.subject;

/**
 * The EMR does not take this kind of record, whatever its {@code /metadata} says: 403, 404, 405,
 * 422 or 501. Another kind may be taken. Says what to do about it; carries no patient data.
 */
public final class WriteBackRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final boolean nothingStands;

  WriteBackRefused(String message, int status, boolean nothingStands, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.nothingStands = nothingStands;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /**
   * Whether it is certain that no record of ours about this candidate stands in the EMR: it was
   * looked for, not found, and its creation refused.
   */
  public boolean nothingStands() {
    return nothingStands;
  }
}
