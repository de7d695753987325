package org.trialward.workbench.bulk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.bulk.Place;
import org.trialward.workbench.bulk.BulkStore.Load;
import org.trialward.workbench.bulk.BulkStore.Taken;

/**
 * Gathers lines, has slips made of them, and keeps these in the order of the lines. What it took is
 * stored for good at checkpoints: the spool on the disk first, then the place in the database.
 */
final class Intake implements AutoCloseable {

  /** Rows that wait in memory for the next checkpoint. */
  private static final int MOST_ROWS_BYTES = 4 << 20;

  private static final int SOME = 1 << 10;

  private final Load load;
  private final BulkStore store;
  private final TransactionTemplate transaction;
  private final Spool spool;
  private final Staged.Desk desk;
  private final Sizes sizes;
  private final Tally tally;
  private final Told told;
  private final Optional<ExecutorService> pool;
  private final Deque<CompletableFuture<Staged>> underWay = new ArrayDeque<>();
  private List<Staged.Read> lines = new ArrayList<>();
  private Place after;
  private long bytes;
  private int chunks;
  private CopyBuffer waiting = new CopyBuffer(SOME);
  private Taken taken;
  private long rows;

  /** Told how many rows were made. */
  @FunctionalInterface
  interface Told {
    void reached(long rows);
  }

  Intake(
      Load load,
      BulkStore store,
      TransactionTemplate transaction,
      Spool spool,
      Staged.Desk desk,
      Sizes sizes,
      Tally tally,
      Told told) {
    this.load = load;
    this.store = store;
    this.transaction = transaction;
    this.spool = spool;
    this.desk = desk;
    this.sizes = sizes;
    this.tally = tally;
    this.told = told;
    this.after = load.place();
    this.taken = new Taken(load.place(), 0, 0, 0);
    this.pool =
        sizes.workers() > 1
            ? Optional.of(Executors.newFixedThreadPool(sizes.workers()))
            : Optional.empty();
  }

  void take(byte[] line, Place reached, Lines.Where where) {
    lines.add(new Staged.Read(line, where));
    after = reached;
    bytes += line.length;
    if (bytes >= sizes.chunk()) {
      handOver();
    }
  }

  private void handOver() {
    List<Staged.Read> handed = lines;
    Place reached = after;
    lines = new ArrayList<>();
    bytes = 0;
    underWay.add(
        pool.map(threads ->
                CompletableFuture.supplyAsync(() -> desk.stage(handed, reached), threads))
            .orElseGet(() -> CompletableFuture.completedFuture(desk.stage(handed, reached))));
    if (underWay.size() > sizes.workers() || pool.isEmpty()) {
      keep(underWay.remove().join());
    }
  }

  private void keep(Staged staged) {
    spool(staged.slips());
    waiting.add(staged.copy());
    taken = taken.plus(staged);
    staged.problems().forEach(tally::problem);
    rows += staged.resources();
    chunks++;
    if (chunks >= sizes.checkpoint() || waiting.size() > MOST_ROWS_BYTES) {
      checkpoint();
    }
    told.reached(rows);
  }

  private void spool(Bytes slips) {
    byte[] all = slips.array();
    int length;
    for (int at = 0; at < slips.size(); at += length) {
      length = Slip.length(all, at);
      int tag = Bytes.int32(all, at + Slip.TAG_AT);
      long key = Bytes.int64(all, at + Slip.KEY_AT);
      spool.add(Compartments.ofTag(tag), all, at, length);
      spool.add(Compartments.ofKey(key), Compartments.mark(key, tag));
    }
  }

  private void checkpoint() {
    long spooled = spool.checkpoint();
    CopyBuffer these = waiting;
    Taken sinceLast = taken;
    transaction.executeWithoutResult(_ -> store.stage(load.id(), these, sinceLast, spooled));
    waiting = new CopyBuffer(SOME);
    taken = new Taken(sinceLast.after(), 0, 0, 0);
    chunks = 0;
  }

  void finish() {
    if (!lines.isEmpty()) {
      handOver();
    }
    while (!underWay.isEmpty()) {
      keep(underWay.remove().join());
    }
    checkpoint();
  }

  @Override
  public void close() {
    pool.ifPresent(ExecutorService::shutdownNow);
  }
}
