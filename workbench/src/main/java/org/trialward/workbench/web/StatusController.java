package org.trialward.workbench.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.trialward.workbench.ctms.StatusIntake;
import org.trialward.workbench.ctms.StatusWords;

/** What the words of the trial office's systems mean at this site. */
@Controller
class StatusController {
  private final StatusWords words;
  private final StatusIntake intake;
  private final Wake wake;

  StatusController(StatusWords words, StatusIntake intake, Wake wake) {
    this.words = words;
    this.intake = intake;
    this.wake = wake;
  }

  /** One system with its words. */
  record Table(String connector, List<Row> rows) {}

  /**
   * One word.
   *
   * @param site what the site says; empty where the default holds
   */
  record Row(
      String word, String byDefault, String site, String changedBy, Optional<Instant> changedAt) {
    private static Row of(StatusWords.Line line) {
      return new Row(
          line.reported(),
          MeaningChoice.words(line.byDefault()),
          line.site().map(site -> MeaningChoice.words(site.meaning())).orElse(""),
          line.site().map(StatusWords.Site::changedBy).orElse(""),
          line.site().map(StatusWords.Site::changedAt));
    }
  }

  @GetMapping("/statuses")
  String statuses(Model model) {
    model.addAttribute(
        "tables",
        words.connectors().stream()
            .map(connector ->
                new Table(connector, words.lines(connector).stream().map(Row::of).toList()))
            .toList());
    model.addAttribute("meanings", MeaningChoice.all());
    return "statuses";
  }

  @PostMapping("/statuses/say")
  String say(
      @RequestParam String connector,
      @RequestParam String word,
      @RequestParam String meaning,
      Authentication who,
      RedirectAttributes redirect) {
    try {
      known(connector);
      words.say(connector, word, MeaningChoice.meaning(meaning), who.getName());
      taken(redirect, "“%s” of %s is mapped.".formatted(word.strip(), connector));
    } catch (IllegalArgumentException refused) {
      redirect.addFlashAttribute("refused", refused.getMessage());
    }
    return "redirect:/statuses";
  }

  @PostMapping("/statuses/forget")
  String forget(
      @RequestParam String connector,
      @RequestParam String word,
      Authentication who,
      RedirectAttributes redirect) {
    words.forget(connector, word, who.getName());
    taken(redirect, "“%s” of %s means again what it means by default.".formatted(word, connector));
    return "redirect:/statuses";
  }

  private void known(String connector) {
    if (!words.connectors().contains(connector)) {
      throw new IllegalArgumentException("There is no system called “%s”.".formatted(connector));
    }
  }

  /** What waited for the word is taken now. */
  private void taken(RedirectAttributes redirect, String done) {
    intake.retry();
    wake.inboxFilled();
    wake.outboxFilled();
    redirect.addFlashAttribute("done", done);
  }
}
