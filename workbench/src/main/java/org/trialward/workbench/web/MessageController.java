package org.trialward.workbench.web;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
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
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Kept;
import org.trialward.workbench.message.MessageText;

/** One stored message as it came, and the buttons that have messages read again. */
@Controller
class MessageController {
  private final MessageStore messages;
  private final AuditLog audit;
  private final ZoneId zone;
  private final Wake wake;

  MessageController(MessageStore messages, AuditLog audit, ZoneId zone, Wake wake) {
    this.messages = messages;
    this.audit = audit;
    this.zone = zone;
    this.wake = wake;
  }

  /** A message is a patient: that somebody looked stands in the audit before it is shown. */
  @GetMapping("/operations/messages/{id}")
  String message(@PathVariable long id, Authentication who, Model model) {
    Kept message =
        messages.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    audit.append(who.getName(), AuditAction.MESSAGE_SEEN, "message " + id, message.feed());
    model.addAttribute("message", message);
    model.addAttribute("lines", MessageText.lines(message.body()));
    return "message";
  }

  @PostMapping("/operations/replay-messages")
  String replay(@RequestParam Optional<Long> id, Authentication who, RedirectAttributes redirect) {
    String subject = id.map(number -> "message " + number).orElse("messages");
    return told(who, subject, messages.replay(id), redirect);
  }

  /** After a corrected code map: also what was read well is read once more. */
  @PostMapping("/operations/replay-feed")
  String replayFeed(
      @RequestParam String feed,
      @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) LocalDateTime since,
      Authentication who,
      RedirectAttributes redirect) {
    int opened = messages.replaySince(feed, since.atZone(zone).toInstant());
    return told(who, "feed %s since %s".formatted(feed, since), opened, redirect);
  }

  private String told(Authentication who, String subject, int opened, RedirectAttributes redirect) {
    audit.append(who.getName(), AuditAction.REPLAYED, subject, opened + " opened again");
    redirect.addFlashAttribute("done", "%d opened again.".formatted(opened));
    wake.messagesFilled();
    return "redirect:/operations";
  }
}
