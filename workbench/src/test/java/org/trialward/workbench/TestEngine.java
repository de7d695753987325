package org.trialward.workbench;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartResolver;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.chart.PatientReadings;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.inbox.Agreement;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.PatientWork;
import org.trialward.workbench.inbox.RematchRounds;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.operations.DailyRematch;
import org.trialward.workbench.operations.Others;
import org.trialward.workbench.operations.TrialReload;
import org.trialward.workbench.outbox.DeliveryWork;
import org.trialward.workbench.outbox.Destinations;
import org.trialward.workbench.outbox.Destinations.Destination;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.queue.Merges;
import org.trialward.workbench.queue.OwnStudies;
import org.trialward.workbench.queue.PatientMatching;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.queue.Withdrawals;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the inbox to the outbox, put together by hand as {@code EngineConfiguration} does it,
 * without an EMR: charts change when a test stores another one.
 */
public final class TestEngine implements AutoCloseable {
  public final TestClock clock = new TestClock();
  public final JdbcClient jdbc;
  public final AuditLog audit;
  public final ChartStore charts;
  public final HospitalRecords records;
  public final TrialStore store;
  public final TrialLibrary trials;
  public final Candidates candidates;
  public final Inbox inbox;
  public final Outbox outbox;
  public final DeliveryWork deliveries;
  public final Decisions decisions;
  public final PatientWork work;
  public final FeedCursors cursors;
  public final PatientIndex index;
  public final Census census;
  public final FreshVerdicts fresh;
  public final OptOuts optOuts;
  public final QueueTasks tasks;
  public final Withdrawals withdrawals;
  public final DailyRematch daily;
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final Agreement agreement;
  public final TrialReload reload;
  private final Function<Optional<ChartReader>, PatientWork> works;
  private final Matcher matcher = new Matcher(List.of());
  private final ObservationRegistry observed = ObservationRegistry.create();
  private int asked;

  public TestEngine(
      TestDatabase database, Path trialFiles, Deliver.Moment on, Destination... destinations) {
    this(database, trialFiles, trialFiles.resolveSibling("no-index"), on, destinations);
  }

  /**
   * @param indexFolder of the index of patients, which stays closed until a test lets it catch up
   */
  public TestEngine(
      TestDatabase database,
      Path trialFiles,
      Path indexFolder,
      Deliver.Moment on,
      Destination... destinations) {
    observed.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    SiteClock site = clock.site();
    JsonMapper json = Json.mapper();
    var everybody = new Destinations(List.of(destinations));
    var deliver = new Deliver(on, Duration.ofSeconds(2), Duration.ofMinutes(5));
    jdbc = database.jdbc();
    audit = database.transactional(AuditLog.class, new AuditLog(jdbc, site));
    charts = new ChartStore(jdbc, json, site);
    store = new TrialStore(jdbc, json, site);
    trials =
        new TrialLibrary(
            new TrialwardSettings.Trials(trialFiles, Optional.empty()),
            store,
            matcher,
            audit,
            json);
    candidates = new Candidates(jdbc, json, site);
    cursors = new FeedCursors(jdbc, site);
    inbox = database.transactional(Inbox.class, new Inbox(jdbc, charts, site));
    outbox =
        database.transactional(
            Outbox.class, new Outbox(jdbc, json, store, everybody, deliver, site));
    optOuts = new OptOuts(jdbc, site);
    tasks = new QueueTasks(jdbc, site);
    deliveries =
        new DeliveryWork(
            outbox,
            everybody,
            optOuts,
            tasks,
            audit,
            deliver,
            site,
            database.transaction(),
            observed);
    withdrawals =
        database.transactional(
            Withdrawals.class, new Withdrawals(optOuts, candidates, outbox, inbox, audit));
    decisions =
        database.transactional(Decisions.class, new Decisions(candidates, optOuts, outbox, audit));
    records = new HospitalRecords(jdbc, json);
    var readings =
        new PatientReadings(charts, trials::vocabulary, site, new OwnStudies(jdbc, site)::of);
    var rounds = new RematchRounds(jdbc, cursors);
    agreement = new Agreement(jdbc, rounds, trials::rules);
    index =
        new PatientIndex(
            indexFolder, charts, readings, matcher, rounds, site, database.transaction());
    census = new Census(index, charts, site);
    fresh = new FreshVerdicts(charts, readings, matcher);
    daily =
        database.transactional(
            DailyRematch.class,
            new DailyRematch(
                inbox, cursors, census, optOuts, agreement, new Others(jdbc, cursors, site), site));
    reload =
        new TrialReload(
            trials, agreement, () -> true, inbox, cursors, audit, site, database.transaction());
    var matching =
        new PatientMatching(
            readings, trials, matcher, index, candidates, withdrawals, outbox, audit);
    works =
        emr ->
            new PatientWork(
                inbox,
                new ChartResolver(emr, records, charts, optOuts, quality -> {}),
                new Merges(candidates, outbox, optOuts, audit),
                matching,
                agreement,
                new StayAway(site::now),
                site,
                database.transaction(),
                observed,
                meters);
    work = works.apply(Optional.empty());
  }

  /** Work of another workbench, which has an EMR. */
  public PatientWork workWith(ChartReader emr) {
    return works.apply(Optional.of(emr));
  }

  /** Stores the chart and matches it. */
  public void changed(StoredChart chart) {
    charts.save(chart);
    rematch();
  }

  /** Matches every stored chart again. */
  public void rematch() {
    asked++;
    inbox.rematchAll("test " + asked);
    work.drain();
  }

  /** Reads the trial files again, then matches. */
  public void trialsChanged() {
    reload.reload("test");
    rematch();
  }

  /** The only candidate of a patient. */
  public Entry candidate(String patient) {
    List<Entry> all = candidates.ofPatient(new PatientId(patient));
    if (all.size() != 1) {
      throw new AssertionError("expected one candidate, got " + all.size());
    }
    return all.getFirst();
  }

  @Override
  public void close() {
    index.close();
    matcher.close();
  }
}
