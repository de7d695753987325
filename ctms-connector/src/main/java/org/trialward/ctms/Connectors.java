package org.trialward.ctms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.trialward.rules.match.CandidateKey;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

/**
 * The one door to all connectors. A system that holds consented subjects gets nobody who has not
 * consented; where that cannot be established, nobody.
 */
public final class Connectors {
  private final Map<String, CtmsConnector> connectors = new TreeMap<>();
  private final Map<String, Capabilities> probed = new ConcurrentHashMap<>();
  private final ConsentRegister consents;

  public Connectors(List<? extends CtmsConnector> connectors, ConsentRegister consents) {
    for (CtmsConnector connector : connectors) {
      if (this.connectors.put(connector.destination(), connector) != null) {
        throw new IllegalArgumentException(
            "Two connectors are called `%s`.".formatted(connector.destination()));
      }
    }
    this.consents = consents;
  }

  public SequencedSet<String> destinations() {
    return new TreeSet<>(connectors.keySet());
  }

  /** Asks the other side again. The last answer decides what {@link #deliver} lets through. */
  public Capabilities probe(String destination) {
    Capabilities capabilities = connector(destination).probe();
    probed.put(destination, capabilities);
    return capabilities;
  }

  public List<StudyRef> studies(String destination) {
    return connector(destination).studies();
  }

  public StatusPage statusChanges(String destination, Optional<String> cursor) {
    return connector(destination).statusChanges(cursor);
  }

  /** Delivers if the destination takes candidates and the candidate may go there. */
  public DeliveryReceipt deliver(Delivery delivery) {
    String destination = delivery.destination();
    CtmsConnector connector = connector(destination);
    Capabilities known = probed.get(destination);
    Capabilities capabilities = known == null ? probe(destination) : known;
    if (!capabilities.pushesCandidates()) {
      throw new DeliveryException(
          Category.REJECTED,
          "`%s` takes no candidates. Remove it from the destinations.".formatted(destination));
    }
    if (capabilities.requiresConsent() && !hasConsented(delivery.candidate().key())) {
      throw new DeliveryException(
          Category.REJECTED,
          "`%s` holds consented subjects only and candidate %d has not consented. Record the consent, then deliver again."
              .formatted(destination, delivery.candidate().number()));
    }
    return connector.deliver(delivery);
  }

  private boolean hasConsented(CandidateKey candidate) {
    try {
      return consents.hasConsented(candidate);
    } catch (RuntimeException e) {
      throw new DeliveryException(
          Category.UNAVAILABLE,
          "Whether the candidate has consented could not be established, so nothing was sent.",
          Optional.empty(),
          Optional.of(e));
    }
  }

  private CtmsConnector connector(String destination) {
    CtmsConnector connector = connectors.get(destination);
    if (connector == null) {
      throw new DeliveryException(
          Category.REJECTED,
          "No connector is called `%s`; there are %s. Switch it on or remove the destination."
              .formatted(destination, connectors.keySet()));
    }
    return connector;
  }
}
