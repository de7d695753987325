package org.trialward.ctms.screeninglog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which state of whom a row shows. The part of fixed length comes last, so that a torn key is
 * never taken for a whole one.
 */
record DeliveryKey(long revision, String pseudonym) {
  private static final Pattern FORM = Pattern.compile("r(\\d{1,18})-([0-9a-f]{32})");

  static Optional<DeliveryKey> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new DeliveryKey(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "r%d-%s".formatted(revision, pseudonym);
  }
}
