package org.trialward.ctms.redcap;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * REDCap's error text without the values it quotes. A validation error is a line of CSV: record,
 * field, value, message; others are a sentence with names in quotes.
 */
final class ErrorText {
  private static final Pattern VALIDATION_LINE =
      Pattern.compile("\"[^\"]*\"\\s*,\\s*\"([^\"]*)\"\\s*,\\s*\"(?:[^\"]|\"\")*\"\\s*,\\s*");
  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.@/-]*");
  private static final int LONGEST = 240;

  /** What REDCap's own sentences are made of. Any other word could be a value. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "(?i)error|the|this|these|that|following|values?|fields?|parameters?|is|are|was|were|not|no|"
              + "valid|invalid|a|an|and|or|in|of|on|for|to|as|at|be|it|if|any|by|from|with|found|"
              + "project|projects|real|data|dictionary|category|categories|choice|choices|provided|could|"
              + "cannot|can|must|should|format|formatted|incorrectly|correctly|import|imported|importing|"
              + "export|record|records|name|names|id|ids|exist|exists|does|do|you|your|have|has|"
              + "permissions?|privileges?|rights|user|use|api|token|missing|incorrect|within|range|"
              + "number|integer|date|time|datetime|text|validation|validated|required|blank|empty|"
              + "locked|form|forms|instrument|event|events|json|xml|csv|odm|type|content|action|"
              + "request|server|offline|maintenance|try|again|later|please|contact|administrator|"
              + "unknown|method|implemented|variable|variables|too|long|large|length|duplicate|only|"
              + "status|production|archived|inactive|completed|analysis|cleanup|mode|access|group|dag");

  private ErrorText() {}

  static String harmless(String text, Collection<String> ourNames) {
    String plain = MARKUP.matcher(text).replaceAll(" ");
    String withoutLines = VALIDATION_LINE.matcher(plain).replaceAll("\"$1\": ");
    StringBuilder out = new StringBuilder();
    for (String line : lines(withoutLines)) {
      var words = WORD.matcher(line);
      out.append(words.replaceAll(w -> isHarmless(w.group(), ourNames) ? w.group() : "…"))
          .append(' ');
    }
    String joined = out.toString().replaceAll("(…[\\s\"',:;.]*)+", "… ").strip();
    return joined.length() <= LONGEST ? joined : joined.substring(0, LONGEST) + "…";
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static boolean isHarmless(String word, Collection<String> ourNames) {
    return ourNames.contains(word) || KNOWN.matcher(word).matches();
  }
}
