package org.trialward.workbench.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.queue.Pulse;
import org.trialward.workbench.settings.SiteClock;

/**
 * The trials and the queue of a trial, while somebody looks: they ask twice a second whether anyone
 * did something, and get a new page only where it is so. What the engine finds shows on the trials
 * page within ten seconds.
 */
final class LivePages implements HandlerInterceptor {
  private static final String RENEWAL = "org.trialward.renewal";
  private static final Duration TRIALS_ANYWAY = Duration.ofSeconds(10);
  private static final Duration NEVER_ANYWAY = Duration.ofDays(1);

  /** What htmx takes as: show this and ask no more. */
  private static final int STOP_ASKING = 286;

  private final Pulse pulse;
  private final SiteClock clock;

  LivePages(Pulse pulse, SiteClock clock) {
    this.pulse = pulse;
    this.clock = clock;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Instant now = clock.now();
    Optional<TrialId> trial = trial(request);
    long current = trial.map(pulse::of).orElseGet(pulse::ofAll);
    Optional<Renewal> asked = Renewal.asked(request);
    if (asked.filter(page -> page.isOver(now)).isPresent()) {
      response.setStatus(STOP_ASKING);
      return true;
    }
    Duration anyway = trial.isPresent() ? NEVER_ANYWAY : TRIALS_ANYWAY;
    if (asked.filter(page -> page.isFresh(current, now, anyway)).isPresent()) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return false;
    }
    request.setAttribute(
        RENEWAL,
        asked.map(page -> page.next(current, now)).orElseGet(() -> Renewal.opened(current, now)));
    return true;
  }

  private static Optional<TrialId> trial(HttpServletRequest request) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    if (!(variables instanceof Map<?, ?> map) || !(map.get("id") instanceof String id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TrialId(id));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty(); // The page itself says so.
    }
  }

  /** Where the page asks next; without it the page stays as it is. */
  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    if (page != null
        && !String.valueOf(page.getViewName()).startsWith("redirect:")
        && request.getAttribute(RENEWAL) instanceof Renewal renewal) {
      String state = Optional.ofNullable(request.getParameter("state")).orElse("");
      page.addObject("live", renewal.address(request.getRequestURI(), state));
    }
  }
}
