package org.trialward.rules.document;

/**
 * One thing wrong with a file.
 *
 * @param line counted from 1
 * @param what what is wrong, with what was found in backticks
 * @param remedy what to write instead
 */
public record Mistake(String file, int line, String what, String remedy) {
  @Override
  public String toString() {
    return "%s:%d: %s. %s.".formatted(file, line, what, remedy);
  }
}
