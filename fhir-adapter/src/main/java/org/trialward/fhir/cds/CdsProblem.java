package org.trialward.fhir.cds;

import java.util.List;

/** A refusal as an OperationOutcome, which CDS Hooks 3.0 wants and 2.0 lets pass. */
public record CdsProblem(String resourceType, List<Issue> issue) {
  public CdsProblem {
    issue = List.copyOf(issue);
  }

  /**
   * One problem.
   *
   * @param code of FHIR's issue types
   * @param diagnostics what is wrong and the remedy
   */
  public record Issue(String severity, String code, String diagnostics) {}

  /** One error. */
  public static CdsProblem of(String code, String diagnostics) {
    return new CdsProblem("OperationOutcome", List.of(new Issue("error", code, diagnostics)));
  }
}
