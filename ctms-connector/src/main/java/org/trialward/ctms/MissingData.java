package org.trialward.ctms;

import java.util.List;
import java.util.Optional;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;

/**
 * The cause of a refusal for want of data that only a person can complete. It travels as the cause
 * of a {@link DeliveryException}, so that whoever does not know it sees a refusal like any other.
 */
public final class MissingData extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> what;

  private MissingData(String message, List<String> what) {
    super(message);
    this.what = List.copyOf(what);
  }

  /**
   * A refusal that names what is missing.
   *
   * @param system who asks for it, e.g. {@code OnCore}
   * @param what names of data, never values
   */
  public static DeliveryException refusal(String system, List<String> what) {
    String message =
        "%s demands what the record does not hold: %s. Complete it in the EMR, then replay this delivery."
            .formatted(system, String.join(", ", what));
    return new DeliveryException(
        Category.REJECTED, message, Optional.empty(), Optional.of(new MissingData(message, what)));
  }

  /** What is missing, where that is why the delivery was refused. */
  public static Optional<MissingData> behind(DeliveryException refusal) {
    return refusal.getCause() instanceof MissingData missing
        ? Optional.of(missing)
        : Optional.empty();
  }

  /** Names of data, in the order in which they are asked for. */
  public List<String> what() {
    return what;
  }
}
