package org.trialward.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Methods to be closed together. One that does not know the shapes of a workload is left out. */
final class Peers<M extends AutoCloseable> implements AutoCloseable {
  private final List<M> all = new ArrayList<>();
  private final Consumer<String> log;

  Peers(Consumer<String> log) {
    this.log = log;
  }

  <K extends M> K add(K method) {
    all.add(method);
    return method;
  }

  /** None where it refuses the workload while it is made; the log says why. */
  List<M> addIfItCan(Supplier<? extends M> method) {
    try {
      return List.of(add(method.get()));
    } catch (IllegalArgumentException refused) {
      log.accept("left out: " + refused.getMessage());
      return List.of();
    }
  }

  /** As above, for one that may refuse what it is asked only then. */
  List<M> addIfItCan(Supplier<? extends M> method, Consumer<M> asking) {
    return addIfItCan(() -> {
      M made = method.get();
      asking.accept(made);
      return made;
    });
  }

  List<M> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    for (M method : all) {
      try {
        method.close();
      } catch (Exception e) {
        throw new IllegalStateException("A method could not be closed.", e);
      }
    }
  }
}
