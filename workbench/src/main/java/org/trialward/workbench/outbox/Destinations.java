package org.trialward.workbench.outbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;

/** Everybody whom candidates are handed to. */
public class Destinations {

  /** One receiver: an EMR resource or a CTMS. */
  public interface Destination {
    /** A name that never changes: it is stored with every delivery. */
    String name();

    /** Hands over; throws {@code DeliveryException} where it does not go through. */
    DeliveryReceipt deliver(Delivery delivery);
  }

  private final Map<String, Destination> byName;

  public Destinations(Collection<Destination> destinations) {
    this.byName =
        destinations.stream().collect(Collectors.toMap(Destination::name, Function.identity()));
  }

  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  public Optional<Destination> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
