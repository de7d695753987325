package org.trialward.fhir.cds;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.trialward.rules.verdict.Outcome;

/** The hook {@code patient-view}: a patient was opened. */
public final class PatientViewService {
  public static final String ID = "trialward-patient-view";

  /** A summary must be shorter than 140 characters (CDS Hooks 2.0, card attributes). */
  private static final int LONGEST_SUMMARY = 139;

  private static final Coding TOPIC =
      new Coding("urn:trialward:topic", "trial-match", "Clinical trial matching");

  public CdsDiscovery discovery() {
    return new CdsDiscovery(
        List.of(
            new CdsDiscovery.Service(
                "patient-view",
                "Trialward",
                "Shows clinical trials whose criteria the patient may meet, for review.",
                ID,
                Map.of())));
  }

  /** One card for all matches of the patient that are worth a look; no card where there is none. */
  public CdsResponse answer(List<CardMatch> matches) {
    List<CardMatch> shown =
        matches.stream()
            .filter(match -> match.outcome() != Outcome.INELIGIBLE)
            .sorted(Comparator.comparing((CardMatch match) -> match.key().trial()))
            .toList();
    return new CdsResponse(shown.isEmpty() ? List.of() : List.of(card(shown)));
  }

  private static CdsCard card(List<CardMatch> matches) {
    return new CdsCard(
        uuid(matches),
        summary(matches),
        matches.stream().map(PatientViewService::detail).collect(Collectors.joining("\n\n")),
        "info",
        new CdsCard.Source("Trialward", TOPIC),
        OverrideReasons.ALL,
        matches.stream()
            .map(match ->
                new CdsCard.Link(
                    "Review " + match.key().trial(), match.page().toString(), "absolute"))
            .toList());
  }

  /** The same patient and trials give the same card, so that the EMR and we know it again. */
  private static String uuid(List<CardMatch> matches) {
    String keys = matches.stream().map(m -> m.key().toString()).collect(Collectors.joining(","));
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
