package org.trialward.benchmarks.workload;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a medical term that tell it from others, spelt so that the same word in another term
 * is the same string: lower case, no plural s, cut to seven letters ("prostatic" is "prostate",
 * "depression" is "depressive"), organs by one name. Words that hardly any term lacks are left out.
 */
final class TermWords {
  private static final int LETTERS = 7;
  private static final Pattern GAP = Pattern.compile("(?:'s\\b|[^a-z0-9])+");

  /** ICD-10-CM never writes "cancer". */
  private static final Map<String, String> ICD_WORDING =
      Map.of("cancer", "malignant neoplasm", "cancers", "malignant neoplasm");

  private static final Map<String, String> ORGANS =
      Map.ofEntries(
          Map.entry("cardiac", "heart"),
          Map.entry("colonic", "colon"),
          Map.entry("gastric", "stomach"),
          Map.entry("hepatic", "liver"),
          Map.entry("ovarian", "ovary"),
          Map.entry("pulmonary", "lung"),
          Map.entry("rectal", "rectum"),
          Map.entry("renal", "kidney"),
          Map.entry("uterine", "uterus"));

  private static final Set<String> TELLS_NOTHING =
      normalized(
          """
          acquired adult an and any as associated at by communicable condition diseases disorder
          due for from healthy in infection is nos not of on or other patient protocol recurrence
          recurrent related specific specified stage subject syndrome the to unspecified volunteer
          with without
          """);

  private TermWords() {}

  /** Empty where nothing of the term is specific, as of "Disease" or "Syndrome". */
  static Set<String> of(String term) {
    return normalized(term).stream()
        .filter(word -> !TELLS_NOTHING.contains(word))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> normalized(String text) {
    return words(text.toLowerCase(Locale.ROOT))
        .flatMap(word -> words(ICD_WORDING.getOrDefault(word, word)))
        .map(word -> ORGANS.getOrDefault(word, word))
        .map(TermWords::cut)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(GAP.split(text)).filter(word -> !word.isEmpty());
  }

  private static String cut(String word) {
    boolean isPlural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
    String singular = isPlural ? word.substring(0, word.length() - 1) : word;
    return singular.substring(0, Math.min(LETTERS, singular.length()));
  }
}
