package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.Browser;

/** The pages on a phone, and on paper. */
class NarrowWindowTest extends RunningApplication {
  private static final int WIDTH = 400;
  private Browser browser;

  @BeforeEach
  void openBrowser() {
    browser = Browser.on(root());
    browser.resize(WIDTH, 800);
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void fit(List<String> paths) {
    for (String path : paths) {
      browser.open(path);
      assertThat(browser.fitsTheWindow()).as(path).isTrue();
      browser.picture(
          Path.of("target", "pages", "narrow" + path.replaceAll("[/?=]+", "-") + ".png"));
    }
  }

  @Test
  void noPageIsWiderThanTheWindow() {
    browser.logIn("cora", PASSWORD);
    String trial = "/trials/" + TRIAL;
    fit(
        List.of(
            "/",
            trial,
            trial + "?state=all",
            trial + "/try",
            "/candidates/" + candidate(ADA).candidate().number(),
            "/flags",
            "/tasks",
            "/statuses",
            "/opt-outs"));
    browser.logOut();
    browser.logIn("ida", PASSWORD);
    fit(List.of("/operations", "/operations/standardisation", "/operations/settings"));
  }

  @Test
  void whatDecidesOnACandidateLiesWithinTheWindow() {
    browser.logIn("cora", PASSWORD);
    assertThat(browser.isVisible("tbody td:nth-of-type(3)", 40)).as("candidates").isTrue();
    browser.open("/trials/" + TRIAL + "?state=all");
    assertThat(browser.isVisible(".queue tbody .state", 40)).as("state").isTrue();
    assertThat(browser.isVisible(".queue tbody .points", 300)).as("open points").isTrue();
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    assertThat(browser.isVisible("#criterion-3 td", 300)).as("evidence").isTrue();
    assertThat(browser.isVisible("#criterion-3 .value", 30)).as("value").isTrue();
    assertThat(browser.isVisible("#criterion-3 .when", 60)).as("date").isTrue();
  }

  @Test
  void onPaperStandsTheEvidenceAndNoButton() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    browser.asPrinted();
    assertThat(browser.text("main"))
        .contains("Hemoglobin A1c", "Handed over")
        .doesNotContain("Confirm", "Patient does not want to be asked", "Research contact");
    browser.open("/trials/" + TRIAL + "?state=all");
    assertThat(browser.text("main"))
        .contains("Ada Example", "All 2")
        .doesNotContain("Try a change", "Lapsed 0", "Screening log");
  }
}
