package org.trialward.rules.verdict;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.trialward.rules.logic.Truth;

/**
 * What a chart answers to one characteristic. Keeps only the evidence that decided: one FALSE in
 * {@code allOf} needs no list of what was missing elsewhere.
 */
record Answer(Truth truth, List<Evidence> evidence, Outlook outlook) {
  Answer {
    evidence = List.copyOf(evidence);
  }

  static Answer of(Truth truth, Evidence evidence, Outlook outlook) {
    return new Answer(truth, List.of(evidence), outlook);
  }

  static Answer allOf(List<Answer> parts) {
    Truth truth = Truth.ofAll(parts, Answer::truth);
    return decidedBy(truth, parts, truth == Truth.FALSE);
  }

  static Answer anyOf(List<Answer> parts) {
    Truth truth = Truth.ofAny(parts, Answer::truth);
    return decidedBy(truth, parts, truth == Truth.TRUE);
  }

  static Answer atLeast(int count, List<Answer> parts) {
    return decidedBy(Truth.ofAtLeast(count, parts, Answer::truth), parts, false);
  }

  /** What these say where they say the same, else open: which of them counts is not known. */
  static Answer agreed(List<Answer> parts, String why) {
    Answer first = parts.getFirst();
    if (parts.size() == 1) {
      return first;
    }
    boolean agree = parts.stream().allMatch(part -> part.truth == first.truth);
    List<Evidence> evidence = evidence(parts);
    return new Answer(
        agree ? first.truth : Truth.UNKNOWN,
        agree ? evidence : evidence.stream().flatMap(one -> one.contested(why)).distinct().toList(),
        untilOne(parts));
  }

  Answer negated() {
    return new Answer(truth.not(), Some.each(evidence, Evidence::negated), outlook);
  }

  /** The answer that one more piece of evidence makes of this one. */
  Answer with(Truth then, Evidence further) {
    if (evidence.isEmpty()) {
      return of(then, further, outlook);
    }
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(further);
    return new Answer(then, all, outlook);
  }

  /** This answer, which passing time may also change by another way. */
  Answer changingAlso(Outlook another) {
    return new Answer(truth, evidence, outlook.or(another));
  }

  /**
   * The answer that those parts gave which have the same truth.
   *
   * @param eachSuffices whether one such part alone holds the answer in place, so that all must
   *     change to change it
   */
  private static Answer decidedBy(Truth truth, List<Answer> parts, boolean eachSuffices) {
    List<Answer> deciding = Some.of(parts, part -> part.truth == truth);
    return new Answer(
        truth, evidence(deciding), eachSuffices ? untilAll(deciding) : untilOne(parts));
  }

  /** Each once. */
  private static List<Evidence> evidence(List<Answer> parts) {
    if (parts.size() == 1 && parts.getFirst().evidence.size() == 1) {
      return parts.getFirst().evidence;
    }
    LinkedHashSet<Evidence> evidence = new LinkedHashSet<>();
    for (Answer part : parts) {
      evidence.addAll(part.evidence);
    }
    return List.copyOf(evidence);
  }

  private static Outlook untilOne(List<Answer> parts) {
    Outlook outlook = Outlook.FINAL;
    for (Answer part : parts) {
      outlook = outlook.or(part.outlook);
    }
    return outlook;
  }

  private static Outlook untilAll(List<Answer> parts) {
    Outlook outlook = parts.getFirst().outlook;
    for (Answer part : parts) {
      outlook = outlook.and(part.outlook);
    }
    return outlook;
  }
}
