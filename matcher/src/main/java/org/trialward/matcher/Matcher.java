package org.trialward.matcher;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.trialward.rules.match.Match;
import org.trialward.rules.patient.PatientSnapshot;
import org.trialward.rules.trial.RecruitmentStatus;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Assessment;
import org.trialward.rules.verdict.Eligibility;
import org.trialward.rules.verdict.Verdict;

/** Matches one patient against all trials. Thread-safe. */
public final class Matcher implements AutoCloseable {
  /** Worth merging into one segment, where searches are cheapest. */
  private static final int MANY = 1000;

  private final Turns turns = new Turns();
  private final Tables tables = new Tables();
  private final TrialForms forms = new TrialForms(tables);
  private final TrialIndex index = new TrialIndex(tables);
  private final ThreadLocal<TrialIndex.Desk> desks =
      ThreadLocal.withInitial(() -> new TrialIndex.Desk(tables));

  public Matcher(Collection<Trial> trials) {
    putAll(trials);
  }

  /** Adds or replaces a trial; matched from the moment this returns. */
  public void put(Trial trial) {
    putAll(List.of(trial));
  }

  /** Adds or replaces many trials at once: much cheaper than one by one. */
  public synchronized void putAll(Collection<Trial> trials) {
    trials.forEach(turns::watch);
    index.put(trials.stream().map(forms::of).toList());
    if (trials.size() >= MANY && 2 * trials.size() > index.all().size()) {
      index.merge();
    }
  }

  public synchronized void remove(TrialId trial) {
    index.remove(trial);
  }

  public Collection<Trial> recruiting() {
    return index.all().stream()
        .map(TrialForm::trial)
        .filter(trial -> trial.status() == RecruitmentStatus.RECRUITING)
        .toList();
  }

  /** The recruiting trials that this patient fits or could fit, without evidence. */
  public Fits fits(PatientSnapshot patient) {
    return fits(patient, TrialFilter.RECRUITING);
  }

  /** The trials of the filter that this patient fits or could fit, without evidence. */
  public Fits fits(PatientSnapshot patient, TrialFilter filter) {
    return fits(patient, filter, new TrialSegment.Stages());
  }

  private Fits fits(PatientSnapshot patient, TrialFilter filter, TrialSegment.Stages stages) {
    Fits fits = new Fits();
    if (!Eligibility.isDeceased(patient)) {
      index.search(patient, filter, desks.get(), stages, fits);
    }
    return fits;
  }

  /**
   * The recruiting trials that this patient fits or could fit, with evidence, by trial id. A
   * recruiting trial that is not among them is INELIGIBLE.
   */
  public List<Match> match(PatientSnapshot patient) {
    return evaluate(fits(patient).sorted().stream().map(Fits.Fit::trial).toList(), patient);
  }

  /** The exact verdict on one trial, whatever the index would say. */
  public Match evaluate(Trial trial, PatientSnapshot patient) {
    return match(trial, patient, Eligibility.of(trial, patient));
  }

  /** The exact verdicts on these trials in their order; cheaper than one by one. */
  public List<Match> evaluate(List<Trial> trials, PatientSnapshot patient) {
    List<Verdict> verdicts = new Assessment(patient).of(trials);
    return IntStream.range(0, trials.size())
        .mapToObj(i -> match(trials.get(i), patient, verdicts.get(i)))
        .toList();
  }

  private static Match match(Trial trial, PatientSnapshot patient, Verdict verdict) {
    return new Match(trial.id(), trial.version(), patient.id(), patient.asOf(), verdict);
  }

  /**
   * The first day after the reference date on which some verdict may be another without any event:
   * a window ends, a birthday comes, a trial opens. Empty where none may. Never too late; perhaps
   * too early.
   */
  public Optional<LocalDate> nextChange(PatientSnapshot patient) {
    return turns.next(patient);
  }

  /**
   * How many trials each stage of the index left for one patient.
   *
   * @param all trials in the index, deleted ones that still take room included
   * @param filtered those of the filter
   * @param clauses those of which the patient shows something of every clause
   * @param notExcluded those of which no exclusion is surely met
   * @param askedExactly those that only the exact evaluator could decide
   * @param fit those that the patient fits or could fit
   */
  public record Funnel(
      int all, int filtered, int clauses, int notExcluded, int askedExactly, int fit) {}

  /** What the index did with this patient. */
  public Funnel funnel(PatientSnapshot patient, TrialFilter filter) {
    TrialSegment.Stages stages = new TrialSegment.Stages();
    fits(patient, filter, stages);
    return new Funnel(
        stages.all,
        stages.filtered,
        stages.clauses,
        stages.notExcluded,
        stages.askedExactly,
        stages.fit);
  }

  /**
   * What the index makes of a trial.
   *
   * @param letThrough criteria that it cannot use, with the reason
   * @param burden what makes the trial costly; empty for an ordinary one
   */
  public record IndexedAs(List<String> letThrough, List<String> burden) {}

  public Optional<IndexedAs> indexedAs(TrialId trial) {
    return index.find(trial).map(form -> new IndexedAs(form.letThrough(), form.burden()));
  }

  /** Bytes that the index takes. */
  public long indexBytes() {
    return index.size().bytes();
  }

  /** In how many segments the trials lie. */
  public int segments() {
    return index.size().segments();
  }

  /** Merges all segments into one, which makes searches cheaper after many changes. O(trials). */
  public synchronized void optimize() {
    index.merge();
  }

  @Override
  public void close() {
    index.close();
  }
}
