package org.trialward.workbench.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.rules.logic.Truth;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.json.VerdictDocument.CriterionDocument;

/**
 * One criterion as a reader meets it.
 *
 * @param number counted from 1 in the author's order
 * @param standing the truth in plain words: an exclusion that is true "excludes"
 * @param favours whether it lets the patient in
 * @param changesFrom the first day on which time alone may change it
 */
public record CriterionView(
    int number,
    String id,
    boolean exclusion,
    String text,
    String standing,
    Truth favours,
    List<RegistryPart> registry,
    List<EvidenceLine> evidence,
    Optional<LocalDate> changesFrom) {

  /**
   * What of the registry's record the criterion stands for.
   *
   * @param name sentence number or field name
   * @param text the registry's own words; empty where the record was not imported
   */
  public record RegistryPart(String name, String text) {
    public String label() {
      return switch (name) {
        case "minimumAge" -> "Minimum age";
        case "maximumAge" -> "Maximum age";
        case "sex" -> "Sex";
        default -> "Sentence " + name;
      };
    }
  }

  /**
   * The order in which a reader asks: what speaks against, what the record may settle, the rest.
   */
  public static final Comparator<CriterionView> BY_URGENCY =
      Comparator.comparing(CriterionView::favours)
          .thenComparing(view -> view.evidence().stream().noneMatch(EvidenceLine::isUpToTheRecord))
          .thenComparingInt(CriterionView::number);

  /** Why it is open, e.g. "missing"; empty where it is not. */
  public String openBecause() {
    return favours == Truth.UNKNOWN
        ? evidence.stream()
            .map(line -> line.kind().words().toLowerCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining(", "))
        : "";
  }

  /** Where links within the page point to. */
  public String anchor() {
    return "criterion-" + number;
  }

  /** Whether the registry's own words are at hand. */
  public boolean isQuoted() {
    return registry.stream().anyMatch(part -> !part.text().isEmpty());
  }

  /** All of a verdict, in the author's order. */
  public static List<CriterionView> of(VerdictDocument verdict, Map<String, String> registry) {
    List<CriterionView> views = new ArrayList<>();
    for (CriterionDocument criterion : verdict.criteria()) {
      views.add(of(views.size() + 1, criterion, registry));
    }
    return views;
  }

  private static CriterionView of(
      int number, CriterionDocument criterion, Map<String, String> registry) {
    boolean exclusion = criterion.kind().equals("exclusion");
    return new CriterionView(
        number,
        criterion.id(),
        exclusion,
        criterion.text(),
        exclusion ? ofExclusion(criterion.truth()) : ofInclusion(criterion.truth()),
        criterion.favours(),
        criterion.registry().stream()
            .map(part -> new RegistryPart(part, registry.getOrDefault(part, "")))
            .toList(),
        criterion.evidence().stream().map(EvidenceLine::of).toList(),
        criterion.outlook().byTimeFrom());
  }

  private static String ofInclusion(Truth truth) {
    return switch (truth) {
      case TRUE -> "Met";
      case FALSE -> "Not met";
      case UNKNOWN -> "Open";
    };
  }

  private static String ofExclusion(Truth truth) {
    return switch (truth) {
      case TRUE -> "Excludes";
      case FALSE -> "Does not exclude";
      case UNKNOWN -> "Open";
    };
  }
}
