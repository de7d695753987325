package org.trialward.fhir.bulk;

/** An export of which the EMR gives no more: it has to be asked for again from the start. */
public final class ExportExpired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ExportExpired(String message) {
    super(message);
  }

  /** The EMR does not keep it any more. */
  static ExportExpired forgotten() {
    return new ExportExpired(
        "The EMR no longer keeps this export or its files: it is asked for again.");
  }

  /** The EMR could not make it. */
  static ExportExpired failed(int status) {
    return new ExportExpired(
        "The EMR could not make this export (%d; its administrator finds the reason in its log): it is asked for again."
            .formatted(status));
  }
}
