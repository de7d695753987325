package org.trialward.workbench.population;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trialward.matcher.Cohort;
import org.trialward.matcher.PopulationView;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.population.Counts.Compared;
import org.trialward.workbench.settings.SiteClock;

/** What the index of patients is asked. */
public final class Census {
  private final PatientIndex index;
  private final ChartStore charts;
  private final SiteClock clock;

  public Census(PatientIndex index, ChartStore charts, SiteClock clock) {
    this.index = index;
    this.charts = charts;
    this.clock = clock;
  }

  public IndexState state() {
    return index.state();
  }

  /** How many fit today; empty unless the index is current. */
  public Optional<Counts> count(Trial trial) {
    return index.ask(view -> counts(view.ask(trial, clock.asOf()), view));
  }

  /** Both on the same patients; empty unless the index is current. O(those who fit or could). */
  public Optional<Compared> compare(Trial first, Trial other) {
    return index.ask(view -> {
      Cohort before = view.ask(first, clock.asOf());
      Cohort after = view.ask(other, clock.asOf());
      Set<PatientId> stay = patients(before);
      stay.retainAll(patients(after));
      return new Compared(
          counts(before, view),
          counts(after, view),
          after.size() - stay.size(),
          before.size() - stay.size());
    });
  }

  private static Set<PatientId> patients(Cohort cohort) {
    Set<PatientId> patients = new HashSet<>();
    for (int i = 0; i < cohort.size(); i++) {
      patients.add(cohort.patient(i));
    }
    return patients;
  }

  private static Counts counts(Cohort cohort, PopulationView view) {
    return new Counts(cohort.eligible(), cohort.possible(), view.size());
  }

  /** Whom today concerns. */
  public Due due() {
    return switch (index.state()) {
      case IndexState.Opening _ -> new Due.Later();
      case IndexState.Building(var progress) ->
          2 * progress.all() > charts.count() ? new Due.Everybody() : new Due.Later();
      case IndexState.Unavailable _ -> new Due.Everybody();
      case IndexState.Current _ -> index.ask(this::due).orElseGet(Due.Later::new);
    };
  }

  private Due due(PopulationView view) {
    List<PatientId> patients = new ArrayList<>();
    view.due(clock.asOf(), patients::add);
    return 2L * patients.size() > view.size()
        ? new Due.Everybody()
        : new Due.These(patients, view.size());
  }
}
