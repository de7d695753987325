package org.trialward.fhir.bulk;

import java.time.Duration;

/** An export of which the EMR gives no more: it has to be asked for again from the start. */
public final class ExportExpired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isWorthAnother;

  private ExportExpired(String message, boolean isWorthAnother) {
    super(message);
    this.isWorthAnother = isWorthAnother;
  }

  /** Whether it is to be asked for again at once. */
  public boolean isWorthAnother() {
    return isWorthAnother;
  }

  /** The EMR does not keep it any more. */
  static ExportExpired forgotten() {
    return new ExportExpired(
        "The EMR no longer keeps this export or its files: it is asked for again.", true);
  }

  /** The EMR could not make it. */
  static ExportExpired failed(int status) {
    return new ExportExpired(
        "The EMR could not make this export (%d; its administrator finds the reason in its log): it is asked for again."
            .formatted(status),
        true);
  }

  /** The EMR did not end it in all this time. */
  static ExportExpired overdue(Duration longest) {
    return new ExportExpired(
        "The EMR has been making this export for more than %d days, so it is cancelled: have its administrator see what holds exports up, or export a smaller Group."
            .formatted(longest.toDays()),
        false);
  }
}
