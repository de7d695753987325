package org.trialward.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.trialward.benchmarks.workload.TextFile.IllegalLine;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * The codes of ICD-10-CM that say what a patient has, found by the words of their descriptions.
 * Chapters V to Z (external causes, reasons for contact) are left out: a family history of cancer
 * is no cancer. The table lists codes for billing only, so a category is known by what is below it.
 */
final class IcdDescriptions {
  private static final char FIRST_CHAPTER_LEFT_OUT = 'V';

  /** In the order of their values; the bits below are places in it. */
  private final List<Code> codes = new ArrayList<>();

  private final Map<String, BitSet> byWord = new HashMap<>();

  private IcdDescriptions() {}

  /**
   * Reads a code without its point, a tab and its description, one a line.
   *
   * @throws IOException with file and line when a line is not that
   */
  static IcdDescriptions read(Path table) throws IOException {
    SortedMap<String, String> rows = new TreeMap<>();
    TextFile.readEach(
        table,
        line -> {
          String[] cells = line.split("\t", -1);
          if (cells.length < 2 || cells[0].length() < Code.CATEGORY) {
            throw new IllegalLine(
                "not a code, a tab and its description. Give the table of ICD-10-CM codes.");
          }
          rows.put(cells[0], cells[1]);
        });
    IcdDescriptions descriptions = new IcdDescriptions();
    rows.forEach(descriptions::add);
    return descriptions;
  }

  private void add(String value, String description) {
    if (value.charAt(0) < FIRST_CHAPTER_LEFT_OUT) {
      TermWords.of(description)
          .forEach(word -> byWord.computeIfAbsent(word, _ -> new BitSet()).set(codes.size()));
      codes.add(new Code(CodeSystem.ICD_10_CM.uri(), pointed(value), description));
    }
  }

  private static String pointed(String value) {
    return value.length() > Code.CATEGORY
        ? value.substring(0, Code.CATEGORY) + "." + value.substring(Code.CATEGORY)
        : value;
  }

  /**
   * The codes whose descriptions have all of these words; where all codes below another are among
   * them, that one with all below it ({@code E11*}) instead.
   */
  Set<Code> withAll(Set<String> words) {
    if (words.isEmpty()) {
      return Set.of();
    }
    BitSet found = new BitSet();
    found.set(0, codes.size());
    words.forEach(word -> found.and(byWord.getOrDefault(word, new BitSet())));
    return largestSubtrees(found);
  }

  private Set<Code> largestSubtrees(BitSet found) {
    Set<Code> subtrees = new LinkedHashSet<>();
    int place = found.nextSetBit(0);
    while (place >= 0) {
      String value = codes.get(place).value();
      int length = Code.CATEGORY;
      while (length < value.length() && !isWhole(value.substring(0, length), place, found)) {
        length++;
      }
      String top = value.substring(0, length);
      int next = endOf(top, place);
      subtrees.add(
          next == place + 1 ? codes.get(place) : Code.of(CodeSystem.ICD_10_CM.uri(), top + "*"));
      place = found.nextSetBit(next);
    }
    return Collections.unmodifiableSet(subtrees);
  }

  /** Whether the codes that begin so are all found, the one at this place being the first. */
  private boolean isWhole(String prefix, int place, BitSet found) {
    return !prefix.endsWith(".")
        && (place == 0 || !codes.get(place - 1).value().startsWith(prefix))
        && found.nextClearBit(place) >= endOf(prefix, place);
  }

  private int endOf(String prefix, int place) {
    int end = place + 1;
    while (end < codes.size() && codes.get(end).value().startsWith(prefix)) {
      end++;
    }
    return end;
  }

  /** The codes by their category, e.g. E11. */
  SortedMap<String, List<Code>> byCategory() {
    SortedMap<String, List<Code>> categories = new TreeMap<>();
    codes.forEach(
        code -> categories.computeIfAbsent(categoryOf(code), _ -> new ArrayList<>()).add(code));
    return categories;
  }

  static String categoryOf(Code code) {
    return code.value().substring(0, Code.CATEGORY);
  }
}
