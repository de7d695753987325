package org.trialward.rules.verdict;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.trialward.rules.criterion.OpenAnswers;
import org.trialward.rules.criterion.StageGroups;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/** Whether a coded answer is one of a set. */
final class CodedAnswers {

  /** Perhaps a reference sequence, the kind of sequence, the change. HGVS Nomenclature, general. */
  private static final Pattern HGVS = Pattern.compile("(?:(.+):)?([a-z])\\.(.+)");

  private static final Pattern THREE_LETTERS = Pattern.compile("\\(?[A-Z][a-z]{2}.*");

  private CodedAnswers() {}

  /** Unknown where the answer is open, or not coded in a notation that the set uses. */
  static Truth isOf(ValueSet set, List<Code> codes) {
    if (set.containsAny(codes)) {
      return Truth.TRUE;
    }
    if (StageGroups.asks(set)) {
      return StageGroups.apart(set, codes);
    }
    List<String> answered =
        codes.stream()
            .filter(code -> !OpenAnswers.CODES.contains(code))
            .flatMap(code -> notation(code).stream())
            .toList();
    boolean comparable =
        set.codes().stream()
            .anyMatch(code -> notation(code).filter(answered::contains).isPresent());
    return comparable ? Truth.FALSE : Truth.UNKNOWN;
  }

  /** Why an answer leaves the question open. */
  static String why(ValueSet set, List<Code> codes) {
    if (codes.stream().anyMatch(OpenAnswers.CODES::contains)) {
      return "the recorded answer leaves it open";
    }
    return StageGroups.asks(set)
        ? "the recorded stage cannot be compared with the one asked for"
        : "the result is coded in a system that the trial does not use";
  }

  /**
   * Two codes of one notation that differ mean different things; empty where that is never sure.
   * HGVS has many names for one change: of the gene, the transcript or the protein, in one letter
   * or three. A T category says nothing of N and M, and SNOMED CT has groups and categories of
   * several classifications side by side.
   */
  private static Optional<String> notation(Code code) {
    if (code.system().equals(CodeSystem.HGVS.uri())) {
      return change(code);
    }
    if (StageGroups.isStageOfSnomed(code)) {
      return Optional.empty();
    }
    return Optional.of(
        StageGroups.category(code)
            .map(category -> code.system() + " " + category)
            .orElse(code.system()));
  }

  private static Optional<String> change(Code code) {
    Matcher m = HGVS.matcher(code.value());
    if (!m.matches()) {
      return Optional.empty();
    }
    String change = m.group(3);
    return Optional.of(
        "%s %s %s %b %b"
            .formatted(
                code.system(),
                m.group(1),
                m.group(2),
                change.startsWith("("),
                THREE_LETTERS.matcher(change).matches()));
  }
}
