package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a registry's eligibility text into the sentences that trial files name by number
 * (docs/trial-file.md).
 */
final class Sentences {
  private static final Pattern BULLET =
      Pattern.compile(
          "(?:[*\\-\u2022\u00b7\u25cf\u25aa\u2013\u2014o]\\s+"
              + "|\\(?(?:\\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\\s+)");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?:key |main |major |general |subject |patient |specific |additional )?"
              + "(?:inclusion|exclusion|eligibility)(?: criteri(?:a|on))?\\s*[:.]?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STOP = Pattern.compile("[.;?!](?=\\s)");
  private static final Set<String> ABBREVIATIONS =
      Set.of("e.g", "i.e", "vs", "etc", "approx", "no", "dr", "st");

  /** With some brackets and quotes before it. */
  private static final int LONGEST_ABBREVIATION = 16;

  private Sentences() {}

  /** The sentences in order; the first has number 1. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      Matcher bullet = BULLET.matcher(line);
      boolean bulleted = bullet.lookingAt();
      if (!bulleted && (line.endsWith(":") || HEADING.matcher(line).matches())) {
        continue;
      }
      cut(withoutBullets(line), sentences);
    }
    return sentences;
  }

  private static String withoutBullets(String line) {
    int start = 0;
    Matcher bullet = BULLET.matcher(line);
    while (bullet.region(start, line.length()).lookingAt()) {
      start = bullet.end();
    }
    return line.substring(start);
  }

  private static void cut(String line, List<String> sentences) {
    int start = 0;
    Matcher stop = STOP.matcher(line);
    while (stop.find()) {
      if (opensSentence(line, stop.end()) && !isAbbreviation(line, start, stop)) {
        add(line.substring(start, stop.end()), sentences);
        start = stop.end();
      }
    }
    add(line.substring(start), sentences);
  }

  private static void add(String sentence, List<String> sentences) {
    String text = sentence.strip();
    if (text.chars().anyMatch(Character::isLetterOrDigit)) {
      sentences.add(text);
    }
  }

  private static boolean opensSentence(String line, int from) {
    int next = from;
    while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
      next++;
    }
    return next < line.length()
        && (Character.isUpperCase(line.charAt(next))
            || Character.isDigit(line.charAt(next))
            || "([{".indexOf(line.charAt(next)) >= 0);
  }

  private static boolean isAbbreviation(String line, int start, Matcher stop) {
    int end = stop.start();
    if (line.charAt(end) != '.') {
      return false;
    }
    int first = end;
    while (first > start && end - first <= LONGEST_ABBREVIATION && isInWord(line, first - 1)) {
      first--;
    }
    String word =
        line.substring(first, end).replaceFirst("^[(\\[{\"']+", "").toLowerCase(Locale.ROOT);
    return ABBREVIATIONS.contains(word) || word.matches("[a-z]");
  }

  private static boolean isInWord(String line, int at) {
    return !Character.isWhitespace(line.charAt(at));
  }
}
