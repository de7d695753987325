package org.trialward.rules.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.criterion.AgeRange;
import org.trialward.rules.criterion.Characteristic;
import org.trialward.rules.criterion.Characteristic.Age;
import org.trialward.rules.criterion.Characteristic.Measure;
import org.trialward.rules.criterion.Characteristic.Measured;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.criterion.Window;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.trial.Trial;

/**
 * One patient before many trials: what several of them ask is looked up, and put into words, once.
 * Not thread-safe.
 */
public final class Assessment {
  private final PatientSnapshot patient;
  private final boolean hasPairs;
  private final Map<AgeRange, Answer> ages = new HashMap<>();
  private final IdentityHashMap<Set<Code>, Series> series = new IdentityHashMap<>();
  private final Map<Optional<Window>, String> words = new HashMap<>();

  @SuppressWarnings("UnusedVariable") // keeps the reads from being optimized away
  private int read;

  public Assessment(PatientSnapshot patient) {
    this.patient = patient;
    this.hasPairs = RacePair.mayBeIn(patient);
  }

  /** The verdicts of these trials in their order; cheaper than one by one. */
  public List<Verdict> of(List<Trial> trials) {
    read = ReadAhead.of(trials);
    return Some.each(trials, trial -> of(trial));
  }

  /** Every criterion of the trial, answered from this chart on its reference date. */
  public Verdict of(Trial trial) {
    List<Finding> findings = new ArrayList<>(trial.criteria().size() + 1);
    VitalStatus.impliedFinding(patient).ifPresent(findings::add);
    for (EligibilityCriterion criterion : trial.criteria()) {
      Answer answer = answer(criterion.when());
      findings.add(new Finding(criterion, answer.truth(), answer.evidence(), answer.outlook()));
    }
    return Verdict.of(findings);
  }

  private Answer answer(Characteristic characteristic) {
    return switch (characteristic) {
      case Age(var range, var at) when at.isEmpty() -> age(range);
      case Measured asked
          when asked.of() instanceof Measure.Coded(var set)
              && !(hasPairs && RacePair.concerns(asked)) ->
          Measurements.answer(asked, series(set.codes()), patient);
      default -> Eligibility.answer(characteristic, patient);
    };
  }

  private Answer age(AgeRange range) {
    Answer known = ages.get(range);
    if (known == null) {
      known = Ages.today(range, patient);
      ages.put(range, known);
    }
    return known;
  }

  private Series series(Set<Code> codes) {
    Series known = series.get(codes);
    if (known == null) {
      known = new Series(Measurements.recorded(codes, patient), words);
      series.put(codes, known);
    }
    return known;
  }
}
