package org.trialward.ctms.screeninglog;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.Sex;
import org.trialward.rules.quantity.Interval;

/**
 * All that a screening log may want to know of one candidate at one moment. Who it is stands in the
 * candidate's key; the exports decide what of it leaves.
 *
 * @param found the day on the site's calendar
 * @param feed what brought the change that made them a candidate, where it is known
 * @param ageBand see {@link AgeBand}, on the day found
 * @param criteria as last judged, in the author's order
 * @param steps from the first to the present state
 */
public record LogEntry(
    Candidate candidate,
    LocalDate found,
    Optional<String> feed,
    Optional<String> ageBand,
    Optional<Sex> sex,
    List<CriterionResult> criteria,
    List<Step> steps,
    Optional<Informed> informed,
    Participation participation) {

  public LogEntry {
    criteria = List.copyOf(criteria);
    steps = List.copyOf(steps);
  }

  /**
   * How one criterion was judged.
   *
   * @param evidence the latest moment that the record speaks of; never that of a birth or a death
   */
  public record CriterionResult(String id, Truth favours, Optional<Interval> evidence) {}

  /**
   * One step of the candidate.
   *
   * @param who a user of ours, a practitioner's reference, a system's name, or {@code engine}
   */
  public record Step(CandidateState state, String who, LocalDate on, Optional<String> reason) {}

  /**
   * The treating physician was shown the candidate.
   *
   * @param answer what kind of answer came, e.g. {@code REFERRED}
   * @param code its override reason
   */
  public record Informed(
      Optional<LocalDate> on,
      Optional<String> answer,
      Optional<String> code,
      Optional<LocalDate> answeredOn) {}

  /** What the consent and the trial office add. */
  public record Participation(
      Optional<String> consentVersion,
      Optional<LocalDate> consentedOn,
      Optional<String> screenNumber,
      Optional<String> subjectId) {
    public static final Participation NONE =
        new Participation(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The first time in one of these states. */
  Optional<LocalDate> firstIn(CandidateState... states) {
    List<CandidateState> wanted = List.of(states);
    return steps.stream().filter(step -> wanted.contains(step.state())).map(Step::on).findFirst();
  }
}
