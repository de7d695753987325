package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.workbench.Browser;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.queue.Decisions;

/** What people see and do, in a real browser against the real application. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoordinatorBrowserTest extends RunningApplication {
  @Autowired private AuditLog audit;
  @Autowired private Decisions decisions;

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

  @Test
  @Order(1)
  void aCoordinatorFindsTheEvidenceOfACandidate() {
    browser.logIn("cora", PASSWORD);
    assertThat(browser.text()).contains("Test Hospital", "cora", "coordinator");

    browser.follow("Add-on drug X");
    assertThat(browser.text(".queue"))
        .contains("Ada Example", "MRN-1001", "Possible", "Detected", "Able to keep");

    browser.follow("Ada Example");
    assertThat(browser.text(".identity").toLowerCase(Locale.ROOT))
        .contains("confidential", "ada example", "mrn-1001", "1970-05-17");
    assertThat(browser.text("#criterion-3"))
        .contains("Inclusion", "Met", "Hemoglobin A1c", "8.1 %", "2026-10-02 09:14")
        .contains("Observation/o-1", "version 4")
        .contains("Time alone may change this from 2027-01-01");
    assertThat(browser.text("#criterion-4"))
        .contains("Open", "Needs a person", "Only the investigator can judge this.");
    assertThat(browser.text("#criterion-6"))
        .contains("Exclusion", "Does not exclude")
        .contains("Assumed from silence", "heart attack: no diagnosis in the record");
    assertThat(browser.text("#criterion-7")).contains("Open", "Not yet supported", "QTcF");
    assertThat(browser.text(".tally")).contains("0 against", "2 open", "5 met");
    assertThat(browser.text("main")).contains("a person decides");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void theRegistrysOwnWordsStandUnderTheCriterion() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    browser.driver().findElement(By.cssSelector("#criterion-5 summary")).click();
    assertThat(browser.text("#criterion-5"))
        .contains("Sentence 4", "Use of insulin within the past three months");
  }

  @Test
  @Order(3)
  void whatIsMissingIsSaid() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(BEN).candidate().number());
    assertThat(browser.text("#criterion-3"))
        .contains("Open", "Missing", "HbA1c: no result in the last 90 days");
  }

  @Test
  @Order(4)
  void aRejectionNeedsAReason() {
    browser.logIn("cora", PASSWORD);
    String page = "/candidates/" + candidate(BEN).candidate().number();
    browser.open(page);
    browser.press("//button[@id='reject']");
    assertThat(browser.text("[role=alert]")).contains("Not stored", "Give a reason");
    assertThat(candidate(BEN).candidate().state()).isEqualTo(CandidateState.DETECTED);

    browser.choose("code", "Other");
    browser.press("//button[@id='reject']");
    assertThat(browser.text("[role=alert]")).contains("what the other reason is");

    browser.choose("code", "Record is wrong or outdated");
    browser.type("reject-text", "HbA1c is from another hospital");
    browser.press("//button[@id='reject']");
    assertThat(browser.text("[role=status]")).contains("Your decision is stored.");
    assertThat(browser.text(".decision"))
        .contains("Rejected", "Record is wrong or outdated: HbA1c is from another hospital");
    assertThat(candidate(BEN).candidate().state()).isEqualTo(CandidateState.REJECTED);
    assertThat(candidate(BEN).candidate().reason())
        .contains("record-wrong: HbA1c is from another hospital");
  }

  @Test
  @Order(5)
  void aConfirmationIsStoredAndAudited() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    browser.press("//button[@id='confirm']");
    assertThat(browser.text("[role=status]")).contains("Your decision is stored.");
    assertThat(browser.text(".history"))
        .contains("cora Decided Detected -> Confirmed (Possible, rules");

    assertThat(candidate(ADA).candidate().state()).isEqualTo(CandidateState.CONFIRMED);
    assertThat(audit.about(candidate(ADA).key().toString(), 50))
        .anyMatch(e -> e.action().equals(AuditAction.DECIDED.name()) && e.who().equals("cora"))
        .anyMatch(e -> e.action().equals(AuditAction.SEEN.name()) && e.who().equals("cora"));
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  @Order(6)
  void aDecisionOnAPageThatIsOutdatedIsRefused() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    browser
        .driver()
        .executeScript("document.querySelectorAll('[name=revision]').forEach(r => r.value = 1)");
    browser.choose("code", "Patient declined");
    browser.press("//button[@id='reject']");
    assertThat(browser.text("[role=alert]")).contains("changed meanwhile");
    assertThat(candidate(ADA).candidate().state()).isEqualTo(CandidateState.CONFIRMED);
  }

  @Test
  @Order(7)
  void theQueueIsFilteredByState() {
    browser.logIn("cora", PASSWORD);
    browser.open("/trials/" + TRIAL);
    assertThat(browser.text(".queue")).contains("Ada Example").doesNotContain("Ben Sample");
    browser.follow("Rejected");
    assertThat(browser.text(".queue")).contains("Ben Sample").doesNotContain("Ada Example");
    browser.follow("All");
    assertThat(browser.text(".queue")).contains("Ada Example", "Ben Sample");
    browser.follow("Lapsed");
    assertThat(browser.text("main")).contains("No candidate here");
  }

  @Test
  @Order(8)
  void aPhysicianReadsAndDoesNotDecide() {
    browser.logIn("phil", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    assertThat(browser.text("#criterion-3")).contains("8.1 %");
    assertThat(browser.shows(".decision")).isFalse();
    assertThat(browser.shows("form[action*=decision]")).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(9)
  void anAdministratorSeesOperationsAndNoPatient() {
    browser.logIn("ida", PASSWORD);
    assertThat(browser.path()).isEqualTo("/operations");
    assertThat(browser.text())
        .contains("TEST-PAGES", "screening-log", "cora (coordinator)")
        .doesNotContain("Ada Example", "MRN-1001");
    assertThat(browser.text(".bar nav")).contains("Operations").doesNotContain("Trials");
    browser.press("//button[normalize-space()='Read trial files again']");
    assertThat(browser.text("[role=status]")).contains("0 trials changed.");
    assertThat(browser.complaints()).isEmpty();

    browser.open("/candidates/" + candidate(ADA).candidate().number());
    assertThat(browser.text("main")).contains("Not open to you").doesNotContain("Ada Example");
  }

  @Test
  @Order(10)
  void aMissingPageIsSaidInPlainWords() {
    browser.logIn("cora", PASSWORD);
    for (String path : new String[] {"/candidates/999999", "/candidates/abc", "/trials/NOPE"}) {
      browser.open(path);
      assertThat(browser.text("main")).contains("Not found", "Back to the start");
    }
    browser.open("/nowhere");
    assertThat(browser.text("main")).contains("There is no such page", "Back to the start");
  }

  @Test
  @Order(11)
  void aWrongPasswordIsToldAndALogOutToo() {
    browser.logIn("cora", "not the pass phrase");
    assertThat(browser.text("[role=alert]")).contains("do not belong together");
    browser.logIn("cora", PASSWORD);
    browser.logOut();
    browser.open("/");
    assertThat(browser.path()).isEqualTo("/login");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(12)
  void whatGoesWrongIsSaidInPlainWords() {
    browser.logIn("cora", PASSWORD);
    browser.open("/candidates/" + candidate(ADA).candidate().number());
    browser
        .driver()
        .executeScript("document.querySelectorAll('[name=revision]').forEach(r => r.remove())");
    browser.press("//button[@id='reject']");
    assertThat(browser.text("main"))
        .contains("Something went wrong", "400", "Back to the start")
        .doesNotContain("Exception");
  }

  @Test
  @Order(13)
  void theNumbersOfTheQueueRenewThemselves() {
    browser.logIn("cora", PASSWORD);
    String inReview = "tbody td:nth-of-type(4)";
    assertThat(browser.text(inReview)).isEqualTo("0");
    decisions.decide(
        candidate(ADA).candidate().number(),
        candidate(ADA).revision(),
        CandidateState.IN_REVIEW,
        Actor.COORDINATOR,
        "information-needed: pathology",
        "test");
    browser.waitForText(inReview, "1");
    assertThat(browser.path()).isEqualTo("/");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(14)
  void howManyFitHereTodayStandsOnTheTrialsPage() {
    browser.logIn("cora", PASSWORD);
    browser.follow("Add-on drug X");
    browser.waitForText("#count", "Here today: 0 fit, 2 possible, of 2 patients.");
    browser.driver().findElement(By.cssSelector("#count summary")).click();
    assertThat(browser.text("#count")).contains("can-comply: no computer decides it");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(15)
  void aChangeIsTriedWhileItIsTyped() {
    browser.logIn("cora", PASSWORD);
    browser.open("/trials/" + TRIAL);
    browser.follow("Try a change");
    browser.waitForText("#result", "0 patients appear, 0 disappear.");
    assertThat(browser.text("#result tbody tr:nth-child(2)")).isEqualTo("As it stands below 0 2 2");

    edit("Diabetes mellitus type 2", "Diabetes");
    edit("44054006", "73211009");
    browser.waitForText("#result", "0 patients appear, 2 disappear.");
    assertThat(browser.text("#result tbody tr:nth-child(1)")).isEqualTo("The trial in force 0 2 2");
    assertThat(browser.text("#result tbody tr:nth-child(2)")).isEqualTo("As it stands below 0 0 2");

    edit("status: recruiting", "status: recruting");
    browser.waitForText("#result", "Cannot be counted.");
    assertThat(browser.text("#result")).containsPattern("Line \\d+: .*`recruting`.*recruiting");
    assertThat(browser.text("#result .quoted")).isEqualTo("status: recruting");
    assertThat(browser.complaints()).isEmpty();

    edit("status: recruting", "status: recruiting");
    edit("73211009", "44054006");
    browser.press("//button[normalize-space()='Count']");
    assertThat(browser.text("#result")).contains("0 patients appear, 0 disappear.");
    assertThat(browser.text("#yaml")).contains("44054006");
    assertThat(candidates.ofTrial(TRIAL)).hasSize(2);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(16)
  void whoIsNoLongerLoggedInIsToldInsteadOfSeeingOldNumbers() {
    browser.logIn("cora", PASSWORD);
    browser.open("/trials/" + TRIAL + "/try");
    browser.driver().manage().deleteAllCookies();
    edit("44054006", "73211009");
    browser.waitForText("#result", "your log-in ended meanwhile");
    assertThat(browser.text("#result")).doesNotContain("appear");
    assertThat(browser.driver().findElement(By.id("yaml")).getDomProperty("value"))
        .contains("73211009");
  }

  /** As typing does, but in one step. */
  private void edit(String from, String to) {
    browser
        .driver()
        .executeScript(
            """
            const yaml = document.getElementById('yaml');
            yaml.value = yaml.value.replaceAll(arguments[0], arguments[1]);
            yaml.dispatchEvent(new Event('input', {bubbles: true}));
            """,
            from,
            to);
  }
}
