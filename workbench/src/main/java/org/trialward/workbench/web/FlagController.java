package org.trialward.workbench.web;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.flag.Figures;
import org.trialward.workbench.flag.FlagPolicy;
import org.trialward.workbench.flag.FlagStatistics;
import org.trialward.workbench.flag.FlagStatistics.OfTeam;
import org.trialward.workbench.flag.FlagTable;
import org.trialward.workbench.flag.Silence;
import org.trialward.workbench.flag.StepDowns;
import org.trialward.workbench.flag.StepDowns.StepDown;
import org.trialward.workbench.flag.Thresholds;
import org.trialward.workbench.trials.TrialLibrary;

/** Whether physicians still answer, and which trials' cards stopped. Names nobody. */
@Controller
class FlagController {
  private static final int MOST_STEP_DOWNS = 200;
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final TrialLibrary trials;
  private final FlagPolicy policy;
  private final FlagStatistics statistics;
  private final Silence silence;
  private final StepDowns stepDowns;

  FlagController(
      TrialLibrary trials,
      FlagPolicy policy,
      FlagStatistics statistics,
      Silence silence,
      StepDowns stepDowns) {
    this.trials = trials;
    this.policy = policy;
    this.statistics = statistics;
    this.silence = silence;
    this.stepDowns = stepDowns;
  }

  /**
   * One trial on the page.
   *
   * @param title empty where its file is missing or has mistakes
   * @param eightWeeks without today
   */
  record Line(
      TrialId trial,
      String title,
      boolean card,
      List<String> specialties,
      Thresholds thresholds,
      boolean stopped,
      Figures eightWeeks) {}

  @GetMapping("/flags")
  String report(
      @RequestParam(defaultValue = "") String trial,
      @RequestParam(defaultValue = "") String group,
      Model model) {
    List<StepDown> steps = stepDowns.latest(MOST_STEP_DOWNS);
    List<StepDown> standing = steps.stream().filter(it -> it.lifted().isEmpty()).toList();
    List<Line> lines = lines(standing);
    model.addAttribute("trial", trial);
    List<OfTeam> teams = statistics.teams(trial);
    String known =
        teams.stream().map(it -> it.team().key()).filter(group::equals).findFirst().orElse("");
    model.addAttribute("group", known);
    model.addAttribute("cap", policy.weeklyCap());
    model.addAttribute("standing", standing);
    model.addAttribute("lifted", steps.stream().filter(it -> it.lifted().isPresent()).toList());
    model.addAttribute("lines", lines);
    model.addAttribute("silence", silence.now(onCards(lines)));
    model.addAttribute("weeks", statistics.weeks(trial, known));
    model.addAttribute("teams", teams);
    model.addAttribute("answers", statistics.answers(trial));
    return "flags";
  }

  /** The trials in force, and others that still have numbers. */
  private List<Line> lines(Collection<StepDown> standing) {
    Map<TrialId, Figures> eightWeeks = statistics.eightWeeks();
    Map<TrialId, String> titles = new TreeMap<>();
    for (Trial trial : trials.inForce()) {
      titles.put(trial.id(), trial.title());
    }
    TreeSet<TrialId> all = new TreeSet<>(titles.keySet());
    all.addAll(eightWeeks.keySet());
    standing.forEach(it -> all.add(it.trial()));
    return all.stream()
        .map(id ->
            new Line(
                id,
                titles.getOrDefault(id, ""),
                policy.shows(id),
                policy.specialties(id),
                policy.thresholds(id),
                standing.stream().anyMatch(it -> it.trial().equals(id)),
                eightWeeks.getOrDefault(id, Figures.NONE)))
        .toList();
  }

  private static List<TrialId> onCards(List<Line> lines) {
    return lines.stream().filter(Line::card).map(Line::trial).toList();
  }

  @GetMapping("/flags/numbers.csv")
  ResponseEntity<String> numbers() {
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("trialward-cards.csv").build().toString())
        .body(FlagTable.of(statistics.lines()));
  }

  @PostMapping("/flags/lift")
  String lift(@RequestParam String trial, Authentication who, RedirectAttributes redirect) {
    Optional<TrialId> stopped =
        stepDowns.latest(MOST_STEP_DOWNS).stream()
            .filter(it -> it.lifted().isEmpty())
            .map(StepDown::trial)
            .filter(id -> id.value().equals(trial))
            .findFirst();
    boolean lifted = stopped.filter(id -> stepDowns.lift(id, who.getName())).isPresent();
    redirect.addFlashAttribute(
        "done",
        lifted
            ? "The cards of %s go on. The eight weeks count anew from now.".formatted(trial)
            : "The cards of %s are not stopped any more.".formatted(trial));
    return "redirect:/flags";
  }
}
