package org.trialward.workbench.bulk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.bulk.ExportExpired;
import org.trialward.fhir.bulk.LineMapper;
import org.trialward.fhir.bulk.Lines;
import org.trialward.fhir.intake.OwnSystems;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.bulk.BulkStore.Load;
import org.trialward.workbench.bulk.BulkStore.Phase;
import org.trialward.workbench.bulk.Origin.Missing;
import org.trialward.workbench.bulk.Origin.Ready;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.database.Turn;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.settings.SiteClock;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads many resources into charts. What was interrupted goes on when the same is asked again; one
 * load at a time.
 */
public final class BulkLoad {
  static final String READING = "reading";
  private static final String ASSEMBLING = "charts";

  private static final int MOST_EXPORTS = 3;

  private final TransactionTemplate transaction;
  private final DataSource database;
  private final JsonMapper json;
  private final ChartStore charts;
  private final SiteClock clock;
  private final Path folder;
  private final BulkStore store;
  private final Changes changes;
  private final LineMapper mapper;
  private final Sizes sizes;

  /**
   * Loads into this database.
   *
   * @param data the folder of this site's data; resources wait in it for their charts
   * @param workers threads that make facts of lines and write charts; with 1, that of the caller
   */
  public BulkLoad(
      DataSource database,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JsonMapper json,
      ChartStore charts,
      Inbox inbox,
      SiteClock clock,
      OwnSystems systems,
      Path data,
      int workers) {
    this(
        database,
        jdbc,
        transaction,
        json,
        charts,
        inbox,
        clock,
        systems,
        data,
        Sizes.usual(workers));
  }

  /** With other sizes. */
  BulkLoad(
      DataSource database,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JsonMapper json,
      ChartStore charts,
      Inbox inbox,
      SiteClock clock,
      OwnSystems systems,
      Path data,
      Sizes sizes) {
    this.transaction = transaction;
    this.database = database;
    this.json = json;
    this.charts = charts;
    this.clock = clock;
    this.folder = data.resolve("bulk");
    this.sizes = sizes;
    this.store = new BulkStore(database, jdbc, clock);
    this.changes = new Changes(jdbc, json, charts, inbox, new OptOuts(jdbc, clock));
    this.mapper = new LineMapper(clock.zone(), systems);
  }

  /**
   * Loads all, or what an interrupted load left.
   *
   * @throws LoadUnderWay where another load runs
   */
  public BulkReport run(Origin origin, Consumer<BulkProgress> progress) {
    try (Turn _ = turn()) {
      return loaded(origin, new Tally(), progress);
    }
  }

  private Turn turn() {
    return Turn.take(database, Turn.Matter.BULK_LOAD).orElseThrow(LoadUnderWay::new);
  }

  /** An export whose files expired meanwhile is asked for again, with nothing of the old one. */
  private BulkReport loaded(Origin origin, Tally tally, Consumer<BulkProgress> progress) {
    for (int attempt = 1; true; attempt++) {
      Begun begun = begin(origin);
      try (Spool spool = begun.spool()) {
        if (begun.load().phase() == Phase.LOADING) {
          read(begun.load(), origin, spool, tally, progress);
        }
        return assembled(store.again(begun.load()), origin, spool, tally, progress);
      } catch (ExportExpired e) {
        transaction.executeWithoutResult(_ -> store.forget(begun.load().id()));
        if (attempt == MOST_EXPORTS || !e.isWorthAnother()) {
          throw e;
        }
        tally.problem(String.valueOf(e.getMessage()));
      }
    }
  }

  private record Begun(Load load, Spool spool) {}

  /** The load where it was; from the start where the folder no longer has what it left there. */
  private Begun begin(Origin origin) {
    while (true) {
      Load load = transacted(() -> store.begin(origin.name(), origin.since()));
      Path file = folder.resolve("load-%d.spool".formatted(load.id()));
      removeAllBut(file);
      Optional<Spool> spool = Spool.open(file, Compartments.ALL, load.spooled());
      if (spool.isPresent()) {
        return new Begun(load, spool.get());
      }
      transaction.executeWithoutResult(_ -> store.forget(load.id()));
    }
  }

