package org.trialward.workbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.ChartReading;
import org.trialward.fhir.intake.PatientGone;
import org.trialward.fhir.intake.ResourceReading;
import org.trialward.fhir.intake.Unusable;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore.StoredChart;

/**
 * Brings a stored chart up to date with the EMR: only the resources that changed where they are
 * known, else all of it.
 */
public class ChartResolver {
  private static final Logger LOG = LoggerFactory.getLogger(ChartResolver.class);

  /** Beyond this many single reads, one reading of the whole chart asks less of the EMR. */
  private static final int MOST_SINGLE_READS = 10;

  private final Optional<ChartReader> emr;
  private final ChartStore store;

  /**
   * @param emr where there is one; without it charts stay as they are
   */
  public ChartResolver(Optional<ChartReader> emr, ChartStore store) {
    this.emr = emr;
    this.store = store;
  }

  /**
   * Reads the EMR's current state into the store.
   *
   * @param resources what changed; empty: not known
   */
  public void refresh(PatientId patient, Optional<Set<String>> resources) {
    emr.ifPresent(reader -> refresh(reader, patient, resources));
  }

  private void refresh(ChartReader reader, PatientId patient, Optional<Set<String>> resources) {
    Optional<StoredChart> stored = store.find(patient);
    boolean single =
        stored.isPresent()
            && resources.isPresent()
            && resources.get().size() <= MOST_SINGLE_READS
            && resources.get().stream().noneMatch(r -> r.startsWith("Patient/"));
    if (single) {
      refreshSome(reader, stored.get(), resources.get());
    } else {
      refreshAll(reader, patient);
    }
  }

  private void refreshSome(ChartReader reader, StoredChart stored, Set<String> resources) {
    PatientId patient = stored.chart().id();
    List<Fact> newer = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>(store.unusable(patient));
    unusable.removeIf(entry -> resources.contains(entry.source().reference()));
    for (String resource : resources.stream().sorted().toList()) {
      Optional<ResourceReading> reading = reader.readResource(resource);
      if (reading.isEmpty()) {
        refreshAll(reader, patient);
        return;
      }
      newer.addAll(reading.get().facts());
      unusable.addAll(reading.get().unusable());
    }
    PatientChart chart = stored.chart().replacing(resources, newer);
    store.save(new StoredChart(chart, stored.identity()));
    store.noteUnusable(patient, unusable);
  }

  private void refreshAll(ChartReader reader, PatientId patient) {
    switch (reader.read(patient)) {
      case ChartReading reading -> {
        store.save(new StoredChart(reading.chart(), reading.identity()));
        store.noteUnusable(patient, reading.unusable());
      }
      case PatientGone _ -> {
        LOG.info("The EMR no longer has a patient: the chart is removed");
        store.delete(patient);
      }
    }
  }
}
