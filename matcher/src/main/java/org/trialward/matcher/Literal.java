package org.trialward.matcher;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.AllOf;
import org.trialward.rules.criterion.Characteristic.AnyOf;
import org.trialward.rules.criterion.Characteristic.Not;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.EligibilityCriterion.Kind;

/** Something that must be so, or must not, for the trial to fit. */
record Literal(Characteristic of, boolean negated) {

  /** All that a criterion demands; by Kleene's logic their conjunction is the criterion. */
  static Stream<Literal> of(EligibilityCriterion criterion) {
    Stream.Builder<Literal> literals = Stream.builder();
    collect(criterion.when(), criterion.kind() == Kind.EXCLUSION, literals);
    return literals.build();
  }

  private static void collect(
      Characteristic characteristic, boolean negated, Consumer<Literal> into) {
    switch (characteristic) {
      case AllOf(var parts) when !negated -> parts.forEach(part -> collect(part, false, into));
      case AnyOf(var parts) when negated -> parts.forEach(part -> collect(part, true, into));
      case Not(var part) -> collect(part, !negated, into);
      default -> into.accept(new Literal(characteristic, negated));
    }
  }
}
