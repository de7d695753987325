package org.trialward.workbench.smart;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.settings.TrialwardSettings.Launch;
import org.trialward.workbench.trials.TrialStore;
import org.trialward.workbench.web.CriterionView;

/** What a physician reads of one candidate. */
final class Details {
  private static final PatientIdentity NOT_STORED = new PatientIdentity("", "", "");

  private final TrialStore trials;
  private final ChartStore charts;
  private final FreshVerdicts fresh;
  private final OwnAnswers answers;
  private final Launch settings;

  Details(
      TrialStore trials,
      ChartStore charts,
      FreshVerdicts fresh,
      OwnAnswers answers,
      Launch settings) {
    this.trials = trials;
    this.charts = charts;
    this.fresh = fresh;
    this.answers = answers;
    this.settings = settings;
  }

  /**
   * One candidate.
   *
   * @param isNewer whether the verdict is of a record that came after the last match
   * @param lacking criteria that speak against or are open, the most urgent first
   * @param contact whom to call; may be empty
   */
  record View(
      Entry entry,
      Trial trial,
      VerdictDocument verdict,
      boolean isNewer,
      List<CriterionView> criteria,
      List<CriterionView> lacking,
      Optional<OwnAnswers.Last> lastAnswer,
      String contact) {

    public long met() {
      return (long) criteria.size() - lacking.size();
    }

    public long against() {
      return lacking.stream().filter(c -> c.favours() == Truth.FALSE).count();
    }

    public long open() {
      return lacking.size() - against();
    }

    public boolean mayRefer() {
      return mayBecome(CandidateState.REFERRED);
    }

    public boolean mayObject() {
      return mayBecome(CandidateState.REJECTED);
    }

    public boolean mayBeSilenced() {
      return entry.candidate().state().isOpen();
    }

    private boolean mayBecome(CandidateState next) {
      return entry.candidate().state().mayBecome(next, Actor.PHYSICIAN);
    }
  }

  View of(Entry entry, String practitioner) {
    Trial trial = trials.version(entry.key().trial(), entry.candidate().trialVersion());
    Optional<VerdictDocument> newer = fresh.newer(entry, trial);
    VerdictDocument verdict = newer.orElseGet(entry::verdict);
    List<CriterionView> criteria = CriterionView.of(verdict, registryParts(trial));
    return new View(
        entry,
        trial,
        verdict,
        newer.isPresent(),
        criteria,
        criteria.stream()
            .filter(criterion -> criterion.favours() != Truth.TRUE)
            .sorted(CriterionView.BY_URGENCY)
            .toList(),
        answers.of(entry.candidate().number(), practitioner),
        contact(trial));
  }

  PatientIdentity identity(PatientId patient) {
    return charts.identity(patient).orElse(NOT_STORED);
  }

  private Map<String, String> registryParts(Trial trial) {
    return trial
        .registry()
        .map(RegistryReference::record)
        .map(trials::registryParts)
        .orElseGet(Map::of);
  }

  private String contact(Trial trial) {
    String ofAll = settings.contact().orElse("");
    return settings.contacts().getOrDefault(trial.id().value(), ofAll);
  }
}
