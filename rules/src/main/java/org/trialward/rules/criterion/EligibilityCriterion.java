package org.trialward.rules.criterion;

import java.util.List;
import org.trialward.rules.logic.Truth;

/**
 * One sentence of the protocol, or several that belong together.
 *
 * @param id unique within the trial
 * @param text what is asked, in our own words
 * @param registry what of the registry's record it stands for: sentence numbers and field names
 */
public record EligibilityCriterion(
    String id, Kind kind, String text, List<String> registry, Characteristic when) {

  /** An inclusion must hold, an exclusion must not. */
  public enum Kind {
    INCLUSION,
    EXCLUSION
  }

  /** Who decides the criterion. */
  public enum Handling {
    COMPUTABLE,
    /** Some part is decided here, some part is not. */
    PARTLY_COMPUTABLE,
    NEEDS_A_PERSON,
    NOT_YET_SUPPORTED
  }

  public EligibilityCriterion {
    registry = List.copyOf(registry);
  }

  /** Whether it lets a patient in of whom it is true, false or unknown. */
  public Truth favours(Truth truth) {
    return kind == Kind.INCLUSION ? truth : truth.not();
  }

  public Handling handling() {
    return switch (when) {
      case Characteristic.NeedsAPerson _ -> Handling.NEEDS_A_PERSON;
      case Characteristic.NotYetSupported _ -> Handling.NOT_YET_SUPPORTED;
      default -> isDecided(when) ? Handling.COMPUTABLE : Handling.PARTLY_COMPUTABLE;
    };
  }

  private static boolean isDecided(Characteristic characteristic) {
    return switch (characteristic) {
      case Characteristic.NeedsAPerson _, Characteristic.NotYetSupported _ -> false;
      case Characteristic.AllOf(var parts) -> parts.stream().allMatch(p -> isDecided(p));
      case Characteristic.AnyOf(var parts) -> parts.stream().allMatch(p -> isDecided(p));
      case Characteristic.AtLeast(_, var parts) -> parts.stream().allMatch(p -> isDecided(p));
      case Characteristic.Not(var part) -> isDecided(part);
      default -> true;
    };
  }
}
