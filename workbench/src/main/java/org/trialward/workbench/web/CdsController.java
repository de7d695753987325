package org.trialward.workbench.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.trialward.fhir.cds.CardMatch;
import org.trialward.fhir.cds.CdsDiscovery;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.fhir.cds.CdsResponse;
import org.trialward.fhir.cds.PatientViewService;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.json.VerdictDocument.CriterionDocument;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;
import org.trialward.workbench.trials.TrialLibrary;

/** CDS Hooks 2.0: answers from the stored queue, never by evaluating anything. */
@RestController
@CrossOrigin
class CdsController {
  private final PatientViewService service;
  private final Candidates candidates;
  private final TrialLibrary trials;
  private final AuditLog audit;
  private final TrialwardSettings settings;

  CdsController(
      PatientViewService service,
      Candidates candidates,
      TrialLibrary trials,
      AuditLog audit,
      TrialwardSettings settings) {
    this.service = service;
    this.candidates = candidates;
    this.trials = trials;
    this.audit = audit;
    this.settings = settings;
  }

  @GetMapping("/cds-services")
  CdsDiscovery discovery() {
    return service.discovery();
  }

  @PostMapping("/cds-services/{id}")
  CdsResponse patientView(@PathVariable String id, @RequestBody CdsRequest request) {
    if (!id.equals(PatientViewService.ID)) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no service of this name.");
    }
    List<Entry> shown =
        candidates.ofPatient(patient(request)).stream()
            .filter(entry -> isShown(entry.candidate().state()))
            .toList();
    shown.forEach(entry ->
        audit.append("emr", AuditAction.CARD_SHOWN, entry.key().toString(), "patient-view"));
    return service.answer(shown.stream().flatMap(entry -> card(entry).stream()).toList());
  }

  private static PatientId patient(CdsRequest request) {
    return Optional.ofNullable(request.context())
        .flatMap(context -> Optional.ofNullable(context.patientId()))
        .filter(id -> !id.isBlank())
        .map(PatientId::new)
        .orElseThrow(() ->
            new ResponseStatusException(
                HttpStatus.BAD_REQUEST, "The hook's context needs a patientId."));
  }

  /** A physician is shown what has left the queue, by the same setting as every other delivery. */
  private boolean isShown(CandidateState state) {
    return settings.deliver().on() == Moment.DETECTION
        ? state.isOpen()
        : state == CandidateState.CONFIRMED;
  }

  private Optional<CardMatch> card(Entry entry) {
    return trials
        .find(entry.key().trial())
        .map(Trial::title)
        .map(title ->
            new CardMatch(
                entry.key(),
                title,
                entry.candidate().outcome(),
                entry.verdict().favouring(Truth.UNKNOWN).stream()
                    .map(CriterionDocument::text)
                    .toList(),
                page(entry)));
  }

  private URI page(Entry entry) {
    String path = "/candidates/" + entry.candidate().number();
    return settings
        .cds()
        .pagesUrl()
        .map(root -> URI.create(root.toString().replaceAll("/$", "") + path))
        .orElseGet(
            () -> ServletUriComponentsBuilder.fromCurrentContextPath().path(path).build().toUri());
  }
}
