package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.Browser;

/** A coordinator hears that a patient does not want to be asked, and later that they do. */
class OptOutBrowserTest extends RunningApplication {
  private Browser browser;

  @BeforeEach
  void openBrowser() {
    browser = Browser.on(root());
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void becomes(CandidateState state) {
    await().atMost(PATIENCE).until(() -> candidate(ADA).candidate().state() == state);
  }

  @Test
  void aPatientWhoDoesNotWantToBeAskedLeavesTheQueueUntilItIsLifted() {
    browser.logIn("cora", PASSWORD);
    String page = "/candidates/" + candidate(ADA).candidate().number();
    browser.open(page);
    browser.press("//button[@id='opt-out']");
    assertThat(browser.text("[role=status]")).contains("not asked about research any more");
    assertThat(browser.text("#not-to-be-asked"))
        .contains("does not want to be asked", "Patient opted out: cora");
    assertThat(browser.shows(".criterion")).isFalse();
    assertThat(browser.text("main")).doesNotContain("8.1 %", "Do not write the patient's name");
    becomes(CandidateState.DO_NOT_CONTACT);

    browser.open("/trials/" + TRIAL.value());
    assertThat(browser.text("main")).doesNotContain("Ada Example");

    browser.open(page);
    browser.follow("All patients who do not want to be asked");
    assertThat(browser.path()).isEqualTo("/opt-outs");
    browser.open("/");
    browser.follow("Patients who do not want to be asked");
    assertThat(browser.text(".list")).contains("Ada Example", "cora");
    browser.driver().findElement(By.name("reason")).sendKeys("asked again on the ward");
    browser.press("//button[text()='May be asked again']");
    assertThat(browser.text("[role=status]")).contains("Lifted");
    becomes(CandidateState.DETECTED);
    browser.open(page);
    assertThat(browser.shows(".criterion")).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPhysicianReachesNeitherThePageNorTheButton() {
    browser.logIn("phil", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    assertThat(browser.shows("#opt-out")).isFalse();
    browser.open("/opt-outs");
    assertThat(browser.text("main")).doesNotContain("Ada Example");
  }
}
