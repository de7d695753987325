package org.trialward.rules.quantity;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A code of a code system. Two codes are equal when system and value are; the display text is for
 * people.
 *
 * @param system the code system's URI, e.g. {@code http://loinc.org}
 * @param value the code within the system; in ICD-10, {@code E11*} stands for E11 and all below it
 * @param display what people read; may be empty
 */
public record Code(String system, String value, String display) {

  /** An ICD-10 category has three characters, e.g. E11. */
  public static final int CATEGORY = 3;

  public Code {
    if (system.isBlank() || value.isBlank()) {
      throw new IllegalArgumentException(
          "A code needs a system and a value, got `%s` and `%s`.".formatted(system, value));
    }
  }

  public static Code of(String system, String value) {
    return new Code(system, value, "");
  }

  /**
   * This code, and the subtrees of its code system that hold it: the ICD-10-CM code E11.65 lies in
   * {@code E11*}, {@code E11.6*} and {@code E11.65*}. In ICD-10 a code's descendants are the codes
   * that begin with it (ICD-10-CM Official Guidelines, I.A.2 to I.A.4), so no table is needed.
   */
  public Stream<Code> withSubtrees() {
    return isHierarchical() && !isSubtree()
        ? Stream.concat(
            Stream.of(this),
            IntStream.rangeClosed(CATEGORY, value.length())
                .filter(end -> value.charAt(end - 1) != '.')
                .mapToObj(end -> new Code(system, value.substring(0, end) + "*", "")))
        : Stream.of(this);
  }

  /** Whether this stands for a code and everything below it, e.g. {@code E11.6*}. */
  public boolean isSubtree() {
    return isHierarchical() && value.endsWith("*");
  }

  private boolean isHierarchical() {
    return CodeSystem.isHierarchical(system);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Code that && system.equals(that.system) && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return 31 * system.hashCode() + value.hashCode();
  }

  /** The display text with the code behind it, or the code alone. */
  @Override
  public String toString() {
    return display.isEmpty() ? value : display + " (" + value + ")";
  }
}
