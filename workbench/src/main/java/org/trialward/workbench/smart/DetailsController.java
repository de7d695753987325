package org.trialward.workbench.smart;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.audit.AuditLog.Note;
import org.trialward.workbench.flag.Answer;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.flag.Answers;
import org.trialward.workbench.flag.Impressions;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.web.Wake;

/** The launched pages: the open patient's trials, one with its evidence, and the answer. */
@Controller
class DetailsController {
  private static final String HOOK = "details-page";

  private final OpenPatient open;
  private final Details details;
  private final Answers answers;
  private final Impressions impressions;
  private final AuditLog audit;
  private final Wake wake;
  private final SiteClock clock;

  DetailsController(
      OpenPatient open,
      Details details,
      Answers answers,
      Impressions impressions,
      AuditLog audit,
      Wake wake,
      SiteClock clock) {
    this.open = open;
    this.details = details;
    this.answers = answers;
    this.impressions = impressions;
    this.audit = audit;
    this.wake = wake;
    this.clock = clock;
  }

  /** The trials of the open patient; where the EMR named one, or there is one only, that one. */
  @GetMapping("/smart/patient")
  String patient(
      @AuthenticationPrincipal Launched launched,
      @RequestParam(defaultValue = "false") boolean all,
      Model model) {
    List<Entry> shown = open.shownTo(launched);
    Optional<Entry> one =
        launched
            .candidate()
            .flatMap(number -> open.find(launched, number))
            .or(() -> shown.size() == 1 ? Optional.of(shown.getFirst()) : Optional.empty());
    if (one.isPresent() && !all) {
      return "redirect:" + page(one.get().candidate().number());
    }
    audit.append(
        launched.practitioner(),
        shown.stream()
            .map(entry -> new Note(AuditAction.SEEN, entry.key().toString(), "list in the EMR"))
            .toList());
    model.addAttribute(
        "views", shown.stream().map(entry -> details.of(entry, launched.practitioner())).toList());
    model.addAttribute("optedOut", open.optedOut(launched));
    banner(launched, model);
    return "smart/patient";
  }

  /**
   * One candidate.
   *
   * @param done what was just answered: then this is no new opening
   */
  @GetMapping("/smart/candidates/{number}")
  String candidate(
      @AuthenticationPrincipal Launched launched,
      @PathVariable long number,
      @RequestParam(defaultValue = "") String done,
      Model model) {
    Entry entry = find(launched, number);
    if (done.isEmpty()) {
      impressions.shown(
          UUID.randomUUID(),
          new Viewer(launched.practitioner(), Set.of(), true),
          "",
          HOOK,
          List.of(entry));
    }
    audit.append(
        launched.practitioner(),
        AuditAction.SEEN,
        entry.key().toString(),
        "revision %d, in the EMR".formatted(entry.revision()));
    model.addAttribute("done", done);
    return show(launched, entry, model);
  }

  @PostMapping("/smart/candidates/{number}/answer")
  String answer(
      @AuthenticationPrincipal Launched launched,
      @PathVariable long number,
      @RequestParam Kind kind,
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String words,
      @RequestParam(defaultValue = "0") int days,
      HttpServletResponse response,
      Model model) {
    Entry entry = find(launched, number);
    Reply reply = new Reply(kind, code, words, days);
    try {
      Answer answer = reply.of(number, launched.practitioner(), clock.now());
      answers.give(answer);
      wake.outboxFilled();
      return "redirect:%s?done=%s".formatted(page(number), answer.kind());
    } catch (Reply.Incomplete incomplete) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      model.addAttribute("incomplete", incomplete.getMessage());
      model.addAttribute("typed", reply);
      return show(launched, entry, model);
    }
  }

  private Entry find(Launched launched, long number) {
    return open.find(launched, number)
        .orElseThrow(() ->
            new Refused(
                Refusal.NOT_THIS_PATIENT, "candidate %d is not shown here".formatted(number)));
  }

  private String show(Launched launched, Entry entry, Model model) {
    model.addAttribute("view", details.of(entry, launched.practitioner()));
    model.addAttribute("others", open.shownTo(launched).size() - 1);
    model.addAttribute("objectionsOfThePatient", Objection.ofThePatient());
    model.addAttribute("objectionsOfThePhysician", Objection.ofThePhysician());
    banner(launched, model);
    return "smart/candidate";
  }

  private void banner(Launched launched, Model model) {
    if (launched.needsBanner()) {
      model.addAttribute("banner", details.identity(launched.patient()));
    }
  }

  private static String page(long number) {
    return "/smart/candidates/" + number;
  }

  @ExceptionHandler
  String refused(Refused refused, HttpServletResponse response, Model model) {
    LaunchFailures.tell(refused.why(), refused);
    return LaunchController.page(refused.why(), response, model);
  }

  /** {@code /smart/candidates/abc}, or a form that is not ours. */
  @ExceptionHandler({
    MethodArgumentTypeMismatchException.class,
    ServletRequestBindingException.class
  })
  String notOurs(Exception malformed, HttpServletResponse response, Model model) {
    return LaunchController.page(Refusal.NOT_THIS_PATIENT, response, model);
  }
}
