package org.trialward.workbench.json;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Match;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Outlook;
import org.trialward.rules.verdict.Verdict;

/** A match as stored and printed; the schema is docs/match-output.schema.json. */
public record VerdictDocument(
    String trial,
    String trialVersion,
    String patient,
    LocalDate asOf,
    Outcome outcome,
    List<CriterionDocument> criteria,
    Outlook outlook) {

  /**
   * One finding.
   *
   * @param kind {@code inclusion} or {@code exclusion}
   * @param favours whether the finding lets the patient in
   */
  public record CriterionDocument(
      String id,
      String kind,
      String text,
      List<String> registry,
      Truth truth,
      Truth favours,
      List<Evidence> evidence,
      Outlook outlook) {

    private static CriterionDocument of(Finding finding) {
      EligibilityCriterion criterion = finding.criterion();
      return new CriterionDocument(
          criterion.id(),
          criterion.kind().name().toLowerCase(Locale.ROOT),
          criterion.text(),
          criterion.registry(),
          finding.truth(),
          finding.favours(),
          finding.evidence(),
          finding.outlook());
    }
  }

  public static VerdictDocument of(Match match) {
    return new VerdictDocument(
        match.trial().value(),
        match.trialVersion(),
        match.patient().value(),
        match.asOf(),
        match.verdict().outcome(),
        match.verdict().findings().stream().map(CriterionDocument::of).toList(),
        match.verdict().outlook());
  }

  /** The criteria whose finding favours, leaves open or speaks against the patient. */
  public List<CriterionDocument> favouring(Truth truth) {
    return criteria.stream().filter(c -> c.favours() == truth).toList();
  }

  /** The verdict again, with the criteria of the trial version it was made from. */
  public Verdict restore(Trial trial) {
    Map<String, EligibilityCriterion> byId =
        Stream.concat(trial.criteria().stream(), Eligibility.impliedCriteria().stream())
            .collect(Collectors.toMap(EligibilityCriterion::id, Function.identity(), (a, b) -> a));
    List<Finding> findings =
        criteria.stream()
            .flatMap(c ->
                Optional.ofNullable(byId.get(c.id())).stream()
                    .map(criterion -> new Finding(criterion, c.truth(), c.evidence(), c.outlook())))
            .toList();
    return new Verdict(outcome, findings, outlook);
  }
}
