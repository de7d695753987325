package org.trialward.workbench.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.rules.match.CandidateState;

/** Why a patient declined, failed the screening or left the study: a code that may go out. */
enum StudyReason {
  NOT_INTERESTED(CandidateState.DECLINED, "not-interested", "Not interested"),
  TOO_BURDENSOME(CandidateState.DECLINED, "too-burdensome", "Too much effort or travel"),
  FEARS_RISKS(CandidateState.DECLINED, "fears-risks", "Worried about risks"),
  PREFERS_USUAL_CARE(CandidateState.DECLINED, "prefers-usual-care", "Prefers the usual care"),
  INCLUSION_NOT_MET(
      CandidateState.SCREEN_FAILED, "inclusion-not-met", "An inclusion criterion is not met"),
  EXCLUSION_MET(CandidateState.SCREEN_FAILED, "exclusion-met", "An exclusion criterion is met"),
  SCREENING_NOT_DONE(
      CandidateState.SCREEN_FAILED, "screening-not-done", "Screening was not completed in time"),
  WITHDREW_CONSENT(CandidateState.WITHDRAWN, "withdrew-consent", "Withdrew the consent"),
  LOST_TO_FOLLOW_UP(CandidateState.WITHDRAWN, "lost-to-follow-up", "Lost to follow-up"),
  ADVERSE_EVENT(CandidateState.WITHDRAWN, "adverse-event", "Adverse event"),
  INVESTIGATOR_DECISION(
      CandidateState.WITHDRAWN, "investigator-decision", "Decision of the investigator");

  private final CandidateState state;
  private final String code;
  private final String words;

  StudyReason(CandidateState state, String code, String words) {
    this.state = state;
    this.code = code;
    this.words = words;
  }

  /** One choice of a form. */
  record Choice(String code, String words) {}

  /** The choices of each state, by its name; each ends with "Other". */
  static Map<String, List<Choice>> byState() {
    return Arrays.stream(values())
        .collect(
            Collectors.groupingBy(
                reason -> reason.state.name(),
                Collectors.collectingAndThen(
                    Collectors.mapping(
                        reason -> new Choice(reason.code, reason.words), Collectors.toList()),
                    StudyReason::andOther)));
  }

  private static List<Choice> andOther(List<Choice> choices) {
    choices.add(new Choice(RejectionReason.OTHER.code(), RejectionReason.OTHER.words()));
    return List.copyOf(choices);
  }

  /**
   * The text to store; empty where what was given is not a reason.
   *
   * @param own in the coordinator's own words, or empty
   */
  static String stored(CandidateState decision, String code, String own) {
    Optional<String> picked =
        Arrays.stream(values())
            .filter(reason -> reason.state == decision && reason.code.equals(code))
            .map(reason -> reason.code)
            .findFirst();
    if (own.isEmpty()) {
      return picked.orElse("");
    }
    return picked.orElse(RejectionReason.OTHER.code()) + ": " + own;
  }

  static Optional<String> words(String code) {
    return Arrays.stream(values())
        .filter(reason -> reason.code.equals(code))
        .map(reason -> reason.words)
        .findFirst();
  }
}
