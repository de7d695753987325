package org.trialward.rules.criterion;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.quantity.Quantity;

/** Bounds of a quantity; each says whether it is included. */
public record QuantityRange(Optional<Bound> lower, Optional<Bound> upper) {

  /** One end of a range. */
  public record Bound(Quantity limit, boolean included) {}

  public QuantityRange {
    if (lower.isEmpty() && upper.isEmpty()) {
      throw new IllegalArgumentException("A range needs a bound.");
    }
  }

  @Override
  public String toString() {
    return Stream.concat(
            lower.stream().map(b -> (b.included() ? "at least " : "more than ") + b.limit()),
            upper.stream().map(b -> (b.included() ? "at most " : "less than ") + b.limit()))
        .collect(Collectors.joining(" and "));
  }
}
