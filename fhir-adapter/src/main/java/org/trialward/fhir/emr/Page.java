package org.trialward.fhir.emr;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;

/**
 * One page of a search or a history.
 *
 * @param serverTime when the server made it, by the server's own clock; empty where it does not say
 */
public record Page(Bundle bundle, Optional<Instant> serverTime) {

  /** The link to the page after this one, as the server gave it. */
  public Optional<String> next() {
    return Optional.ofNullable(bundle.getLink("next"))
        .map(BundleLinkComponent::getUrl)
        .filter(url -> !url.isBlank());
  }
}
