package org.trialward.workbench.smart;

import java.util.List;
import org.trialward.fhir.emr.smart.ClientKeys;

/** Keys that the EMRs' authorization servers fetch to check that a launched page is ours. */
public record PublishedKeys(List<ClientKeys> keys) {
  public PublishedKeys {
    keys = List.copyOf(keys);
  }
}
