package org.trialward.matcher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/**
 * What a new version of a trial, or of the terminology, changes over a population: who appears, who
 * disappears, whose reason changes. Whether the trial recruits is not asked. Lists are by patient
 * id.
 *
 * @param changed those who fit or could fit before and after, but with another outcome or other
 *     open criteria
 */
public record Amendment(
    TrialId trial, List<Appears> appear, List<Disappears> disappear, List<Changed> changed) {

  /** Fits or could fit only now. */
  public record Appears(PatientId patient, Outcome outcome) {}

  /**
   * Fitted or could fit only before.
   *
   * @param against ids of the criteria that now speak against, in the author's order; empty where
   *     the trial is gone or not in force on that day
   */
  public record Disappears(PatientId patient, List<String> against) {
    public Disappears {
      against = List.copyOf(against);
    }
  }

  /**
   * Why somebody fits or could fit.
   *
   * @param open ids of the criteria that are open, in the author's order
   */
  public record Reason(Outcome outcome, List<String> open) {
    public Reason {
      open = List.copyOf(open);
    }

    /** Whether it says the same; the order of the criteria says nothing. */
    boolean isAs(Reason other) {
      return outcome == other.outcome && Set.copyOf(open).equals(Set.copyOf(other.open));
    }
  }

  /** Fits or could fit, but otherwise than before. */
  public record Changed(PatientId patient, Reason before, Reason after) {}

  public Amendment {
    appear = List.copyOf(appear);
    disappear = List.copyOf(disappear);
    changed = List.copyOf(changed);
  }

  /** Whether nobody is concerned. */
  public boolean isEmpty() {
    return appear.isEmpty() && disappear.isEmpty() && changed.isEmpty();
  }

  /**
   * What another version of one trial changes. Exact as {@link PopulationView#ask} is. O(both
   * cohorts).
   */
  public static Amendment of(PopulationView view, Trial before, Trial after, LocalDate asOf) {
    return new CohortComparison(view, Versions.of(before, after), asOf).amendment();
  }

  /**
   * What other versions of trials change, such as the same files over another vocabulary: an
   * amendment for each trial that is new, gone, or asks otherwise on that day, by trial id.
   */
  public static List<Amendment> of(
      PopulationView view, Collection<Trial> before, Collection<Trial> after, LocalDate asOf) {
    Map<TrialId, Trial> old = byId(before);
    Map<TrialId, Trial> young = byId(after);
    Set<TrialId> ids = new TreeSet<>(old.keySet());
    ids.addAll(young.keySet());
    List<Amendment> amendments = new ArrayList<>();
    for (TrialId id : ids) {
      Trial was = old.get(id);
      Trial is = young.get(id);
      if (was == null && is != null) {
        amendments.add(begun(view, is, asOf));
      } else if (was != null && is == null) {
        amendments.add(ended(view, was, asOf));
      } else if (was != null && is != null && !Versions.of(was, is).askTheSame(asOf)) {
        amendments.add(of(view, was, is, asOf));
      }
    }
    return List.copyOf(amendments);
  }

  /**
   * What other codes in the charts change, such as those of another translation: an amendment for
   * each trial in which somebody is concerned, by trial id. O(charts + the fits of those that
   * change).
   *
   * @param after a stored chart as it is to be; one that stays the same is not asked
   */
  public static List<Amendment> retranslated(
      PopulationView view,
      Collection<Trial> trials,
      UnaryOperator<PatientChart> after,
      LocalDate asOf) {
    try (ChartComparison comparison = new ChartComparison(byId(trials).values(), asOf)) {
      view.charts(chart -> comparison.add(chart, after.apply(chart)));
      return comparison.amendments();
    }
  }

  private static Map<TrialId, Trial> byId(Collection<Trial> trials) {
    Map<TrialId, Trial> byId = new TreeMap<>();
    for (Trial trial : trials) {
      if (byId.put(trial.id(), trial) != null) {
        throw new IllegalArgumentException(
            "The trial `%s` stands twice among those of one version.".formatted(trial.id()));
      }
    }
    return byId;
  }

  private static Amendment begun(PopulationView view, Trial trial, LocalDate asOf) {
    List<Appears> all = new ArrayList<>();
    view.ask(trial, asOf)
        .byPatient()
        .forEach((patient, outcome) -> all.add(new Appears(patient, outcome)));
    return new Amendment(trial.id(), all, List.of(), List.of());
  }

  private static Amendment ended(PopulationView view, Trial trial, LocalDate asOf) {
    List<Disappears> all =
        view.ask(trial, asOf).byPatient().keySet().stream()
            .map(patient -> new Disappears(patient, List.of()))
            .toList();
    return new Amendment(trial.id(), List.of(), all, List.of());
  }
}
