package org.trialward.rules.quantity;

import java.util.Objects;

/**
 * A code of a code system. Two codes are equal when system and value are; the display text is for
 * people.
 *
 * @param system the code system's URI, e.g. {@code http://loinc.org}
 * @param value the code within the system
 * @param display what people read; may be empty
 */
public record Code(String system, String value, String display) {
  public Code {
    if (system.isBlank() || value.isBlank()) {
      throw new IllegalArgumentException(
          "A code needs a system and a value, got `%s` and `%s`.".formatted(system, value));
    }
  }

  public static Code of(String system, String value) {
    return new Code(system, value, "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code that && system.equals(that.system) && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(system, value);
  }

  /** The display text with the code behind it, or the code alone. */
  @Override
  public String toString() {
    return display.isEmpty() ? value : display + " (" + value + ")";
  }
}
