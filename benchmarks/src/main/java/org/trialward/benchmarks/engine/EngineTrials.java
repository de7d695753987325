package org.trialward.benchmarks.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.trialward.benchmarks.peer.Answer;
import org.trialward.benchmarks.peer.TrialsOfPatient;
import org.trialward.matcher.Fits;
import org.trialward.matcher.Matcher;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;

/** {@link Matcher#fits} whole: a snapshot in, the trials that fit out. */
public final class EngineTrials implements TrialsOfPatient<PatientSnapshot> {
  private static final int BATCHES = 8;

  private final String name;
  private final Matcher matcher;
  private final Map<TrialId, Integer> numbers = new HashMap<>();
  private Optional<Fits> last = Optional.empty();

  private EngineTrials(String name, Matcher matcher, List<Trial> trials) {
    this.name = name;
    this.matcher = matcher;
    for (int number = 0; number < trials.size(); number++) {
      numbers.put(trials.get(number).id(), number);
    }
  }

  /** All trials put at once. */
  public static EngineTrials loaded(List<Trial> trials) {
    return new EngineTrials("engine", new Matcher(trials), trials);
  }

  /** The same trials put in eight batches; then 5 % replaced by what they are, 2 % removed. */
  public static EngineTrials afterChanges(List<Trial> trials) {
    Matcher matcher = new Matcher(List.of());
    List<Trial> replacing = new ArrayList<>();
    List<TrialId> removed = new ArrayList<>();
    int batch = Math.ceilDiv(Math.max(trials.size(), 1), BATCHES);
    List<Trial> some = new ArrayList<>();
    for (int number = 0; number < trials.size(); number++) {
      Trial trial = trials.get(number);
      Trial other = trials.get((number + 1) % trials.size());
      if (Drafts.isReplaced(number)) {
        some.add(Drafts.as(trial.id(), other));
        replacing.add(trial);
      } else {
        some.add(trial);
      }
      if (Drafts.isRemoved(number)) {
        removed.add(new TrialId("REMOVED-" + number));
        some.add(Drafts.as(removed.getLast(), other));
      }
      if (some.size() >= batch) {
        matcher.putAll(some);
        some.clear();
      }
    }
    matcher.putAll(some);
    matcher.putAll(replacing);
    removed.forEach(matcher::remove);
    return new EngineTrials("engine, after changes", matcher, trials);
  }

  public Matcher matcher() {
    return matcher;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PatientSnapshot prepare(PatientSnapshot patient) {
    return patient;
  }

  @Override
  public void ask(PatientSnapshot patient, Answer answer) {
    last = Optional.of(matcher.fits(patient));
  }

  @Override
  public void settle(Answer answer) {
    Fits fits = last.orElseThrow();
    for (int place = 0; place < fits.size(); place++) {
      int number = Objects.requireNonNull(numbers.get(fits.trial(place).id()));
      (fits.outcome(place) == Outcome.ELIGIBLE ? answer.eligible() : answer.possible()).set(number);
    }
  }

  @Override
  public long bytes() {
    return matcher.indexBytes();
  }

  @Override
  public void close() {
    matcher.close();
  }
}
