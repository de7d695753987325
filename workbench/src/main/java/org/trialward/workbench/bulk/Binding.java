package org.trialward.workbench.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.intake.ResearchContact;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Kind;
import org.trialward.workbench.bulk.BulkStore.Load;
import org.trialward.workbench.bulk.Changes.Outcome;
import org.trialward.workbench.bulk.Origin.Missing;

/**
 * Makes charts of sheets, a slice of patients at a time. While the database stores one slice the
 * next is put together. How far it came is stored in the order of the slices, each after its
 * charts: what a crash leaves between is done once more, and then changes nothing.
 */
final class Binding implements AutoCloseable {
  private final Load load;
  private final BulkStore store;
  private final TransactionTemplate transaction;
  private final Assembly assembly;
  private final Changes changes;
  private final Sizes sizes;
  private final Tally tally;
  private final Missing missing;
  private final Told told;
  private final boolean hasDeleted;
  private final Optional<ExecutorService> pool;
  private final Deque<Slice> underWay = new ArrayDeque<>();
  private List<Sheet> sheets = new ArrayList<>();
  private long bytes;

  /** Told how many more patients have their charts. */
  @FunctionalInterface
  interface Told {
    void bound(int patients);
  }

  private record Slice(List<Sheet> sheets, CompletableFuture<List<Outcome>> stored) {}

  Binding(
      Load load,
      BulkStore store,
      TransactionTemplate transaction,
      Assembly assembly,
      Changes changes,
      Sizes sizes,
      Tally tally,
      Missing missing,
      Told told) {
    this.load = load;
    this.store = store;
    this.transaction = transaction;
    this.assembly = assembly;
    this.changes = changes;
    this.sizes = sizes;
    this.tally = tally;
    this.missing = missing;
    this.told = told;
    this.hasDeleted = store.hasDeleted(load.id());
    this.pool =
        sizes.workers() > 1
            ? Optional.of(Executors.newFixedThreadPool(sizes.workers()))
            : Optional.empty();
  }

  void take(Sheet sheet) {
    sheets.add(sheet);
    bytes += sheet.bytes();
    if (sheets.size() >= sizes.slice() || bytes >= sizes.sliceBytes()) {
      handOver();
    }
  }

  private void handOver() {
    List<Sheet> these = sheets;
    sheets = new ArrayList<>();
    bytes = 0;
    underWay.add(new Slice(these, stored(these)));
    if (underWay.size() > sizes.workers() || pool.isEmpty()) {
      reached(underWay.remove());
    }
  }

  private CompletableFuture<List<Outcome>> stored(List<Sheet> these) {
    if (load.since().isPresent()) {
      return CompletableFuture.completedFuture(inTransaction(() -> applied(these)));
    }
    CopyBuffer rows = assembly.charts(load, these);
    Map<PatientId, ResearchContact> consents = assembly.consents(these);
    List<PatientId> outOfUse =
        these.stream()
            .filter(Sheet::isOutOfUse)
            .flatMap(sheet -> sheet.patient().stream())
            .toList();
    Supplier<List<Outcome>> work = () -> inTransaction(() -> whole(rows, consents, outOfUse));
    return pool.map(threads -> CompletableFuture.supplyAsync(work, threads))
        .orElseGet(() -> CompletableFuture.completedFuture(work.get()));
  }

  private List<Outcome> inTransaction(Supplier<List<Outcome>> work) {
    return Optional.ofNullable(transaction.execute(_ -> work.get())).orElseThrow();
  }

  private List<Outcome> whole(
      CopyBuffer rows, Map<PatientId, ResearchContact> consents, List<PatientId> outOfUse) {
    int changed = rows.rows() == 0 ? 0 : store.charts(load, rows);
    consents.forEach((patient, contact) -> changes.consents(load, patient, contact));
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(changed, Outcome.CHANGED));
    outOfUse.forEach(patient -> outcomes.add(changes.outOfUse(load, patient, missing)));
    return outcomes;
  }

  private List<Outcome> applied(List<Sheet> these) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Sheet sheet : these) {
      sheet
          .patient()
          .ifPresent(patient -> outcomes.add(changes.apply(load, patient, sheet.slips())));
    }
    return outcomes;
  }

  private void reached(Slice slice) {
    slice.stored().join().forEach(tally::count);
    int twice = slice.sheets().stream().mapToInt(Sheet::twice).sum();
    int astray = load.since().isPresent() ? 0 : astray(slice.sheets());
    transaction.executeWithoutResult(_ -> {
      if (hasDeleted) {
        store.notDeleted(
            load.id(),
            slice.sheets().stream()
                .flatMap(sheet -> sheet.slips().stream())
                .map(slip -> slip.reference)
                .toList());
      }
      store.reached(load.id(), slice.sheets().getLast().place(), twice, astray);
    });
    told.bound(
        Math.toIntExact(
            slice.sheets().stream()
                .filter(sheet -> load.since().isPresent() || sheet.has(Kind.PERSON))
                .count()));
  }

  private static int astray(List<Sheet> sheets) {
    return sheets.stream()
        .filter(sheet -> !sheet.has(Kind.PERSON) && !sheet.isOutOfUse())
        .mapToInt(sheet -> sheet.slips().size())
        .sum();
  }

  void finish() {
    if (!sheets.isEmpty()) {
      handOver();
    }
    while (!underWay.isEmpty()) {
      reached(underWay.remove());
    }
  }

  @Override
  public void close() {
    pool.ifPresent(ExecutorService::shutdownNow);
  }
}
