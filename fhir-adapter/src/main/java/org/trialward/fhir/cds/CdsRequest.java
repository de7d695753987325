package org.trialward.fhir.cds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * A call of the EMR. Prefetched resources and everything else it may send are tolerated and not
 * read: the card comes from matches that are already known.
 *
 * @param hookInstance unique to this opening of the patient
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CdsRequest(String hook, String hookInstance, Context context) {

  /** Who is looking at whom. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Context(String patientId, String userId, Optional<String> encounterId) {}
}
