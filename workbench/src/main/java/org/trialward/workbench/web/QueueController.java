package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.trialward.fhir.intake.PatientIdentity;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.Candidate;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.ctms.StudyConsents;
import org.trialward.workbench.ctms.StudySteps;
import org.trialward.workbench.json.VerdictDocument;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.FreshVerdicts;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.trials.TrialLibrary;
import org.trialward.workbench.trials.TrialStore;

/** The match queue: by trial, then one candidate with all evidence, then a decision. */
@Controller
class QueueController {
  private static final int HISTORY = 50;

  private static final PatientIdentity NOT_STORED = new PatientIdentity("", "", "");

  private final TrialLibrary trials;
  private final TrialStore store;
  private final Candidates candidates;
  private final ChartStore charts;
  private final StudySteps steps;
  private final StudyConsents consents;
  private final Outbox outbox;
  private final FreshVerdicts fresh;
  private final AuditLog audit;
  private final Wake wake;

  QueueController(
      TrialLibrary trials,
      TrialStore store,
      Candidates candidates,
      ChartStore charts,
      StudySteps steps,
      StudyConsents consents,
      Outbox outbox,
      FreshVerdicts fresh,
      AuditLog audit,
      Wake wake) {
    this.trials = trials;
    this.store = store;
    this.candidates = candidates;
    this.charts = charts;
    this.steps = steps;
    this.consents = consents;
    this.outbox = outbox;
    this.fresh = fresh;
    this.audit = audit;
    this.wake = wake;
  }

  /**
   * A trial with how many candidates stand in which state.
   *
   * @param inForce whether its rules are in force now
   */
  record TrialLine(Trial trial, Map<String, Long> counts, boolean inForce) {
    public long count(String state) {
      return counts.getOrDefault(state, 0L);
    }
  }

  /** A candidate with the name that staff know the patient by. */
  record CandidateLine(Entry entry, PatientIdentity identity) {

    /** What keeps the outcome from being better: what speaks against, else what is open. */
    public List<CriterionView> points() {
      List<CriterionView> lacking =
          CriterionView.of(entry.verdict(), Map.of()).stream()
              .filter(c -> c.favours() != Truth.TRUE)
              .sorted(CriterionView.BY_URGENCY)
              .toList();
      return lacking.stream().filter(c -> c.favours() == lacking.getFirst().favours()).toList();
    }
  }

  /** How the criteria stand, and those that are not met: first what speaks against. */
  record Tally(long against, long open, long met, List<CriterionView> lacking) {
    private static Tally of(List<CriterionView> criteria) {
      List<CriterionView> lacking =
          criteria.stream()
              .filter(c -> c.favours() != Truth.TRUE)
              .sorted(CriterionView.BY_URGENCY)
              .toList();
      long against = lacking.stream().filter(c -> c.favours() == Truth.FALSE).count();
      return new Tally(
          against, lacking.size() - against, criteria.size() - lacking.size(), lacking);
    }
  }

  /** What may be decided now. */
  record Choices(boolean confirm, boolean reject, boolean ask) {
    private static Choices of(CandidateState state) {
      Set<CandidateState> next = state.next(Actor.COORDINATOR);
      return new Choices(
          next.contains(CandidateState.CONFIRMED),
          next.contains(CandidateState.REJECTED),
          next.contains(CandidateState.IN_REVIEW));
    }
  }

  /** One choice of the filter, with how many candidates it lists. */
  record FilterLine(QueueFilter filter, long count) {}

  @GetMapping("/")
  String trials(HttpServletRequest request, Model model) {
    if (request.isUserInRole(Role.ADMINISTRATOR.name())) {
      return "redirect:/operations";
    }
    Map<TrialId, Map<String, Long>> counts = new HashMap<>(candidates.countsByTrial());
    List<TrialLine> lines = new ArrayList<>();
    for (Trial trial : trials.inForce()) {
      Map<String, Long> ofTrial = Optional.ofNullable(counts.remove(trial.id())).orElse(Map.of());
      lines.add(new TrialLine(trial, ofTrial, true));
    }
    new TreeMap<>(counts)
        .forEach((id, ofTrial) ->
            lastVersion(id).ifPresent(t -> lines.add(new TrialLine(t, ofTrial, false))));
    model.addAttribute("lines", lines);
    return "trials";
  }