  private void removeAllBut(Path kept) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".spool")).toList()) {
        if (!file.equals(kept)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder `%s` cannot be cleared: check its permissions.".formatted(folder), e);
    }
  }

  private void read(
      Load load, Origin origin, Spool spool, Tally tally, Consumer<BulkProgress> progress) {
    Ready ready =
        origin.ready(
            load.state(),
            state -> transaction.executeWithoutResult(_ -> store.remember(load.id(), state)));
    transaction.executeWithoutResult(_ -> {
      store.isAsOf(load.id(), ready.asOf(), ready.complete());
      store.stageDeleted(load.id(), ready.deleted());
    });
    Lines lines = ready.lines();
    Instant started = clock.now();
    try (var intake =
        new Intake(
            load,
            store,
            transaction,
            spool,
            new Staged.Desk(load.id(), mapper, json),
            sizes,
            tally,
            rows ->
                progress.accept(
                    new BulkProgress(
                        READING, lines.done(), lines.size(), rows, started, clock.now())))) {
      lines.read(load.place(), intake::take, (where, what) -> tally.problem(where + ": " + what));
      intake.finish();
    }
    transaction.executeWithoutResult(_ -> store.assemble(load.id()));
    store.analyze();
  }

  private BulkReport assembled(
      Load load, Origin origin, Spool spool, Tally tally, Consumer<BulkProgress> progress) {
    long patients = store.countPatients(load.id());
    Instant started = clock.now();
    long[] done = new long[1];
    try (var binding =
        new Binding(
            load,
            store,
            transaction,
            new Assembly(store, json, mapper),
            changes,
            sizes,
            tally,
            origin.missing(),
            bound -> {
              done[0] += bound;
              progress.accept(
                  new BulkProgress(
                      ASSEMBLING,
                      done[0],
                      Math.max(patients, done[0]),
                      done[0],
                      started,
                      clock.now()));
            })) {
      new Sheets(spool).after(load.assembled(), binding::take);
      binding.finish();
    }
    Load reached = store.again(load);
    transaction.executeWithoutResult(_ -> end(reached, origin, tally));
    spool.remove();
    origin.taken(reached.state());
    return report(reached, patients, tally);
  }

  private BulkReport report(Load load, long patients, Tally tally) {
    return new BulkReport(
        load.lines(),
        load.resources(),
        load.unreadable(),
        mapper.readByHapi(),
        patients,
        tally.changed(),
        tally.removed(),
        tally.asked(),
        load.astray(),
        tally.problems());
  }

  private void end(Load load, Origin origin, Tally tally) {
    changes.deleted(load).forEach(tally::count);
    if (load.since().isEmpty() && origin.missing() != Missing.KEPT) {
      missing(load, origin, tally);
    }
    store.done(load.id());
  }

  /** An export with gaps, or of nobody, proves nobody's absence: then the EMR is asked for each. */
  private void missing(Load load, Origin origin, Tally tally) {
    Instant asOf = load.asOf().orElseThrow();
    boolean isOfNobody = store.countPatients(load.id()) == 0;
    if (isOfNobody) {
      tally.problem(
          "The export names no patient: check which records our account may export, and which patients the Group has.");
    }
    boolean proves =
        origin.missing() == Missing.REMOVED
            && load.complete()
            && load.unreadable() == 0
            && !isOfNobody;
    for (PatientId patient : charts.notIn(load.id(), asOf)) {
      tally.count(proves ? changes.removed(load, patient, asOf) : changes.asked(load, patient));
    }
  }

  private <T> T transacted(Supplier<T> work) {
    return Optional.ofNullable(transaction.execute(_ -> work.get())).orElseThrow();
  }
}
