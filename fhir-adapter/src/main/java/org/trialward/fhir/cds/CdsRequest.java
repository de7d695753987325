package org.trialward.fhir.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.trialward.rules.patient.PatientId;

/**
 * A call of the EMR. Of its context we read who looks at whom; {@code fhirAuthorization} and all
 * else it may hold are read over and kept nowhere.
 *
 * @param user a reference as the EMR gives it, e.g. {@code Practitioner/7}
 */
public record CdsRequest(CdsHook hook, PatientId patient, String user, Prefetch prefetch) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9\\-.]{1,64}");

  /**
   * Reads the body of a call.
   *
   * @throws MalformedCall where it lacks what we cannot do without
   */
  public static CdsRequest read(byte[] body) {
    JsonNode call = Tree.read(body);
    CdsHook hook =
        Tree.text(call, "hook")
            .flatMap(CdsHook::of)
            .orElseThrow(() ->
                new MalformedCall(
                    "`hook` is missing or is none of those that GET /cds-services lists."));
    if (Tree.text(call, "hookInstance").isEmpty()) {
      throw new MalformedCall("`hookInstance` is missing: send a UUID for each call.");
    }
    JsonNode context = call.path("context");
    return new CdsRequest(
        hook, patient(context), user(context), Prefetch.of(call.path("prefetch")));
  }

  /** {@code Patient/7} is taken for {@code 7}: both are seen. */
  private static PatientId patient(JsonNode context) {
    return Tree.text(context, "patientId")
        .map(id -> id.startsWith("Patient/") ? id.substring("Patient/".length()) : id)
        .filter(id -> ID.matcher(id).matches())
        .map(PatientId::new)
        .orElseThrow(() ->
            new MalformedCall(
                "`context.patientId` is missing or no FHIR id: send the patient's logical id."));
  }

  private static String user(JsonNode context) {
    return Tree.text(context, "userId")
        .filter(reference -> REFERENCE.matcher(reference).matches())
        .orElseThrow(() ->
            new MalformedCall(
                "`context.userId` is missing or no reference: send one like Practitioner/7."));
  }
}
