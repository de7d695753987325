package org.trialward.workbench.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.Decisions.Decision;
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
  private final Decisions decisions;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Wake wake;

  QueueController(
      TrialLibrary trials,
      TrialStore store,
      Candidates candidates,
      ChartStore charts,
      Decisions decisions,
      Outbox outbox,
      AuditLog audit,
      Wake wake) {
    this.trials = trials;
    this.store = store;
    this.candidates = candidates;
    this.charts = charts;
    this.decisions = decisions;
    this.outbox = outbox;
    this.audit = audit;
    this.wake = wake;
  }

  /** A trial with how many candidates stand in which state. */
  record TrialLine(Trial trial, Map<String, Long> counts) {}

  /** A candidate with the name that staff know the patient by. */
  record CandidateLine(Entry entry, PatientIdentity identity) {}

  @GetMapping("/")
  String trials(Model model) {
    Map<TrialId, Map<String, Long>> counts = candidates.countsByTrial();
    List<TrialLine> lines =
        trials.inForce().stream()
            .map(trial -> new TrialLine(trial, counts.getOrDefault(trial.id(), Map.of())))
            .toList();
    model.addAttribute("lines", lines);
    return "trials";
  }

  @GetMapping("/trials/{id}")
  String trial(@PathVariable String id, Model model) {
    Trial trial = find(id);
    model.addAttribute("trial", trial);
    model.addAttribute(
        "lines",
        candidates.ofTrial(trial.id()).stream()
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
    audit.append(
        who.getName(), AuditAction.SEEN, entry.key().toString(), "revision " + entry.revision());
    Trial trial = store.version(entry.key().trial(), entry.candidate().trialVersion());
    model.addAttribute("entry", entry);
    model.addAttribute("trial", trial);
    model.addAttribute("identity", identity(entry.key().patient()));
    model.addAttribute(
        "registry",
        trial
            .registry()
            .map(RegistryReference::record)
            .map(store::registryParts)
            .orElseGet(LinkedHashMap::new));
    model.addAttribute("deliveries", outbox.of(number));
    model.addAttribute("history", audit.about(entry.key().toString(), HISTORY));
    return "candidate";
  }

  @PostMapping("/candidates/{number}/decision")
  String decide(
      @PathVariable long number,
      @RequestParam long revision,
      @RequestParam Decision decision,
      @RequestParam(defaultValue = "") String reason,
      Authentication who,
      RedirectAttributes redirect) {
    try {
      decisions.decide(number, revision, decision, reason, who.getName());
      wake.outboxFilled();
      redirect.addFlashAttribute("done", "Your decision is stored.");
    } catch (Decisions.Refused refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
    }
    return "redirect:/candidates/" + number;
  }

  private Trial find(String id) {
    try {
      Optional<Trial> trial = trials.find(new TrialId(id));
      return trial.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    } catch (IllegalArgumentException notAnId) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such trial.", notAnId);
    }
  }

  private PatientIdentity identity(PatientId patient) {
    return charts.identity(patient).orElse(NOT_STORED);
  }
}
