package org.trialward.rules.criterion;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.quantity.Analyte;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSet;

/**
 * Codes that mean the same to a trial, from one or several code systems.
 *
 * @param name what the trial file calls it
 * @param analyte the substance that all the codes measure, where mass and moles are to be converted
 */
public record ValueSet(String name, Set<Code> codes, Optional<Analyte> analyte) {
  public ValueSet {
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("The value set `%s` has no code.".formatted(name));
    }
    codes = CodeSet.of(codes);
  }

  public ValueSet(String name, Set<Code> codes) {
    this(name, codes, Optional.empty());
  }

  /** Whether one of these is a code of the set, or lies in a subtree of it. */
  public boolean containsAny(Collection<Code> some) {
    return some.stream().flatMap(Code::withSubtrees).anyMatch(codes::contains);
  }
}
