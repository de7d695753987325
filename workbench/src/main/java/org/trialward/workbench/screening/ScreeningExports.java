package org.trialward.workbench.screening;

import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.trialward.ctms.screeninglog.Disclosure;
import org.trialward.ctms.screeninglog.Disclosure.Dates;
import org.trialward.ctms.screeninglog.KeyList;
import org.trialward.ctms.screeninglog.LogExport;
import org.trialward.ctms.screeninglog.LogStudy;
import org.trialward.ctms.screeninglog.LogStudy.Criterion;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.fhir.screening.ScreenedCandidate;
import org.trialward.fhir.screening.ScreeningBundle;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.workbench.screening.ScreeningEntries.Line;
import org.trialward.workbench.screening.ScreeningRows.StepRow;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;

/** A study's log at this moment, in each form that it is taken away in. */
class ScreeningExports {
  private static final String ENGINE = "engine";

  private final TrialLibrary trials;
  private final TrialStore store;
  private final ScreeningRows rows;
  private final ScreeningEntries entries;
  private final SiteClock clock;
  private final String site;
  private final Disclosure disclosure;

  ScreeningExports(
      TrialLibrary trials,
      TrialStore store,
      ScreeningRows rows,
      ScreeningEntries entries,
      SiteClock clock,
      TrialwardSettings settings) {
    this.trials = trials;
    this.store = store;
    this.rows = rows;
    this.entries = entries;
    this.clock = clock;
    this.site = settings.site().name();
    TrialwardSettings.ScreeningLog log = settings.ctms().screeningLog();
    this.disclosure =
        new Disclosure(
            log.dates(), log.emrPatientId() ? Set.of(OptionalColumn.EMR_PATIENT_ID) : Set.of());
  }

  Dates dates() {
    return disclosure.dates();
  }

  /** What the log says of the study; empty where nobody knows it. */
  Optional<LogStudy> study(TrialId id) {
    List<Trial> versions =
        Stream.concat(
                trials.find(id).stream(),
                rows.versions(id).stream().map(version -> store.version(id, version)))
            .toList();
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    LinkedHashMap<String, String> criteria = new LinkedHashMap<>();
    Stream.concat(versions.stream().map(Trial::criteria), Stream.of(Eligibility.impliedCriteria()))
        .flatMap(List<EligibilityCriterion>::stream)
        .forEach(criterion -> criteria.putIfAbsent(criterion.id(), criterion.text()));
    return Optional.of(
        new LogStudy(
            id,
            versions.getFirst().title(),
            site,
            criteria.entrySet().stream()
                .map(each -> new Criterion(each.getKey(), each.getValue()))
                .toList(),
            OffsetDateTime.ofInstant(clock.now(), clock.zone()).truncatedTo(ChronoUnit.SECONDS)));
  }

  long count(TrialId id) {
    return rows.count(id);
  }

  void csv(LogStudy study, OutputStream out) throws IOException {
    write(study, LogExport.csv(study, disclosure, out));
  }

  void odm(LogStudy study, OutputStream out) throws IOException {
    write(study, LogExport.odm(study, disclosure, out));
  }

  private void write(LogStudy study, LogExport export) throws IOException {
    entries.each(study.id(), line -> export.write(line.entry()));
    export.finish();
  }

  void fhir(LogStudy study, OutputStream out) throws IOException {
    ScreeningBundle bundle =
        new ScreeningBundle(study.id().value(), study.title(), study.takenAt().toInstant(), out);
    entries.each(study.id(), line -> bundle.write(screened(line)));
    bundle.finish();
  }

  private ScreenedCandidate screened(Line line) {
    return new ScreenedCandidate(
        line.entry().candidate().number(),
        line.entry().candidate().trialVersion(),
        line.entry().found().getYear(),
        line.steps().stream().map(this::step).toList());
  }

  private ScreenedCandidate.Step step(StepRow step) {
    return new ScreenedCandidate.Step(
        step.state(),
        Optional.of(step.who()).filter(who -> !who.equals(ENGINE)),
        Optional.of(step.at()).filter(_ -> disclosure.dates() == Dates.EXACT));
  }

  void keys(LogStudy study, OutputStream out) throws IOException {
    KeyList keys = new KeyList(study.id(), out);
    entries.each(
        study.id(),
        line ->
            keys.write(
                line.entry().candidate().number(),
                line.identity().name(),
                line.identity().recordNumber(),
                line.entry().found()));
    keys.finish();
  }
}
