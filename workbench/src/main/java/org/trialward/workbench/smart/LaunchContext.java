package org.trialward.workbench.smart;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.trialward.rules.patient.PatientId;

/**
 * Reads who launched, and for whom, from the EMR's answer (SMART App Launch 2.2, 2.1: {@code
 * patient}, {@code need_patient_banner}, {@code fhirContext}; CDS Hooks 2.0: {@code appContext}).
 */
final class LaunchContext implements OAuth2UserService<OidcUserRequest, OidcUser> {
  private static final Pattern PRACTITIONER =
      Pattern.compile(
          "(?:https?://\\S*/)?(Practitioner(?:Role)?/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?");
  private static final Pattern PATIENT = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final String CANDIDATE = "urn:trialward:candidate";

  private final BiFunction<PatientId, String, Optional<Long>> candidates;

  /**
   * @param candidates the number of the patient's candidate whom an identifier of ours names
   */
  LaunchContext(BiFunction<PatientId, String, Optional<Long>> candidates) {
    this.candidates = candidates;
  }

  @Override
  public OidcUser loadUser(OidcUserRequest answer) {
    Map<String, Object> said = answer.getAdditionalParameters();
    PatientId patient = patient(said);
    return new LaunchedUser(
        answer.getIdToken(),
        new Launched(
            practitioner(answer.getIdToken()),
            patient,
            candidate(said, patient),
            !"false".equals(String.valueOf(said.get("need_patient_banner")))));
  }

  private static PatientId patient(Map<String, Object> said) {
    return text(said.get("patient"))
        .filter(id -> PATIENT.matcher(id).matches())
        .map(PatientId::new)
        .orElseThrow(
            () -> new Refused(Refusal.NO_PATIENT, "The EMR's token response names no patient"));
  }

  /**
   * {@code fhirUser}; an EMR of SMART 1 has none and calls it {@code profile}, which elsewhere
   * people write themselves.
   */
  private static String practitioner(OidcIdToken token) {
    return text(token.getClaims().get("fhirUser"))
        .or(() -> text(token.getClaims().get("profile")))
        .map(PRACTITIONER::matcher)
        .filter(Matcher::matches)
        .map(reference -> reference.group(1))
        .orElseThrow(
            () -> new Refused(Refusal.NO_PRACTITIONER, "The EMR's ID token names no practitioner"));
  }

  private Optional<Long> candidate(Map<String, Object> said, PatientId patient) {
    return text(said.get("appContext"))
        .filter(context -> NUMBER.matcher(context).matches())
        .map(Long::valueOf)
        .or(() ->
            list(said.get("fhirContext")).stream()
                .flatMap(item -> identifier(item).stream())
                .flatMap(id -> candidates.apply(patient, id).stream())
                .findFirst());
  }

  /** Ours, of one item of {@code fhirContext}. */
  private static Optional<String> identifier(Object item) {
    return item instanceof Map<?, ?> entry
            && entry.get("identifier") instanceof Map<?, ?> identifier
            && CANDIDATE.equals(identifier.get("system"))
        ? text(identifier.get("value"))
        : Optional.empty();
  }

  private static List<?> list(@Nullable Object said) {
    return said instanceof List<?> items ? items : List.of();
  }

  private static Optional<String> text(@Nullable Object said) {
    return Optional.ofNullable(said).map(String::valueOf).filter(text -> !text.isBlank());
  }
}
