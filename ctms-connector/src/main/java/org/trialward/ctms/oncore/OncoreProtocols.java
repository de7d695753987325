package org.trialward.ctms.oncore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.trialward.ctms.HandedOver;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.trial.TrialId;
import tools.jackson.databind.JsonNode;

/** Which protocol of OnCore a trial is. */
final class OncoreProtocols {
  private final OncoreApi api;
  private final OncoreSettings settings;

  OncoreProtocols(OncoreApi api, OncoreSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  /** The protocol of the settings, else the one with the ethics committee's number. */
  long of(HandedOver.Entry candidate) {
    TrialId trial = candidate.key().trial();
    Long set = settings.protocols().get(trial);
    if (set != null) {
      return set;
    }
    String number =
        candidate
            .approval()
            .orElseThrow(() ->
                rejected(
                    "Which OnCore protocol `%s` is cannot be told. Name the approval's number in its trial file, or set trialward.ctms.oncore.protocols.%s."
                        .formatted(trial, trial)));
    SequencedMap<String, String> query = new LinkedHashMap<>();
    query.put("irbNo", number);
    List<Long> found =
        api.search("protocolManagementDetails", query).stream()
            .map(details -> details.path("protocolId").asLong(0))
            .filter(id -> id > 0)
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw rejected(
          "OnCore has %s protocol with the approval's number of `%s`. Set trialward.ctms.oncore.protocols.%s."
              .formatted(found.isEmpty() ? "no" : "more than one", trial, trial));
    }
    return found.getFirst();
  }

  JsonNode read(long protocol) {
    return api.read("protocols/" + protocol);
  }

  private static DeliveryException rejected(String message) {
    return new DeliveryException(Category.REJECTED, message);
  }
}
