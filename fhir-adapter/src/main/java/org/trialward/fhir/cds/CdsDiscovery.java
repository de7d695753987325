package org.trialward.fhir.cds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Answer to {@code GET /cds-services}. */
public record CdsDiscovery(List<Service> services) {

  /**
   * One id for all hooks: the EMR takes the card of the hook before away when the next one answers
   * (CDS Hooks 2.0, Update stale guidance).
   */
  public static final String ID = "trialward";

  private static final String LIVE = "planned,arrived,triaged,in-progress,onleave";

  public CdsDiscovery {
    services = List.copyOf(services);
  }

  /**
   * One service.
   *
   * @param prefetch what tells us who is looking; each may be left out
   * @param version of the service; 3.0 has it, 2.0 ignores it
   * @param hookVersion of the hook's definition; 3.0 has it, 2.0 ignores it
   */
  public record Service(
      String hook,
      String title,
      String description,
      String id,
      Map<String, String> prefetch,
      String usageRequirements,
      String version,
      String hookVersion) {}

  /** The services that we offer. */
  public static CdsDiscovery ours() {
    return new CdsDiscovery(Stream.of(CdsHook.values()).map(CdsDiscovery::service).toList());
  }

  private static Service service(CdsHook hook) {
    return new Service(
        hook.code(),
        "Trialward",
        "Shows clinical trials whose criteria the patient may meet, for review.",
        ID,
        prefetch(hook),
        "Nothing is demanded. Prefetch tells whether the user treats the patient; without it the card"
            + " waits until we know.",
        "1.0",
        "1.0");
  }

  private static Map<String, String> prefetch(CdsHook hook) {
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put("patient", "Patient/{{context.patientId}}");
    templates.put("role", "PractitionerRole?practitioner={{userPractitionerId}}");
    templates.put("careTeam", "CareTeam?patient={{context.patientId}}&status=active");
    templates.put(
        "encounter",
        hook == CdsHook.ENCOUNTER_START
            ? "Encounter/{{context.encounterId}}"
            : "Encounter?patient={{context.patientId}}&status=" + LIVE);
    return templates;
  }
}
