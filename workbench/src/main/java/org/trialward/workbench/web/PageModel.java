package org.trialward.workbench.web;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.trialward.workbench.settings.TrialwardSettings;

/** What every page may say: the site's name and times, and the words for states and outcomes. */
@ControllerAdvice(annotations = Controller.class)
class PageModel {
  private final TrialwardSettings.Site site;
  private final Wording words = new Wording();
  private final SiteTimes times;

  PageModel(TrialwardSettings.Site site) {
    this.site = site;
    this.times = new SiteTimes(site.zone());
  }

  @ModelAttribute("words")
  Wording words() {
    return words;
  }

  @ModelAttribute("times")
  SiteTimes times() {
    return times;
  }

  @ModelAttribute("siteName")
  String siteName() {
    return site.name();
  }

  /** Set only where the site does not match as of today. */
  @ModelAttribute("fixedDay")
  String fixedDay() {
    Optional<LocalDate> day = site.asOf();
    return day.map(LocalDate::toString).orElse("");
  }
}
