package org.trialward.workbench.operations;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.emr.Traffic;
import org.trialward.workbench.feed.Feed;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.population.IndexState;
import org.trialward.workbench.population.PatientIndex;
import org.trialward.workbench.settings.SiteClock;

/** How this process stands, as gauges; another on the same database has its own. */
public final class ProcessGauges implements MultiCollector {
  private final ApplicationAvailability availability;
  private final FeedWatch feeds;
  private final Doors doors;
  private final StockGauges stock;
  private final PatientIndex index;
  private final Optional<Emr> emr;
  private final AuditWatch audit;
  private final SiteClock clock;

  /**
   * @param emr where there is one
   */
  public ProcessGauges(
      ApplicationAvailability availability,
      FeedWatch feeds,
      Doors doors,
      StockGauges stock,
      PatientIndex index,
      Optional<Emr> emr,
      AuditWatch audit,
      SiteClock clock) {
    this.availability = availability;
    this.feeds = feeds;
    this.doors = doors;
    this.stock = stock;
    this.index = index;
    this.emr = emr;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        Family.gauge("ready", "1 where this process takes requests")
            .is(availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC)
            .build());
    if (!feeds.configured().isEmpty()) {
      all.add(doors());
    }
    all.addAll(index());
    emr.map(Emr::traffic).ifPresent(traffic -> all.addAll(emr(traffic)));
    audit.last().ifPresent(walk -> all.addAll(audit(walk)));
    return new MetricSnapshots(all);
  }

  private GaugeSnapshot doors() {
    Family open = Family.gauge("feed_open", "1 where something could come in by this feed");
    feeds.configured().forEach(feed -> open.is(isOpen(feed), "feed", feed.name()));
    return open.build();
  }

  private boolean isOpen(Feed feed) {
    return switch (feed.kind()) {
      case EMR -> !stock.emrIsUnheard();
      case HL7, DOCUMENTS, BULK, GONE -> doors.closed(feed).isEmpty();
    };
  }

  private List<MetricSnapshot> index() {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        Family.gauge("index_current", "1 where the index of patients says what the charts say")
            .is(index.state() instanceof IndexState.Current)
            .build());
    index
        .size()
        .ifPresent(patients ->
            all.add(Family.gauge("index_patients", "Patients in the index").is(patients).build()));
    index
        .compared()
        .ifPresent(at ->
            all.add(
                Family.gauge(
                        "index_compared_age_seconds",
                        "Since the index was last compared with the charts")
                    .is(since(at))
                    .build()));
    return all;
  }

  private List<MetricSnapshot> emr(Traffic traffic) {
    return List.of(
        Family.gauge("emr_requests", "Requests to the EMR within the last hour, by what came back")
            .is(
                traffic.requests() - traffic.refused() - traffic.unanswered(),
                "outcome",
                "answered")
            .is(traffic.refused(), "outcome", "refused")
            .is(traffic.unanswered(), "outcome", "unanswered")
            .build(),
        Family.gauge("emr_circuit_open", "1 where the EMR is not asked because it does not answer")
            .is(traffic.circuit() != Traffic.Circuit.CLOSED)
            .build(),
        Family.gauge("emr_pause_seconds", "How much longer the EMR is left alone")
            .is(
                traffic
                    .pause()
                    .map(StayAway.Pause::until)
                    .map(until -> Math.max(0, -since(until)))
                    .orElse(0.0))
            .build());
  }

  private List<MetricSnapshot> audit(AuditWatch.Walk walk) {
    return List.of(
        Family.gauge("audit_intact", "1 where the audit's chain held when it was last walked")
            .is(walk.intact())
            .build(),
        Family.gauge("audit_walked_age_seconds", "Since the audit's chain was last walked")
            .is(since(walk.at()))
            .build());
  }

  private double since(Instant at) {
    return Duration.between(at, clock.now()).toMillis() / 1_000.0;
  }
}
