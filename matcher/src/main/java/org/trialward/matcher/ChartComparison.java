package org.trialward.matcher;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.trialward.matcher.Amendment.Appears;
import org.trialward.matcher.Amendment.Changed;
import org.trialward.matcher.Amendment.Disappears;
import org.trialward.matcher.Amendment.Reason;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Finding;
import org.trialward.rules.verdict.Outcome;

/** The same trials over two states of each chart. */
final class ChartComparison implements AutoCloseable {
  private static final TrialFilter EVERY_TRIAL =
      new TrialFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final Map<TrialId, Trial> trials;
  private final Matcher matcher;
  private final LocalDate asOf;
  private final Map<TrialId, Concerned> concerned = new TreeMap<>();

  /** Who is concerned in one trial. */
  private record Concerned(
      List<Appears> appear, List<Disappears> disappear, List<Changed> changed) {
    Concerned() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  ChartComparison(Collection<Trial> trials, LocalDate asOf) {
    this.trials = trials.stream().collect(Collectors.toMap(Trial::id, trial -> trial));
    this.matcher = new Matcher(trials);
    this.asOf = asOf;
  }

  void add(PatientChart before, PatientChart after) {
    if (sayTheSame(before, after)) {
      return;
    }
    PatientSnapshot was = before.asOf(asOf);
    PatientSnapshot is = after.asOf(asOf);
    Map<TrialId, Outcome> fitted = fits(was);
    Map<TrialId, Outcome> fit = fits(is);
    Set<TrialId> either = new TreeSet<>(fitted.keySet());
    either.addAll(fit.keySet());
    for (TrialId id : either) {
      Trial trial = trials.get(id);
      if (trial != null) {
        add(trial, was, is, Optional.ofNullable(fitted.get(id)), Optional.ofNullable(fit.get(id)));
      }
    }
  }

  /** Whether the bytes that an index keeps are the same: texts and sources do not count. */
  private static boolean sayTheSame(PatientChart before, PatientChart after) {
    return before.equals(after) || ChartBytes.encode(before).equals(ChartBytes.encode(after));
  }

  private Map<TrialId, Outcome> fits(PatientSnapshot patient) {
    return matcher.fits(patient, EVERY_TRIAL).stream()
        .collect(Collectors.toMap(fit -> fit.trial().id(), Fits.Fit::outcome));
  }

  private void add(
      Trial trial,
      PatientSnapshot was,
      PatientSnapshot is,
      Optional<Outcome> before,
      Optional<Outcome> after) {
    if (before.isEmpty()) {
      after.ifPresent(outcome -> in(trial).appear.add(new Appears(is.id(), outcome)));
    } else if (after.isEmpty()) {
      in(trial).disappear.add(new Disappears(is.id(), ids(Eligibility.of(trial, is).against())));
    } else {
      Reason old = reason(before.get(), trial, was);
      Reason now = reason(after.get(), trial, is);
      if (!old.isAs(now)) {
        in(trial).changed.add(new Changed(is.id(), old, now));
      }
    }
  }

  private Concerned in(Trial trial) {
    return concerned.computeIfAbsent(trial.id(), id -> new Concerned());
  }

  private static Reason reason(Outcome outcome, Trial trial, PatientSnapshot patient) {
    return new Reason(outcome, ids(Eligibility.of(trial, patient).open()));
  }

  private static List<String> ids(List<Finding> findings) {
    return findings.stream().map(finding -> finding.criterion().id()).toList();
  }

  List<Amendment> amendments() {
    List<Amendment> amendments = new ArrayList<>();
    concerned.forEach((id, who) -> {
      who.appear.sort(Comparator.comparing(Appears::patient));
      who.disappear.sort(Comparator.comparing(Disappears::patient));
      who.changed.sort(Comparator.comparing(Changed::patient));
      amendments.add(new Amendment(id, who.appear, who.disappear, who.changed));
    });
    return List.copyOf(amendments);
  }

  @Override
  public void close() {
    matcher.close();
  }
}
