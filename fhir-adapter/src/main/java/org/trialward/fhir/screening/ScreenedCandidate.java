package org.trialward.fhir.screening;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.match.CandidateState;

/**
 * One candidate as a screening list names them: by our number.
 *
 * @param trialVersion of the rules that last judged
 * @param foundYear in which the candidate was found
 * @param steps from the first to the present state; at least one
 */
public record ScreenedCandidate(long number, String trialVersion, int foundYear, List<Step> steps) {

  public ScreenedCandidate {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("Candidate `%d` has no state.".formatted(number));
    }
  }

  /**
   * One step.
   *
   * @param person who took it; empty where the engine did
   * @param at when, where the site lets that out; else the export's own moment stands as recorded
   */
  public record Step(CandidateState state, Optional<String> person, Optional<Instant> at) {}

  CandidateState state() {
    return steps.getLast().state();
  }
}
