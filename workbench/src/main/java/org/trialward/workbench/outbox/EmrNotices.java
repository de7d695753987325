package org.trialward.workbench.outbox;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.subject.Strategy;
import org.trialward.fhir.subject.WriteBack;
import org.trialward.fhir.subject.WriteBackPlan;
import org.trialward.fhir.subject.WriteBackRefused;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.rules.trial.TrialId;

/**
 * What those who treat the patient see: by the first way of the site's plan that the EMR takes. A
 * way that is refused gives place to the next one; who was told one way hears all the rest that
 * way.
 */
public final class EmrNotices implements EmrDestination.Way {
  private final Emr emr;
  private final WriteBacks ways;
  private final WriteBackPlan plan;
  private final WriteBackRefusals refusals;
  private final ToldBy toldBy;

  public EmrNotices(
      Emr emr, WriteBacks ways, WriteBackPlan plan, WriteBackRefusals refusals, ToldBy toldBy) {
    this.emr = emr;
    this.ways = ways;
    this.plan = plan;
    this.refusals = refusals;
    this.toldBy = toldBy;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    Map<Strategy, WriteBackRefused> refused = new EnumMap<>(Strategy.class);
    try {
      return deliver(delivery, refused);
    } finally {
      TrialId trial = delivery.candidate().key().trial();
      refused.forEach((strategy, why) -> refusals.note(strategy.word(), trial, why));
    }
  }

  /** Ends: each round leaves one way fewer. */
  private DeliveryReceipt deliver(Delivery delivery, Map<Strategy, WriteBackRefused> refused) {
    Optional<Strategy> told = toldBy.last(delivery);
    Strategy strategy = told.orElseGet(() -> choose(delivery, Set.of()));
    while (true) {
      toldBy.tell(delivery, strategy);
      Optional<WriteBack> way = ways.by(strategy);
      if (way.isEmpty()) {
        return DeliveryReceipt.NOT_TAKEN;
      }
      try {
        return way.get().deliver(delivery);
      } catch (WriteBackRefused e) {
        if (told.filter(strategy::equals).isPresent() && !e.nothingStands()) {
          throw stuck(strategy, e);
        }
        refused.put(strategy, e);
        strategy = choose(delivery, refused.keySet());
      }
    }
  }

  private Strategy choose(Delivery delivery, Set<Strategy> justNow) {
    Set<String> known = refusals.strategies();
    Set<Strategy> refused = EnumSet.noneOf(Strategy.class);
    refused.addAll(justNow);
    for (Strategy strategy : Strategy.values()) {
      if (known.contains(strategy.word())) {
        refused.add(strategy);
      }
    }
    return ways.choose(plan.of(delivery.candidate().key().trial()), emr.capabilities(), refused);
  }

  /** Another way would leave two that contradict each other. */
  private static DeliveryException stuck(Strategy strategy, WriteBackRefused e) {
    return new DeliveryException(
        Category.REJECTED,
        "The EMR was told of this candidate by %s and refuses the change now (%d): have it allowed again and replay, or correct the record in the EMR by hand."
            .formatted(strategy.word(), e.status()),
        Optional.empty(),
        Optional.of(e));
  }
}
