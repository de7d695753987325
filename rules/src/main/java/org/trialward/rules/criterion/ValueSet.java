package org.trialward.rules.criterion;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.trialward.rules.quantity.Code;

/**
 * Codes that mean the same to a trial, from one or several code systems.
 *
 * @param name what the trial file calls it
 */
public record ValueSet(String name, Set<Code> codes) {
  public ValueSet {
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("The value set `%s` has no code.".formatted(name));
    }
    codes = Collections.unmodifiableSet(new LinkedHashSet<>(codes));
  }

  public boolean containsAny(Collection<Code> some) {
    return some.stream().anyMatch(codes::contains);
  }
}
