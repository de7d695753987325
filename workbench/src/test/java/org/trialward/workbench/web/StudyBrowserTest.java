package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.trialward.ctms.StatusChange;
import org.trialward.ctms.StatusChange.Subject.Numbered;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.Browser;
import org.trialward.workbench.ctms.StatusIntake;

/** A coordinator leads a candidate through the study and settles what no program may. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DirtiesContext // a third patient, whom the other tests of the pages do not count
class StudyBrowserTest extends RunningApplication {
  private static final PatientId CARA = new PatientId("cara");
  private static final Path PICTURES = Path.of("target", "pictures");

  @Autowired private StatusIntake intake;
  @Autowired private JdbcClient jdbc;

  private Browser browser;

  @BeforeEach
  void openBrowser() {
    admitAnother(CARA, "Cara Third", "MRN-1003");
    browser = Browser.on(root());
    browser.logIn("cora", PASSWORD);
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private void openCara() {
    browser.open("/candidates/" + candidate(CARA).candidate().number());
  }

  private CandidateState state() {
    return candidate(CARA).candidate().state();
  }

  private void unfold(String summary) {
    browser
        .driver()
        .findElement(By.xpath("//summary[normalize-space()='%s']".formatted(summary)))
        .click();
  }

  /** A date field takes its value in one form whatever the language of the browser. */
  private void day(String id, String day) {
    browser
        .driver()
        .executeScript("document.getElementById(arguments[0]).value = arguments[1]", id, day);
  }

  private void reports(String connector, String word) {
    intake.take(
        connector,
        new StatusChange(
            new Numbered(candidate(CARA).candidate().number()),
            Optional.empty(),
            "",
            word,
            OptionalLong.empty(),
            Optional.empty()));
  }

  private void picture(String name) {
    browser.driver().manage().window().setSize(new Dimension(1366, 1500));
    browser.picture(PICTURES.resolve(name + ".png"));
  }

  @Test
  @Order(1)
  void fromTheFirstContactToTheConsentEachStepAsksForWhatItNeeds() {
    openCara();
    browser.press("//button[@id='confirm']");
    picture("decision-confirmed");
    browser.press("//button[@id='contacted']");
    assertThat(browser.text("[role=alert]")).contains("how the patient was spoken to");
    browser.choose("contact-how", "By phone");
    browser.press("//button[@id='contacted']");
    assertThat(browser.text("[role=alert]")).contains("when the patient was spoken to");
    day("contact-on", "2026-11-18");
    browser.press("//button[@id='contacted']");
    assertThat(browser.text(".decision")).contains("Contacted by phone: on 2026-11-18");

    browser.press("//button[@id='consented']");
    assertThat(browser.text("[role=alert]")).contains("version of the consent");
    browser.type("consent-version", "3.0");
    day("consent-signed", "2026-11-19");
    picture("decision-contacted");
    browser.press("//button[@id='consented']");
    assertThat(state()).isEqualTo(CandidateState.CONSENTED);
    assertThat(browser.text(".side")).contains("Consent signed", "Version 3.0", "on 2026-11-19");
    assertThat(browser.text(".history")).contains("Contacted -> Consented");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void aScreenFailureNeedsAReasonAndMayBeTakenBack() {
    openCara();
    picture("decision-consented");
    unfold("Screen failure");
    browser.press("//button[@id='screen-failed']");
    assertThat(browser.text("[role=alert]")).contains("Give a reason");
    browser.choose("screen-failed-code", "An exclusion criterion is met");
    browser.type("screen-failed-text", "QTcF 482 ms");
    browser.press("//button[@id='screen-failed']");
    assertThat(browser.text(".decision")).contains("An exclusion criterion is met: QTcF 482 ms");
    browser.press("//button[@id='consented']");
    browser.press("//button[@id='eligible']");
    browser.press("//button[@id='enrolled']");
    assertThat(state()).isEqualTo(CandidateState.ENROLLED);
    picture("decision-enrolled");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(3)
  void anUnknownWordIsMappedWhereItWaits() {
    reports("rpe", "Follow-up – With Billing");
    reports("oncore", "Consent Waived");
    intake.take(
        "rpe",
        new StatusChange(
            new StatusChange.Subject.Recorded("1.2.3", "MRN-9999"),
            Optional.of(TRIAL),
            "",
            "On Study",
            OptionalLong.empty(),
            Optional.empty()));
    browser.open("/");
    assertThat(browser.text(".bar nav")).contains("Tasks", "open");
    browser.follow("Tasks");
    assertThat(browser.text(".tasks"))
        .contains("follow-up – with billing", "Unknown word", "Unknown subject", "MRN-9999")
        .contains("No. " + candidate(CARA).candidate().number())
        .doesNotContain("Cara Third");
    picture("tasks");
    long task = task("rpe", "STATUS_UNKNOWN", "%billing%");
    browser.choose("meaning-" + task, "Follow-up");
    browser.press("//tr[@id='task-%d']//button[normalize-space()='Map and take']".formatted(task));
    assertThat(browser.text("[role=status]")).contains("what waited for it is taken");
    assertThat(state()).isEqualTo(CandidateState.FOLLOW_UP);
    assertThat(browser.shows("#task-" + task)).isFalse();

    long subject = task("rpe", "SUBJECT_UNKNOWN", "%");
    browser.press("//tr[@id='task-%d']//button[normalize-space()='Settled']".formatted(subject));
    assertThat(browser.shows("#task-" + subject)).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  private long task(String source, String kind, String words) {
    return jdbc.sql(
            "select id from queue_task where closed_at is null and source = :source and kind = :kind and words like :words")
        .param("source", source)
        .param("kind", kind)
        .param("words", words)
        .query(Long.class)
        .single();
  }

  @Test
  @Order(4)
  void theSitesWordsStandOverTheDefaultsAndAreTakenBack() {
    browser.follow("Status words");
    assertThat(browser.text("main")).contains("follow-up – with billing", "cora");
    browser.choose("means-oncore", "Declined");
    browser.type("word-oncore", "Consent Refused");
    picture("statuses");
    browser.press("//form[.//input[@value='oncore']]//button[normalize-space()='Save']");
    assertThat(browser.text("[role=status]")).contains("Consent Refused", "mapped");
    assertThat(browser.text("main")).contains("consent refused");
    browser.press("//button[@aria-label='Take back what the site says of consent refused']");
    assertThat(browser.text("main table:last-of-type")).doesNotContain("consent refused");
    assertThat(browser.complaints()).isEmpty();
    browser.logOut();

    browser.logIn("ida", PASSWORD);
    browser.follow("Status words");
    assertThat(browser.text("main")).contains("follow-up – with billing");
    assertThat(browser.shows("main form")).isFalse();
    browser.open("/tasks");
    assertThat(browser.text("main")).contains("Not open to you");
  }

  @Test
  @Order(5)
  void aConflictLeadsToItsCandidate() {
    jdbc.sql(
            "update candidate set state = 'DECLINED', revision = revision + 1 where patient = 'cara'")
        .update();
    jdbc.sql(
            "insert into status_mapping values ('rpe', 'on study', 'ENROLLED', 'cora', now()) on conflict do nothing")
        .update();
    reports("rpe", "On Study");
    browser.open("/tasks");
    assertThat(browser.text(".tasks")).contains("contradict each other", "Nothing was changed");
    browser.press(
        "//tr[contains(., 'contradict')]//a[normalize-space()='No. %d']"
            .formatted(candidate(CARA).candidate().number()));
    assertThat(browser.text(".identity")).contains("Cara Third");
    assertThat(state()).isEqualTo(CandidateState.DECLINED);
    picture("candidate-declined");
  }
}
