package org.trialward.ctms.rpe;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.trialward.ctms.http.Address;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.trial.TrialId;

/**
 * One system that takes RPE messages.
 *
 * @param endpoint where they are posted
 * @param message {@code ALERT_PROTOCOL_STATE} to an EMR, {@code ENROLL_PATIENT_REQUEST} to a CTMS
 * @param allowsPhi whether the site allows that record numbers go there; without that nothing can
 *     be sent
 * @param patientRoot OID of who assigned the record numbers
 * @param studyRoot OID of who assigned the study numbers
 * @param studies study numbers where they are not the ethics committee's
 * @param states the other side's text for a state, where it differs from the defaults
 * @param user of HTTP Basic; empty where the line itself is authenticated
 * @param password masked wherever this record is printed
 * @param requestTimeout for one whole answer
 */
public record RpeSettings(
    URI endpoint,
    SoapVersion soap,
    Message message,
    boolean allowsPhi,
    String patientRoot,
    String studyRoot,
    Map<TrialId, String> studies,
    Map<CandidateState, String> states,
    Optional<String> user,
    Optional<String> password,
    Duration connectTimeout,
    Duration requestTimeout) {
  private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d{0,30})){1,40}");
  private static final Pattern WORDS = Pattern.compile("\\P{Cntrl}{1,200}");

  /** No coordinator has looked at these yet: nobody is told of them. */
  private static final Set<CandidateState> NEVER_SENT =
      EnumSet.of(CandidateState.DETECTED, CandidateState.IN_REVIEW, CandidateState.REFERRED);

  /** Which transaction of the profile is sent. */
  public enum Message {
    ALERT_PROTOCOL_STATE,
    ENROLL_PATIENT_REQUEST
  }

  public RpeSettings {
    Address.check("RPE", endpoint);
    check(
        allowsPhi,
        "RPE names patients by record number. Set trialward.ctms.rpe.allow-phi to true where the trials' legal basis allows that, or remove trialward.ctms.rpe.endpoint.");
    check(
        OID.matcher(patientRoot).matches(),
        "RPE needs the OID of who assigned the record numbers: set trialward.ctms.rpe.patient-root.");
    check(
        OID.matcher(studyRoot).matches(),
        "RPE needs the OID of who assigned the study numbers: set trialward.ctms.rpe.study-root.");
    studies = Map.copyOf(studies);
    check(
        studies.values().stream().allMatch(number -> WORDS.matcher(number.strip()).matches())
            && new HashSet<>(studies.values()).size() == studies.size(),
        "Each study number in trialward.ctms.rpe.studies is one word, and no two trials have the same.");
    check(
        states.values().stream().allMatch(text -> WORDS.matcher(text.strip()).matches()),
        "Each text in trialward.ctms.rpe.states has 1 to 200 characters.");
    check(
        states.keySet().stream().noneMatch(NEVER_SENT::contains),
        "Nobody is told of a candidate whom no coordinator confirmed: remove %s from trialward.ctms.rpe.states."
            .formatted(NEVER_SENT));
    Map<CandidateState, String> texts = new EnumMap<>(RpeStates.SENT);
    texts.putAll(states);
    states = Map.copyOf(texts);
    check(
        user.isPresent() == password.isPresent(),
        "RPE has a user without a password, or a password without a user: set both trialward.ctms.rpe.user and .password, or none.");
    check(
        connectTimeout.isPositive() && requestTimeout.isPositive(),
        "The RPE timeouts must be longer than zero.");
  }

  @Override
  public String toString() {
    return "RpeSettings[endpoint=%s, soap=%s, message=%s, allowsPhi=%s, patientRoot=%s, studyRoot=%s, studies=%s, states=%s, user=%s, password=***, connectTimeout=%s, requestTimeout=%s]"
        .formatted(
            endpoint,
            soap,
            message,
            allowsPhi,
            patientRoot,
            studyRoot,
            studies,
            states,
            user,
            connectTimeout,
            requestTimeout);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
