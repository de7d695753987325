package org.trialward.fhir.cds;

import java.util.List;
import java.util.Map;

/** Answer to {@code GET /cds-services}. */
public record CdsDiscovery(List<Service> services) {
  public CdsDiscovery {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param prefetch what the EMR should send along; we need nothing
   */
  public record Service(
      String hook, String title, String description, String id, Map<String, String> prefetch) {
    public Service {
      prefetch = Map.copyOf(prefetch);
    }
  }
}
