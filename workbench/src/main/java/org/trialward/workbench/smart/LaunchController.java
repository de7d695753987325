package org.trialward.workbench.smart;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The door from the EMR: sends the browser to the EMR's authorization server. */
@Controller
class LaunchController {
  private final EmrServers servers;
  private final OAuth2AuthorizationRequestResolver requests;
  private final PendingLaunches pending;

  LaunchController(
      EmrServers servers, OAuth2AuthorizationRequestResolver requests, PendingLaunches pending) {
    this.servers = servers;
    this.requests = requests;
    this.pending = pending;
  }

  /**
   * An EHR launch.
   *
   * @param iss the FHIR endpoint of the EMR, which must be one that we know
   * @param launch the EMR's own word for what is open there
   */
  @GetMapping("/smart/launch")
  ResponseEntity<Void> launch(
      @RequestParam(defaultValue = "") String iss,
      @RequestParam(defaultValue = "") String launch,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (servers.isEmpty()) {
      throw new Refused(Refusal.OFF, "trialward.smart.servers names none");
    }
    if (iss.isBlank() || launch.isBlank()) {
      throw new Refused(Refusal.INCOMPLETE, "iss or launch is missing");
    }
    String server =
        servers
            .named(iss)
            .orElseThrow(() -> new Refused(Refusal.UNKNOWN_EMR, "its iss is not configured"));
    OAuth2AuthorizationRequest asked = requests.resolve(request, server);
    if (asked == null) {
      throw new IllegalStateException("A known server has a request.");
    }
    OAuth2AuthorizationRequest full =
        OAuth2AuthorizationRequest.from(asked)
            .additionalParameters(more -> {
              more.put("aud", iss);
              more.put("launch", launch);
            })
            .build();
    pending.saveAuthorizationRequest(full, request, response);
    return ResponseEntity.status(HttpStatus.FOUND)
        .location(URI.create(full.getAuthorizationRequestUri()))
        .build();
  }

  /** Filters and pages come here with what they refuse. */
  @RequestMapping(LaunchFailures.PAGE)
  String refused(
      @RequestAttribute(name = LaunchFailures.REFUSAL, required = false) Refusal why,
      HttpServletResponse response,
      Model model) {
    return page(why == null ? Refusal.SESSION_OVER : why, response, model);
  }

  @ExceptionHandler
  String refused(Refused refused, HttpServletResponse response, Model model) {
    LaunchFailures.tell(refused.why(), refused);
    return page(refused.why(), response, model);
  }

  static String page(Refusal why, HttpServletResponse response, Model model) {
    response.setStatus(why.status().value());
    model.addAttribute("refusal", why);
    return "smart/refused";
  }
}
