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
          "^(?:[*\\-\u2022\u00b7\u25cf\u25aa\u2013\u2014o]\\s+"
              + "|\\(?(?:\\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\\s+)");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?:key |main |major |general |subject |patient |specific |additional )?"
              + "(?:inclusion|exclusion|eligibility)(?: criteri(?:a|on))?\\s*[:.]?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern STOP = Pattern.compile("[.;?!](?=\\s)");
  private static final Pattern LAST_WORD = Pattern.compile("(\\S+)$");
  private static final Set<String> ABBREVIATIONS =
      Set.of("e.g", "i.e", "vs", "etc", "approx", "no", "dr", "st");

  private Sentences() {}

  /** The sentences in order; the first has number 1. */
  static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      Matcher bullet = BULLET.matcher(line);
      boolean bulleted = bullet.find();
      if (!bulleted && (line.endsWith(":") || HEADING.matcher(line).matches())) {
        continue;
      }
      cut(withoutBullets(line), sentences);
    }
    return sentences;
  }

  private static String withoutBullets(String line) {
    String rest = line;
    for (Matcher bullet = BULLET.matcher(rest); bullet.find(); bullet = BULLET.matcher(rest)) {
      rest = rest.substring(bullet.end()).strip();
    }
    return rest;
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
    String rest = line.substring(from).stripLeading();
    return !rest.isEmpty()
        && (Character.isUpperCase(rest.charAt(0))
            || Character.isDigit(rest.charAt(0))
            || "([{".indexOf(rest.charAt(0)) >= 0);
  }

  private static boolean isAbbreviation(String line, int start, Matcher stop) {
    if (line.charAt(stop.start()) != '.') {
      return false;
    }
    Matcher last = LAST_WORD.matcher(line.substring(start, stop.start()));
    if (!last.find()) {
      return false;
    }
    String word = last.group(1).replaceFirst("^[(\\[{\"']+", "").toLowerCase(Locale.ROOT);
    return ABBREVIATIONS.contains(word) || word.matches("[a-z]");
  }
}
