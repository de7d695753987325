package org.trialward.workbench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryReceipt;
import org.trialward.workbench.outbox.Destinations.Destination;

/** A destination that remembers what it was handed, and refuses when told to. */
public final class TestDestination implements Destination {
  private final String name;
  private final List<Delivery> asked = new CopyOnWriteArrayList<>();
  private final List<Delivery> taken = new CopyOnWriteArrayList<>();
  private final Deque<RuntimeException> refusals = new ArrayDeque<>();
  private boolean isKilled;
  private volatile DeliveryReceipt receipt = DeliveryReceipt.CREATED;

  public TestDestination(String name) {
    this.name = name;
  }

  /** The next attempts fail in this way, one after the other. */
  public synchronized void refuse(RuntimeException... next) {
    refusals.addAll(List.of(next));
  }

  /** The process that delivers next ends when its delivery was taken, and knows nothing of it. */
  public synchronized void killAfterTheNext() {
    isKilled = true;
  }

  /** From now on it has no place for what it is handed. */
  public void takeNothing() {
    receipt = DeliveryReceipt.NOT_TAKEN;
  }

  /** What nobody catches. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DeliveryReceipt deliver(Delivery delivery) {
    asked.add(delivery);
    synchronized (this) {
      if (!refusals.isEmpty()) {
        throw refusals.removeFirst();
      }
    }
    taken.add(delivery);
    synchronized (this) {
      if (isKilled) {
        isKilled = false;
        throw new Killed();
      }
    }
    return receipt;
  }

  /** Every attempt. */
  public List<Delivery> asked() {
    return asked;
  }

  /** Every attempt that was acknowledged. */
  public List<Delivery> taken() {
    return taken;
  }

  /** What was acknowledged, as {@code CONFIRMED@2}. */
  public List<String> states() {
    return taken.stream().map(d -> d.candidate().state() + "@" + d.revision()).toList();
  }
}
