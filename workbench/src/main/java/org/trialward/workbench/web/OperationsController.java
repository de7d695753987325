package org.trialward.workbench.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.intake.UnmappedCodes;
import org.trialward.rules.document.Translations;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.feed.Feed;
import org.trialward.workbench.feed.FeedWatch;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.Inbox.Backlog;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.operations.Doors;
import org.trialward.workbench.operations.Surroundings;
import org.trialward.workbench.operations.TrialReload;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.outbox.WriteBackRefusals;
import org.trialward.workbench.security.Users;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.trials.TrialLibrary;

/**
 * What hospital IT looks at: what waits, what is parked and why, and the buttons that set it going
 * again.
 */
@Controller
class OperationsController {
  private static final int MOST_LINES = 200;

  private final FeedWatch watch;
  private final Doors doors;
  private final Surroundings surroundings;
  private final MessageStore messages;
  private final ChartStore charts;
  private final Inbox inbox;
  private final Outbox outbox;
  private final FeedCursors cursors;
  private final ObjectProvider<EmrPolling> polling;
  private final ObjectProvider<Emr> connection;
  private final TrialLibrary trials;
  private final TrialReload reload;
  private final Users users;
  private final AuditLog audit;
  private final SiteClock clock;
  private final Wake wake;
  private final WriteBackRefusals refusals;
  private final Wording words = new Wording();

  OperationsController(
      FeedWatch watch,
      Doors doors,
      Surroundings surroundings,
      MessageStore messages,
      ChartStore charts,
      Inbox inbox,
      Outbox outbox,
      FeedCursors cursors,
      ObjectProvider<EmrPolling> polling,
      ObjectProvider<Emr> connection,
      TrialLibrary trials,
      TrialReload reload,
      Users users,
      AuditLog audit,
      SiteClock clock,
      Wake wake,
      WriteBackRefusals refusals) {
    this.watch = watch;
    this.doors = doors;
    this.surroundings = surroundings;
    this.messages = messages;
    this.charts = charts;
    this.inbox = inbox;
    this.outbox = outbox;
    this.cursors = cursors;
    this.polling = polling;
    this.connection = connection;
    this.trials = trials;
    this.reload = reload;
    this.users = users;
    this.audit = audit;
    this.clock = clock;
    this.wake = wake;
    this.refusals = refusals;
  }

  /** Deliveries over all destinations that are not done. */
  record Handed(long waiting, long parked) {}

  private static long total(Map<String, Map<String, Long>> counts, String state) {
    return counts.values().stream().mapToLong(byState -> byState.getOrDefault(state, 0L)).sum();
  }

  @GetMapping("/operations")
  String operations(Model model) {
    EmrPolling emr = polling.getIfAvailable();
    List<FeedLine> feeds = feeds();
    Backlog backlog = inbox.backlog();
    Map<String, Map<String, Long>> counts = outbox.counts();
    Handed handed = new Handed(total(counts, "OPEN"), total(counts, "PARKED"));
    List<Trouble> troubles =
        Trouble.of(feeds, backlog.parked(), handed.parked(), trials.mistakes().size());
    List<FeedState> ctms = cursors.ctmsStates();
    model.addAttribute(
        "troubles",
        Stream.of(Trouble.of(surroundings.faults()), troubles, Trouble.ofPolls(ctms))
            .flatMap(List::stream)
            .toList());
    model.addAttribute("ctmsPolls", ctms);
    model.addAttribute("backlog", backlog);
    model.addAttribute(
        "waitingMessages", feeds.stream().mapToLong(FeedLine::waitingMessages).sum());
    model.addAttribute(
        "parkedMessageCount", feeds.stream().mapToLong(FeedLine::parkedMessages).sum());
    model.addAttribute("parkedMessages", messages.parked(MOST_LINES));
    model.addAttribute("waiting", inbox.problems());
    model.addAttribute("parkedEvents", inbox.parked(MOST_LINES));
    model.addAttribute("feeds", feeds);
    model.addAttribute(
        "messageFeeds",
        feeds.stream().map(FeedLine::feed).filter(Feed::isOfMessages).map(Feed::name).toList());
    model.addAttribute("polls", cursors.states());
    model.addAttribute("emrConfigured", emr != null);
    model.addAttribute("traffic", connection.stream().map(Emr::traffic).findFirst().orElse(null));
    model.addAttribute("blindTo", emr == null ? List.of() : emr.blindTo());
    model.addAttribute("deliveries", counts);
    model.addAttribute("handed", handed);
    model.addAttribute("deliveryProblems", outbox.problems());
    model.addAttribute("refusals", refusals.all());
    model.addAttribute("parkedDeliveries", outbox.parked(MOST_LINES));
    model.addAttribute("trials", trials.inForce());
    model.addAttribute("mistakes", trials.mistakes());
    model.addAttribute("unmapped", unmapped());
    model.addAttribute("users", users.names());
    model.addAttribute("audit", audit.latest(30));
    return "operations";
  }

  private List<FeedLine> feeds() {
    return watch.now().stream()
        .map(report -> FeedLine.of(report, doors.closed(report.feed()), clock.now()))
        .toList();
  }

  /** What the site's concept maps do not translate yet. */
  private List<UnmappedCodes.Tally> unmapped() {
    Translations known = trials.vocabulary().translations();
    return charts.unmapped().stream()
        .filter(tally -> !known.knows(tally.code()))
        .limit(MOST_LINES)
        .toList();
  }

  @PostMapping("/operations/replay-events")
  String replayEvents(
      @RequestParam Optional<Long> id, Authentication who, RedirectAttributes redirect) {
    int opened = inbox.replay(id);
    told(who, "inbox", opened, redirect);
    wake.inboxFilled();
    return "redirect:/operations";
  }

  @PostMapping("/operations/replay-deliveries")
  String replayDeliveries(
      @RequestParam Optional<Long> id, Authentication who, RedirectAttributes redirect) {
    int opened = outbox.replay(id);
    told(who, "outbox", opened, redirect);
    wake.outboxFilled();
    return "redirect:/operations";
  }

  /** A way of writing into the EMR that it refused once is open again for new candidates. */
  @PostMapping("/operations/try-write-back")
  String tryWriteBack(
      @RequestParam String strategy, Authentication who, RedirectAttributes redirect) {
    if (refusals.forget(strategy, who.getName())) {
      redirect.addFlashAttribute(
          "done", "%s is tried again with the next candidate.".formatted(strategy));
    }
    return "redirect:/operations";
  }

  @PostMapping("/operations/reload-trials")
  String reloadTrials(Authentication who, RedirectAttributes redirect) {
    int changed = reload.reload(who.getName());
    redirect.addFlashAttribute("done", words.count(changed, "trial changed.", "trials changed."));
    wake.inboxFilled();
    return "redirect:/operations";
  }

  private void told(Authentication who, String where, int opened, RedirectAttributes redirect) {
    audit.append(who.getName(), AuditAction.REPLAYED, where, opened + " opened again");
    redirect.addFlashAttribute("done", "%d opened again.".formatted(opened));
  }
}
