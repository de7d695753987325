package org.trialward.rules.trial;

import java.util.regex.Pattern;

/** A registry number such as {@code NCT01234567}, or the site's own. */
public record TrialId(String value) implements Comparable<TrialId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public TrialId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A trial id has letters, digits, `-`, `_` and `.`, at most 64; got `%s`."
              .formatted(value));
    }
  }

  @Override
  public int compareTo(TrialId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
