package org.trialward.workbench.web;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
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
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.queue.Withdrawals;
import org.trialward.workbench.settings.SiteClock;

/** Patients who do not want to be asked about research: said here, seen here, lifted here. */
@Controller
class OptOutController {
  private static final PatientIdentity NOT_STORED = new PatientIdentity("", "", "");

  private final Candidates candidates;
  private final OptOuts optOuts;
  private final Withdrawals withdrawals;
  private final ChartStore charts;
  private final AuditLog audit;
  private final SiteClock clock;
  private final Wake wake;

  OptOutController(
      Candidates candidates,
      OptOuts optOuts,
      Withdrawals withdrawals,
      ChartStore charts,
      AuditLog audit,
      SiteClock clock,
      Wake wake) {
    this.candidates = candidates;
    this.optOuts = optOuts;
    this.withdrawals = withdrawals;
    this.charts = charts;
    this.audit = audit;
    this.clock = clock;
    this.wake = wake;
  }

  /** One refusal with the name that staff know the patient by. */
  record RefusalLine(OptOuts.Line line, PatientIdentity identity) {}

  @PostMapping("/candidates/{number}/opt-out")
  String record(
      @PathVariable long number,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate said,
      Authentication who,
      RedirectAttributes redirect) {
    Entry entry =
        candidates
            .find(number)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    LocalDate today = clock.asOf();
    LocalDate day = said == null ? today : said;
    if (day.isAfter(today)) {
      redirect.addFlashAttribute(
          "refused", "The day on which the patient said so is in the future.");
    } else {
      withdrawals.record(entry.key().patient(), day, who.getName());
      wake.inboxFilled();
      wake.outboxFilled();
      redirect.addFlashAttribute("done", "The patient is not asked about research any more.");
    }
    return "redirect:/candidates/" + number;
  }

  @GetMapping("/opt-outs")
  String all(Authentication who, Model model) {
    List<OptOuts.Line> standing = optOuts.standing();
    audit.append(
        who.getName(),
        AuditAction.SEEN,
        "opt-outs",
        "%d patients who do not want to be asked".formatted(standing.size()));
    model.addAttribute(
        "lines",
        standing.stream()
            .map(line -> new RefusalLine(line, charts.identity(line.patient()).orElse(NOT_STORED)))
            .toList());
    return "opt-outs";
  }

  @PostMapping("/opt-outs/lift")
  String lift(
      @RequestParam String patient,
      @RequestParam(defaultValue = "") String reason,
      Authentication who,
      RedirectAttributes redirect) {
    try {
      withdrawals.lift(new PatientId(patient), reason, who.getName());
      wake.inboxFilled();
      redirect.addFlashAttribute("done", "Lifted. The patient is matched again.");
    } catch (Decisions.Refused refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
    }
    return "redirect:/opt-outs";
  }
}
