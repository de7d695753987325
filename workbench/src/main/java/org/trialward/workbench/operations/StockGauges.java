package org.trialward.workbench.operations;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.operations.Stock.Shelf;
import org.trialward.workbench.outbox.Destinations;
import org.trialward.workbench.queue.QueueTasks;
import org.trialward.workbench.settings.SiteClock;

/**
 * What lies in the database, as gauges; docs/metrics.md explains each. They are the same in every
 * process on that database, and absent while it does not answer.
 */
public final class StockGauges implements MultiCollector {
  private static final List<String> WAITING = List.of("open", "parked");

  /** States in which a candidate waits for one of us: for a coordinator, or to be spoken to. */
  private static final List<CandidateState> FOR_A_PERSON =
      List.of(
          CandidateState.DETECTED,
          CandidateState.IN_REVIEW,
          CandidateState.CONFIRMED,
          CandidateState.REFERRED);

  private final Stocktaking work;
  private final Stocktaking holdings;
  private final Destinations destinations;

  public StockGauges(DataSource database, Destinations destinations, SiteClock clock) {
    this.work = Stocktaking.ofWork(database, clock);
    this.holdings = Stocktaking.ofHoldings(database, clock);
    this.destinations = destinations;
  }

  @Override
  public MetricSnapshots collect() {
    Optional<Stock> waiting = work.look();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        Family.gauge("database_up", "1 where the database answered within two seconds")
            .is(waiting.isPresent())
            .build());
    waiting.ifPresent(stock -> all.addAll(waiting(stock)));
    // Where the one is missing the other would only be waited for.
    waiting.flatMap(_ -> holdings.look()).ifPresent(stock -> all.addAll(held(stock)));
    return new MetricSnapshots(all);
  }

  /** Whether the EMR could not be polled the last time; false where nobody can say. */
  boolean emrIsUnheard() {
    return work.look().filter(stock -> stock.number("feed-problem", "", "") > 0).isPresent();
  }

  private List<MetricSnapshot> waiting(Stock stock) {
    return List.of(
        byState(stock, "inbox", "inbox_events", "Events: waiting, or given up until a person looks")
            .build(),
        Family.gauge("inbox_oldest_age_seconds", "Age of the oldest event that waits")
            .is(stock.age("inbox", "", "open"))
            .build(),
        byState(stock, "message", "messages", "Messages: unread, or given up until a person looks")
            .build(),
        deliveries(stock),
        oldestDeliveries(stock),
        tasks(stock),
        Family.gauge("write_back_refusals", "Ways of telling physicians that the EMR refuses")
            .is(stock.number("refusal", "", ""))
            .build());
  }

  private static Family byState(Stock stock, String what, String name, String help) {
    Family family = Family.gauge(name, help);
    WAITING.forEach(state -> family.is(stock.number(what, "", state), "state", state));
    return family;
  }

  private GaugeSnapshot deliveries(Stock stock) {
    Family family =
        Family.gauge("deliveries", "Hand-overs: waiting, or given up until a person looks");
    for (String destination : everyDestination(stock)) {
      WAITING.forEach(state ->
          family.is(
              stock.number("delivery", destination, state),
              "destination",
              destination,
              "state",
              state));
    }
    return family.build();
  }

  private GaugeSnapshot oldestDeliveries(Stock stock) {
    Family family =
        Family.gauge("deliveries_oldest_age_seconds", "Age of the oldest hand-over that waits");
    everyDestination(stock)
        .forEach(name -> family.is(stock.age("delivery", name, "open"), "destination", name));
    return family.build();
  }

  /** Also those of which something is still stored though nobody configures them any more. */
  private Set<String> everyDestination(Stock stock) {
    Set<String> names = new TreeSet<>(destinations.names());
    stock.all("delivery").stream().map(Shelf::of).forEach(names::add);
    return names;
  }

  private static GaugeSnapshot tasks(Stock stock) {
    Family family = Family.gauge("tasks", "Open tasks that a coordinator has to settle");
    Stream.of(QueueTasks.Kind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .forEach(kind -> family.is(stock.number("task", kind, ""), "kind", kind));
    return family.build();
  }

  private static List<MetricSnapshot> held(Stock stock) {
    Family candidates = Family.gauge("candidates", "Candidates by state");
    for (CandidateState state : CandidateState.values()) {
      candidates.is(stock.number("candidate", "", name(state)), "state", name(state));
    }
    Family oldest =
        Family.gauge(
            "candidates_oldest_age_seconds",
            "How long the candidate that waits longest for a person is in this state");
    FOR_A_PERSON.forEach(
        state -> oldest.is(stock.age("candidate", "", name(state)), "state", name(state)));
    return List.of(
        candidates.build(),
        oldest.build(),
        Family.gauge("charts", "Patients whose chart is stored")
            .is(stock.number("chart", "", ""))
            .build(),
        Family.gauge("audit_entries", "Entries of the audit")
            .is(stock.number("audit", "", ""))
            .build());
  }

  private static String name(CandidateState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
