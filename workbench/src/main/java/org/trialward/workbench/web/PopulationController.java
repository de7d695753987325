package org.trialward.workbench.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.trialward.matcher.Matcher;
import org.trialward.rules.document.Mistake;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialReading;
import org.trialward.rules.document.TrialWriter;
import org.trialward.rules.trial.Trial;
import org.trialward.workbench.population.Census;
import org.trialward.workbench.population.IndexState;
import org.trialward.workbench.trials.TrialLibrary;

/** How many patients a trial has here, as it is and as it might be. Names nobody. */
@Controller
class PopulationController {

  /** Every 2 seconds for 10 minutes. */
  private static final String MOST_ASKS = "300";

  private final TrialLibrary trials;
  private final Matcher matcher;
  private final Census census;

  PopulationController(TrialLibrary trials, Matcher matcher, Census census) {
    this.trials = trials;
    this.matcher = matcher;
    this.census = census;
  }

  /**
   * The part of a trial's page that waits for nothing but itself.
   *
   * @param asks how often it may still ask again while the index is built; it ends, because a page
   *     that asks for ever would keep an abandoned session alive
   */
  @GetMapping("/trials/{id}/count")
  String count(
      @PathVariable String id, @RequestParam(defaultValue = MOST_ASKS) int asks, Model model) {
    Trial trial = find(id);
    model.addAttribute("trial", trial);
    model.addAttribute("counts", census.count(trial));
    model.addAttribute("notYet", notYet(census.state()));
    model.addAttribute("asks", Math.clamp(asks, 0, Integer.parseInt(MOST_ASKS)));
    model.addAttribute(
        "letThrough",
        matcher.indexedAs(trial.id()).map(Matcher.IndexedAs::letThrough).orElse(List.of()));
    return "fragments/count :: count";
  }

  @GetMapping("/trials/{id}/try")
  String start(@PathVariable String id, Model model) {
    Trial trial = find(id);
    return answer(trial, TrialWriter.print(trial), "", model);
  }

  /**
   * A mistake with the line that it is in.
   *
   * @param line as it was typed; empty where the file has none of that number
   */
  record Marked(Mistake mistake, String line) {
    private static Marked of(Mistake mistake, List<String> lines) {
      return new Marked(
          mistake, mistake.line() <= lines.size() ? lines.get(mistake.line() - 1).strip() : "");
    }
  }

  /** Nothing is stored. */
  @PostMapping("/trials/{id}/try")
  String change(
      @PathVariable String id,
      @RequestParam String yaml,
      @RequestHeader(name = "HX-Request", defaultValue = "") String part,
      Model model) {
    return answer(find(id), yaml, part, model);
  }

  private String answer(Trial trial, String yaml, String part, Model model) {
    TrialReading reading =
        TrialReader.read(
            trial.id().value(), yaml.getBytes(StandardCharsets.UTF_8), trials.vocabulary());
    model.addAttribute("trial", trial);
    model.addAttribute("yaml", yaml);
    List<String> lines = yaml.lines().toList();
    model.addAttribute(
        "mistakes", reading.mistakes().stream().map(m -> Marked.of(m, lines)).toList());
    model.addAttribute("compared", reading.trial().flatMap(other -> census.compare(trial, other)));
    model.addAttribute("notYet", notYet(census.state()));
    return part.isEmpty() ? "try" : "try :: result";
  }

  static String notYet(IndexState state) {
    return switch (state) {
      case IndexState.Opening _ -> "The index of patients is being opened.";
      case IndexState.Building(var progress) ->
          String.format(
              Locale.ROOT,
              "The index of patients is being built: %,d of %,d.",
              progress.done(),
              progress.all());
      case IndexState.Current _ -> "The index of patients is being brought up to date.";
      case IndexState.Unavailable(var why) -> "Nobody can be counted. " + why;
    };
  }

  private Trial find(String id) {
    return trials.inForce().stream()
        .filter(trial -> trial.id().value().equals(id))
        .findFirst()
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
