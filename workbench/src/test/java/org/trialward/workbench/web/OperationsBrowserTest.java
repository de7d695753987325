package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.intake.Standardisation.Gap;
import org.trialward.fhir.intake.UnmappedCodes.Tally;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.Browser;
import org.trialward.workbench.message.Arrivals;
import org.trialward.workbench.message.Body;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;

/** Hospital IT on a Monday morning: what is broken, why, and what to do. */
class OperationsBrowserTest extends RunningApplication {
  private static final String FEED = "walk";

  @Autowired private JdbcClient jdbc;
  @Autowired private MessageStore messages;
  @Autowired private Arrivals arrivals;

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
    jdbc.sql("delete from message where feed = :feed").param("feed", FEED).update();
    jdbc.sql("delete from arrival where feed like 'walk%'").update();
  }

  private void twoMessagesThatCouldNotBeRead() {
    for (String key : List.of("walk 1", "walk 2")) {
      messages.addRefused(
          new Arriving(
              FEED,
              Format.HL7V2,
              "ORU^R01",
              key,
              Instant.parse("2026-11-20T14:00:00Z"),
              new Body(
                  """
                  MSH|^~\\&|LAB|HOSP|TW|HOSP|20261120090000||ORU^R01^ORU_R01|77|P|2.5.1
                  PID|1||^^^HOSP^MR||EXAMPLE^ADA||19700517|F
                  OBX|1|NM|KREA^Kreatinin^L||1.1|mgs/dl|%s|||F
                  """
                      .formatted("a very long remark ".repeat(20))
                      .getBytes(StandardCharsets.UTF_8))),
          "PID-3 names no record number of an authority that this feed knows: have the sender fill PID-3.4, or set trialward.hl7.listeners[0].sender.authority.");
    }
  }

  private void whatCannotBeUnderstood() {
    arrivals.note(
        FEED,
        new Standardisation(
            1_250,
            1_181,
            1_249,
            800,
            796,
            List.of(
                new Tally(new Code("urn:oid:1.2.3.4.5", "KREA", "Kreatinin im Serum"), 51),
                new Tally(new Code("urn:lab", "LEUK-" + "X".repeat(60), "Leukozyten"), 18)),
            List.of(
                new Gap("OBX", "OBX-6", "the unit is not one of UCUM", "mgs/dl", 4),
                new Gap("OBX", "OBX-14", "no date is said", "", 1))),
        3);
    arrivals.note("walk-adt", new Standardisation(90, 90, 90, 0, 0, List.of(), List.of()), 0);
  }

  private void looksWell(String name) {
    assertThat(browser.fitsTheWindow()).as("%s fits the window", name).isTrue();
    assertThat(browser.complaints()).as(name).isEmpty();
    browser.picture(Path.of("target", "pages", name + ".png"));
  }

  @Test
  void whatIsBrokenStandsFirstAndLeadsToTheMessageAndItsReplay() {
    twoMessagesThatCouldNotBeRead();
    browser.logIn("ida", PASSWORD);
    assertThat(browser.text("main"))
        .contains("What is broken, and what to do", "2 messages of walk could not be read.")
        .contains("look, mend the cause, then replay")
        .doesNotContain("EXAMPLE^ADA");
    looksWell("operations");

    browser.driver().executeScript("document.getElementById('parked-messages').scrollIntoView()");
    browser.picture(Path.of("target", "pages", "operations-parked.png"));
    browser.press("(//a[normalize-space()='Look'])[1]");
    assertThat(browser.text(".segments")).contains("PID|1||^^^HOSP^MR||EXAMPLE^ADA||19700517|F");
    assertThat(browser.text("main")).contains("PID-3 names no record number", "Parked");
    looksWell("message");

    browser.press("//button[normalize-space()='Replay']");
    assertThat(browser.text("[role=status]")).contains("1 opened again.");
    assertThat(browser.text("main")).contains("Message opened");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatCannotBeUnderstoodIsLookedThroughByFeed() {
    whatCannotBeUnderstood();
    browser.logIn("ida", PASSWORD);
    browser.follow("Standardisation");
    assertThat(browser.text("main")).contains("Kreatinin im Serum", "mgs/dl", "94.4 %", "99.5 %");
    looksWell("standardisation");
    browser.driver().executeScript("document.getElementById('gaps').scrollIntoView()");
    browser.picture(Path.of("target", "pages", "standardisation-days.png"));
    browser.press("//nav[@class='chips']//a[normalize-space()='walk-adt']");
    assertThat(browser.text("main"))
        .contains("None: every code is a published one, or translated.", "100.0 %")
        .doesNotContain("Kreatinin");
    looksWell("standardisation-of-a-feed");
  }

  @Test
  void theSettingsAreReadWithoutSecrets() {
    browser.logIn("ida", PASSWORD);
    browser.follow("Settings");
    assertThat(browser.text("main"))
        .contains("Set at this site", "trialward.site.zone", "America/New_York", "set")
        .contains("trialward.emr.poll-interval", "10s", "default")
        .doesNotContain(SECRET);
    looksWell("settings");
  }
}
