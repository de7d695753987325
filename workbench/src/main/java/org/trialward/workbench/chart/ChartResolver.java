package org.trialward.workbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.intake.ChartReader;
import org.trialward.fhir.intake.ChartReading;
import org.trialward.fhir.intake.PatientGone;
import org.trialward.fhir.intake.ResourceReading;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.intake.Unusable;
import org.trialward.fhir.record.RecordAssembly;
import org.trialward.fhir.record.RecordAssembly.Assembled;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.chart.ChartStore.StoredChart;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.record.HospitalRecords.Standing;

/**
 * Brings a stored chart up to date with the EMR: only the resources that changed where they are
 * known, else all of it.
 */
public class ChartResolver {
  private static final Logger LOG = LoggerFactory.getLogger(ChartResolver.class);

  /** Beyond this many single reads, one reading of the whole chart asks less of the EMR. */
  private static final int MOST_SINGLE_READS = 10;

  private final Optional<ChartReader> emr;
  private final HospitalRecords records;
  private final ChartStore store;
  private final OptOuts optOuts;
  private final Consumer<Standardisation> quality;

  /**
   * @param emr where there is one; without it charts are what messages say
   * @param optOuts where what patients allow goes with their charts
   * @param quality is told of each reading how well it can be understood
   */
  public ChartResolver(
      Optional<ChartReader> emr,
      HospitalRecords records,
      ChartStore store,
      OptOuts optOuts,
      Consumer<Standardisation> quality) {
    this.emr = emr;
    this.records = records;
    this.store = store;
    this.optOuts = optOuts;
    this.quality = quality;
  }

  /**
   * Brings what the EMR and the records of messages say now into the store.
   *
   * @param resources what changed in the EMR; empty: not known
   * @return the patient who this one turned out to be, where their records were merged
   */
  public Optional<PatientId> refresh(PatientId patient, Optional<Set<String>> resources) {
    Standing standing = records.standing(patient);
    if (standing instanceof Standing.Retired(var survivor)) {
      store.delete(patient);
      return Optional.of(survivor);
    }
    if (standing instanceof Standing.Unknown && HospitalRecords.isOwn(patient)) {
      store.delete(patient);
      return Optional.empty();
    }
    Optional<PatientId> survivor =
        HospitalRecords.isOwn(patient)
            ? Optional.empty()
            : emr.flatMap(reader ->
                refresh(
                    reader,
                    patient,
                    // Of facts from documents, none tells whether it was sent or read.
                    resources.filter(
                        _ -> !(reader.readsBeside() && standing instanceof Standing.Known))));
    if (survivor.isEmpty() && standing instanceof Standing.Known(var said)) {
      join(patient, said);
    }
    return survivor;
  }

  /**
   * Puts what the records of messages say beside a chart that a load brought.
   *
   * @return the patient who this one turned out to be, where their records were merged
   */
  public Optional<PatientId> joinRecords(PatientId patient) {
    return switch (records.standing(patient)) {
      case Standing.Unknown _ -> Optional.empty();
      case Standing.Retired(var survivor) -> {
        store.delete(patient);
        yield Optional.of(survivor);
      }
      case Standing.Known(var said) -> {
        join(patient, said);
        yield Optional.empty();
      }
    };
  }

  /** Whether the EMR no longer has the patient: that tells nothing of whether a merge holds. */
  public boolean isGone(PatientId patient) {
    return !HospitalRecords.isOwn(patient) && store.revision(patient).isEmpty();
  }

  /** Whether the stored chart has to stay as it is until messages are read once more. */
  public boolean awaitsMessages(PatientId patient) {
    return records.awaitReading(patient);
  }

  /** What a patient allows waits for no message. */
  public void readOptOut(PatientId patient) {
    if (!HospitalRecords.isOwn(patient)
        && emr.isPresent()
        && emr.get().read(patient) instanceof ChartReading reading) {
      reading.contact().ifPresent(contact -> optOuts.read(patient, contact));
    }
  }

  /**
   * What messages say stands beside what the EMR says; who the patient is, the EMR knows better. Of
   * a patient who is gone there, messages alone would be half a chart.
   */
  private void join(PatientId patient, Assembled said) {
    Optional<StoredChart> read =
        HospitalRecords.isOwn(patient) ? Optional.empty() : store.find(patient);
    if (read.isEmpty() && emr.isPresent() && !HospitalRecords.isOwn(patient)) {
      return;
    }
    if (read.isPresent()) {
      PatientChart both = beside(read.get().chart(), said.chart());
      store.saveBeside(new StoredChart(both, read.get().identity()));
    } else {
      store.save(new StoredChart(said.chart(), said.identity()));
    }
  }

  private PatientChart beside(PatientChart read, PatientChart said) {
    return emr.filter(ChartReader::readsBeside).isPresent()
        ? RecordAssembly.besideWhole(read, said)
        : RecordAssembly.beside(read, said);
  }

  private Optional<PatientId> refresh(
      ChartReader reader, PatientId patient, Optional<Set<String>> resources) {
    Optional<StoredChart> stored = store.find(patient);
    boolean single =
        stored.isPresent()
            && resources.isPresent()
            && resources.get().size() <= MOST_SINGLE_READS
            && resources.get().stream().noneMatch(r -> r.startsWith("Patient/"));
    return single
        ? refreshSome(reader, stored.get(), resources.get())
        : refreshAll(reader, patient);
  }

  private Optional<PatientId> refreshSome(
      ChartReader reader, StoredChart stored, Set<String> resources) {
    PatientId patient = stored.chart().id();
    List<Fact> newer = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    for (String resource : resources.stream().sorted().toList()) {
      Optional<ResourceReading> reading = reader.readResource(resource);
      if (reading.isEmpty()
          || reading.get().patient().filter(p -> !p.equals(patient)).isPresent()) {
        return refreshAll(reader, patient); // It says more together, or became another's.
      }
      newer.addAll(reading.get().facts());
      unusable.addAll(reading.get().unusable());
    }
    PatientChart chart = stored.chart().replacing(resources, newer);
    store.save(new StoredChart(chart, stored.identity()));
    quality.accept(Standardisation.of(newer, unusable));
    List<Unusable> all = new ArrayList<>(store.unusable(patient));
    all.removeIf(entry -> resources.contains(entry.source().reference()));
    all.addAll(unusable);
    store.noteUnusable(patient, all);
    return Optional.empty();
  }

  private Optional<PatientId> refreshAll(ChartReader reader, PatientId patient) {
    switch (reader.read(patient)) {
      case ChartReading reading when reading.replacedBy().isPresent() -> {
        store.delete(patient);
        return reading.replacedBy();
      }
      case ChartReading reading -> {
        store.save(new StoredChart(reading.chart(), reading.identity()));
        store.noteUnusable(patient, reading.unusable());
        reading.contact().ifPresent(contact -> optOuts.read(patient, contact));
        quality.accept(Standardisation.of(reading.chart().facts(), reading.unusable()));
      }
      case PatientGone _ -> {
        LOG.info("The EMR no longer has a patient, or not in use: the chart is removed");
        store.delete(patient);
      }
    }
    return Optional.empty();
  }
}
