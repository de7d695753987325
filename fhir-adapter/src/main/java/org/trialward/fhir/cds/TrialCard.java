package org.trialward.fhir.cds;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From matches to the one card that shows them, however many they are. */
public final class TrialCard {

  /** A summary must be shorter than 140 characters (CDS Hooks 2.0, card attributes). */
  private static final int LONGEST_SUMMARY = 139;

  private static final Coding TOPIC =
      new Coding("urn:trialward:topic", "trial-match", "Clinical trial matching");

  private TrialCard() {}

  /**
   * A card for this viewer. The same viewer, patient and trials give the same card, so that the EMR
   * and we know it again.
   *
   * @param viewer a reference, e.g. {@code Practitioner/7}
   * @param matches of one patient, at least one
   */
  public static CdsCard of(String viewer, List<CardMatch> matches) {
    List<CardMatch> sorted =
        matches.stream().sorted(Comparator.comparing(match -> match.key().trial())).toList();
    return new CdsCard(
        uuid(viewer, sorted),
        summary(sorted),
        sorted.stream().map(TrialCard::detail).collect(Collectors.joining("\n\n")),
        "info",
        new CdsCard.Source("Trialward", TOPIC),
        OverrideReasons.of(sorted.size()),
        sorted.stream().map(CardMatch::link).toList());
  }

  private static String uuid(String viewer, List<CardMatch> matches) {
    String keys =
        Stream.concat(Stream.of(viewer), matches.stream().map(match -> match.key().toString()))
            .collect(Collectors.joining(","));
    return UUID.nameUUIDFromBytes(keys.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String summary(List<CardMatch> matches) {
    String summary =
        matches.size() == 1
            ? "Trial %s: may meet criteria – review".formatted(matches.getFirst().key().trial())
            : "%d trials: may meet criteria – review".formatted(matches.size());
    return summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY));
  }

  private static String detail(CardMatch match) {
    String open =
        match.open().isEmpty()
            ? "\n- Nothing is open in the record."
            : match.open().stream()
                .map(text -> "\n- Open: " + plain(text))
                .collect(Collectors.joining());
    return "**%s** (%s)\n\nMay meet criteria – review.\n%s"
        .formatted(plain(match.trialTitle()), match.key().trial(), open);
  }

  /** Text of a trial file as text: no Markdown, no HTML, one line. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ")
        .strip()
        .replaceAll("([\\\\`*_{}\\[\\]()#+!|~>])", "\\\\$1")
        .replace("<", "&lt;");
  }
}
