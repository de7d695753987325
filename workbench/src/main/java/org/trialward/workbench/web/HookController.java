package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.trialward.fhir.intake.HookNotice;
import org.trialward.fhir.intake.RestHook;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.security.HookGuard;

/** Where the EMR's rest-hook subscriptions knock: stored, then acknowledged, then worked off. */
@RestController
class HookController {
  private static final Logger LOG = LoggerFactory.getLogger(HookController.class);
  private static final String ROOT = "/hook";

  private final RestHook hook;
  private final Inbox inbox;
  private final Wake wake;

  HookController(RestHook hook, Inbox inbox, Wake wake) {
    this.hook = hook;
    this.inbox = inbox;
    this.wake = wake;
  }

  @RequestMapping(
      path = {ROOT, ROOT + "/**"},
      method = {RequestMethod.POST, RequestMethod.PUT, RequestMethod.DELETE})
  @ResponseStatus(HttpStatus.OK)
  void notified(HttpServletRequest request, @RequestAttribute(HookGuard.BODY) byte[] body) {
    String path =
        request.getRequestURI().substring(request.getContextPath().length() + ROOT.length());
    HookNotice notice =
        hook.hints(
            request.getMethod(),
            path.startsWith("/") ? path.substring(1) : path,
            Optional.of(new String(body, StandardCharsets.UTF_8)));
    notice.problem().ifPresent(LOG::warn);
    inbox.add(notice.hints());
    wake.inboxFilled();
    if (notice.pollNow()) {
      wake.pollNow();
    }
  }
}