  @GetMapping("/trials/{id}")
  String trial(
      @PathVariable String id,
      @RequestParam(defaultValue = "open") String state,
      Authentication who,
      Model model) {
    Trial trial = find(id);
    QueueFilter filter = QueueFilter.of(state);
    List<Entry> entries = candidates.ofTrial(trial.id());
    audit.append(
        who.getName(),
        AuditAction.SEEN,
        trial.id().value(),
        "queue, %s candidates in all".formatted(entries.size()));
    model.addAttribute("trial", trial);
    model.addAttribute("inForce", trials.find(trial.id()).isPresent());
    model.addAttribute("filter", filter);
    model.addAttribute(
        "filters",
        Arrays.stream(QueueFilter.values())
            .map(f ->
                new FilterLine(
                    f, entries.stream().filter(e -> f.admits(e.candidate().state())).count()))
            .toList());
    model.addAttribute(
        "lines",
        entries.stream()
            .filter(entry -> filter.admits(entry.candidate().state()))
            .map(entry -> new CandidateLine(entry, identity(entry.key().patient())))
            .toList());
    return "trial";
  }

  @GetMapping("/candidates/{number}")
  String candidate(@PathVariable long number, Authentication who, Model model) {
    Entry entry =
        candidates
            .find(number)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    Trial trial = store.version(entry.key().trial(), entry.candidate().trialVersion());
    Optional<VerdictDocument> newer = fresh.newer(entry, trial);
    audit.append(
        who.getName(),
        AuditAction.SEEN,
        entry.key().toString(),
        "revision %d%s"
            .formatted(
                entry.revision(),
                newer.map(v -> ", with the evidence of the chart as it is now").orElse("")));
    VerdictDocument verdict = newer.orElseGet(entry::verdict);
    model.addAttribute("entry", entry);
    model.addAttribute("trial", trial);
    model.addAttribute("identity", identity(entry.key().patient()));
    model.addAttribute("verdict", verdict);
    model.addAttribute("isNewer", newer.isPresent());
    List<CriterionView> criteria = CriterionView.of(verdict, registryParts(trial));
    model.addAttribute("criteria", criteria);
    model.addAttribute("tally", Tally.of(criteria));
    model.addAttribute("choices", Choices.of(entry.candidate().state()));
    model.addAttribute("rejectionReasons", RejectionReason.values());
    model.addAttribute("next", next(entry.candidate().state()));
    model.addAttribute("studyReasons", StudyReason.byState());
    model.addAttribute("contactWays", ContactWay.values());
    model.addAttribute("consents", consents.of(number));
    model.addAttribute("reason", reason(entry.candidate()));
    model.addAttribute("unusable", charts.unusable(entry.key().patient()));
    model.addAttribute("deliveries", outbox.of(number));
    model.addAttribute("history", audit.about(entry.key().toString(), HISTORY));
    return "candidate";
  }

  /** The states that a coordinator may set now, by their names. */
  private static List<String> next(CandidateState state) {
    return state.next(Actor.COORDINATOR).stream().map(Enum::name).toList();
  }

  /** The reason that people see: why the engine found a candidate stands in the evidence. */
  private static String reason(Candidate candidate) {
    return candidate.state() == CandidateState.DETECTED
        ? ""
        : candidate.reason().map(RejectionReason::readable).orElse("");
  }

  private Map<String, String> registryParts(Trial trial) {
    return trial
        .registry()
        .map(RegistryReference::record)
        .map(store::registryParts)
        .orElseGet(LinkedHashMap::new);
  }

  @PostMapping("/candidates/{number}/decision")
  String decide(
      @PathVariable long number,
      @RequestParam long revision,
      @RequestParam CandidateState decision,
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String on,
      @RequestParam(defaultValue = "") String version,
      Authentication who,
      RedirectAttributes redirect) {
    StepForm typed = new StepForm(decision, code, reason, on, version);
    try {
      steps.take(number, revision, decision, typed.stored(), typed.signed(), who.getName());
      wake.inboxFilled();
      wake.outboxFilled();
      redirect.addFlashAttribute("done", "Your decision is stored.");
    } catch (Decisions.Refused refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
      redirect.addFlashAttribute("typed", typed);
    }
    return "redirect:/candidates/" + number;
  }

  private Trial find(String id) {
    try {
      TrialId trial = new TrialId(id);
      return trials
          .find(trial)
          .or(() -> lastVersion(trial))
          .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    } catch (IllegalArgumentException notAnId) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such trial.", notAnId);
    }
  }

  /** A trial whose file is gone or broken, as its newest candidate was matched. */
  private Optional<Trial> lastVersion(TrialId id) {
    return candidates.ofTrial(id).stream()
        .max(Comparator.comparing(Entry::changedAt))
        .map(entry -> store.version(id, entry.candidate().trialVersion()));
  }

  private PatientIdentity identity(PatientId patient) {
    return charts.identity(patient).orElse(NOT_STORED);
  }
}
