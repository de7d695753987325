package org.trialward.fhir.study;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntrySearchComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.StringType;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.verdict.Evidence;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;
import org.trialward.rules.verdict.Verdict;

/**
 * Answers to {@code ResearchStudy/$match} (CodeX Integrated Trial Matching, draft 0.1.0): the
 * trials that fit a patient or could, with a score and with a reason for each criterion.
 */
public final class StudyMatches {

  /** On the score of an entry: one criterion, how it stands, and what leaves it open. */
  public static final String REASON = "urn:trialward:fhir:criterion-finding";

  /** How surely the trial fits: {@code certain} or {@code possible}. */
  private static final String MATCH_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

  private static final String OPERATION =
      "http://mcodeinitiative.org/codex/us/patient.clinical.trial.matching/OperationDefinition/ClinicalTrialMatchService";

  /** A criterion that is open may still be met: half the score is for not being excluded. */
  private static final BigDecimal POSSIBLE = new BigDecimal("0.5");

  private StudyMatches() {}

  /** A trial that fits, or could. */
  public record StudyMatch(Trial trial, Verdict verdict) {

    /** 1 where every criterion is met; else from 0.5 on, by the share of those that are. */
    BigDecimal score() {
      if (verdict.outcome() == Outcome.ELIGIBLE) {
        return BigDecimal.ONE;
      }
      long met = verdict.findings().stream().filter(f -> f.favours() == Truth.TRUE).count();
      int all = Math.max(1, verdict.findings().size());
      return POSSIBLE.add(
          POSSIBLE
              .multiply(BigDecimal.valueOf(met))
              .divide(BigDecimal.valueOf(all), 2, RoundingMode.DOWN));
    }
  }

  /**
   * The answer, the best first; a trial that does not fit is left out.
   *
   * @param base our own address, e.g. {@code https://trials.example/fhir}
   * @param problems what of the question was not taken into account
   */
  public static Bundle searchset(String base, List<StudyMatch> matches, List<String> problems) {
    List<StudyMatch> fitting =
        matches.stream()
            .filter(match -> match.verdict().outcome() != Outcome.INELIGIBLE)
            .sorted(
                Comparator.comparing(StudyMatch::score)
                    .reversed()
                    .thenComparing(match -> match.trial().id()))
            .toList();
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET).setTotal(fitting.size());
    bundle.addLink().setRelation("self").setUrl(base + "/ResearchStudy/$match");
    fitting.forEach(match -> bundle.addEntry(entry(base, match)));
    if (!problems.isEmpty()) {
      OperationOutcome notConsidered =
          outcome(IssueSeverity.WARNING, IssueType.INCOMPLETE, problems);
      notConsidered.setId("not-considered");
      bundle
          .addEntry()
          .setFullUrl(base + "/OperationOutcome/not-considered")
          .setResource(notConsidered)
          .getSearch()
          .setMode(SearchEntryMode.OUTCOME);
    }
    return bundle;
  }

  private static BundleEntryComponent entry(String base, StudyMatch match) {
    ResearchStudy study = StudyWriterR4.summary(match.trial());
    BundleEntryComponent entry =
        new BundleEntryComponent()
            .setFullUrl(base + "/ResearchStudy/" + study.getId())
            .setResource(study);
    BundleEntrySearchComponent search = entry.getSearch();
    search.setMode(SearchEntryMode.MATCH).setScore(match.score());
    search.addExtension(
        MATCH_GRADE,
        new CodeType(match.verdict().outcome() == Outcome.ELIGIBLE ? "certain" : "possible"));
    match.verdict().findings().forEach(finding -> search.addExtension(reason(finding)));
    return entry;
  }

  private static Extension reason(Finding finding) {
    Extension reason = new Extension(REASON);
    reason.addExtension("criterion", new StringType(finding.criterion().id()));
    reason.addExtension(
        "kind", new CodeType(finding.criterion().kind().name().toLowerCase(Locale.ROOT)));
    reason.addExtension("text", new StringType(finding.criterion().text()));
    reason.addExtension("standing", new CodeType(standing(finding.favours())));
    finding.evidence().stream()
        .flatMap(StudyMatches::openBecause)
        .distinct()
        .forEach(why -> reason.addExtension("openBecause", new StringType(why)));
    return reason;
  }

  private static String standing(Truth favours) {
    return switch (favours) {
      case TRUE -> "met";
      case FALSE -> "against";
      case UNKNOWN -> "open";
    };
  }

  private static Stream<String> openBecause(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Missing(var what, var why) -> Stream.of(what + ": " + why);
      case Evidence.Inconclusive(var observed, var why) -> Stream.of(observed.what() + ": " + why);
      case Evidence.PersonNeeded(var why) -> Stream.of(why);
      case Evidence.Unsupported(var what) -> Stream.of(what);
      case Evidence.Supporting _, Evidence.Opposing _, Evidence.AssumedAbsent _ -> Stream.empty();
    };
  }

  /** Why there is no answer. */
  public static OperationOutcome refusal(IssueType type, String remedy) {
    return outcome(IssueSeverity.ERROR, type, List.of(remedy));
  }

  private static OperationOutcome outcome(
      IssueSeverity severity, IssueType type, List<String> each) {
    OperationOutcome outcome = new OperationOutcome();
    each.forEach(
        words -> outcome.addIssue().setSeverity(severity).setCode(type).setDiagnostics(words));
    return outcome;
  }

  /** What we answer under this address: the one operation. */
  public static CapabilityStatement capabilities(String base, Date at) {
    CapabilityStatement statement =
        new CapabilityStatement()
            .setStatus(PublicationStatus.ACTIVE)
            .setDate(at)
            .setKind(CapabilityStatementKind.INSTANCE)
            .setFhirVersion(FHIRVersion._4_0_1);
    statement.addFormat("json");
    statement.getSoftware().setName("Trialward");
    statement
        .getImplementation()
        .setDescription("Asks the trials that recruit at this site whether a patient fits.")
        .setUrl(base);
    var rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
    rest.getSecurity().setDescription("A bearer token that the site gives out.");
    rest.addResource()
        .setType("ResearchStudy")
        .addOperation()
        .setName("match")
        .setDefinition(OPERATION);
    return statement;
  }
}
