package org.trialward.fhir.hl7;

import java.util.Optional;

/**
 * The characters that structure a message (MSH-1 and MSH-2); {@link #NONE} for what the sender does
 * not name.
 */
record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

  /** Stands in no text: the separator that never occurs. */
  static final char NONE = '\0';

  static final Delimiters USUAL = new Delimiters('|', '^', '~', '\\', '&');

  /** MSH-2 holds four, since version 2.7 perhaps a fifth, the mark of truncation. */
  private static final int MOST = 5;

  /** Reads them from a header segment; empty where they cannot be told apart. */
  static Optional<Delimiters> of(String msh) {
    if (msh.length() < 5) {
      return Optional.empty();
    }
    char field = msh.charAt(3);
    int end = msh.indexOf(field, 4);
    String others = end < 0 ? msh.substring(4) : msh.substring(4, end);
    String all = field + others.replace(" ", "");
    if (others.isEmpty()
        || others.charAt(0) == ' '
        || others.length() > MOST
        || all.chars().distinct().count() != all.length()
        || !all.chars().allMatch(Delimiters::separates)) {
      return Optional.empty();
    }
    return Optional.of(
        new Delimiters(field, at(others, 0), at(others, 1), at(others, 2), at(others, 3)));
  }

  private static boolean separates(int sign) {
    return sign > ' ' && sign < 0x7F && !Character.isLetterOrDigit(sign);
  }

  /** Some put a blank for what they do not use. */
  private static char at(String others, int index) {
    return index < others.length() && others.charAt(index) != ' ' ? others.charAt(index) : NONE;
  }

  /** MSH-2 as it is written. */
  String encoding() {
    return "%s%s%s%s"
        .formatted(component, repetition, escape, subcomponent)
        .replace(NONE, ' ')
        .stripTrailing();
  }
}
