package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.trialward.workbench.Browser;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.flag.Answer.Kind;
import org.trialward.workbench.flag.StepDowns;
import org.trialward.workbench.flag.TestCards;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.settings.SiteClock;

/** The coordinator looks whether physicians still answer. */
class FlagPageTest extends RunningApplication {
  private static final String CARDIOLOGY = "http://snomed.info/sct|394579002";

  @Autowired private WebApplicationContext context;
  @Autowired private JdbcClient jdbc;
  @Autowired private StepDowns stepDowns;
  @Autowired private AuditLog audit;
  @Autowired private SiteClock clock;

  private MockMvc http;

  @BeforeEach
  void aTrialThatFewAnswerAnyMore() {
    http = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
    TestCards cards = new TestCards(jdbc);
    long ada = candidate(ADA).candidate().number();
    long ben = candidate(BEN).candidate().number();
    for (int n = 0; n < 48; n++) {
      String practitioner = "Practitioner/secret-" + n;
      Instant at = clock.now().minus(Duration.ofDays(2 + n));
      long candidate = n % 2 == 0 ? ada : ben;
      cards.shown(candidate, practitioner, n % 3 == 0 ? "" : CARDIOLOGY, at);
      if (n > 36) {
        cards.said(candidate, practitioner, Kind.REFERRED, Optional.empty(), at);
      } else if (n > 34) {
        cards.said(
            candidate, practitioner, Kind.NOT_SUITABLE, Optional.of("patient-ineligible"), at);
      }
    }
    stepDowns.review();
  }

  @AfterEach
  void asBefore() {
    for (String table : List.of("answer", "impression", "flag_step_down")) {
      jdbc.sql("delete from " + table).update();
    }
  }

  private static RequestPostProcessor a(Role role) {
    return user("somebody").roles(role.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/flags", "/flags/numbers.csv"})
  void itIsForCoordinatorsAndAdministratorsAndNamesNobody(String path) throws Exception {
    http.perform(get(path).with(a(Role.PHYSICIAN))).andExpect(status().isForbidden());
    for (Role role : List.of(Role.COORDINATOR, Role.ADMINISTRATOR)) {
      http.perform(get(path).with(a(role)))
          .andExpect(status().isOk())
          .andExpect(content().string(containsString(TRIAL.value())))
          .andExpect(content().string(containsString("snomed.info/sct|394579002")))
          .andExpect(content().string(not(containsString("secret-"))))
          .andExpect(content().string(not(containsString("Ada Example"))));
    }
  }

  @Test
  void whatIsOpenInTheQueueIsForCoordinatorsAlone() throws Exception {
    String heading = "Open candidates of trials on cards";
    http.perform(get("/flags").with(a(Role.COORDINATOR)))
        .andExpect(content().string(containsString(heading)));
    http.perform(get("/flags").with(a(Role.ADMINISTRATOR)))
        .andExpect(content().string(not(containsString(heading))));
  }

  @Test
  void aGroupThatIsNotOnThePageIsNotAskedFor() throws Exception {
    http.perform(get("/flags").param("group", "elsewhere").with(a(Role.COORDINATOR)))
        .andExpect(content().string(not(containsString("No card was shown."))));
    http.perform(get("/flags").param("trial", "elsewhere").with(a(Role.COORDINATOR)))
        .andExpect(content().string(containsString("No card was shown.")));
  }

  @Test
  void theTableIsAFile() throws Exception {
    http.perform(get("/flags/numbers.csv").with(a(Role.COORDINATOR)))
        .andExpect(header().string("Content-Disposition", containsString("trialward-cards.csv")))
        .andExpect(content().string(containsString("week,trial,group,shown,proposals,answered")));
  }

  @Test
  void onlyWhoMayAndMeantToLetsTheCardsGoOn() throws Exception {
    var lift = post("/flags/lift").param("trial", TRIAL.value());
    http.perform(lift.with(a(Role.COORDINATOR))).andExpect(status().isForbidden());
    http.perform(
            post("/flags/lift").param("trial", TRIAL.value()).with(a(Role.PHYSICIAN)).with(csrf()))
        .andExpect(status().isForbidden());
    assertThat(stepDowns.latest(9)).allMatch(it -> it.lifted().isEmpty()).hasSize(1);
    http.perform(
            post("/flags/lift")
                .param("trial", TRIAL.value())
                .with(a(Role.COORDINATOR))
                .with(csrf()))
        .andExpect(flash().attribute("done", containsString("go on")));
    assertThat(stepDowns.latest(9)).noneMatch(it -> it.lifted().isEmpty());
    assertThat(audit.about(TRIAL.value(), 1).getFirst().action()).isEqualTo("CARDS_RESUMED");
    http.perform(post("/flags/lift").param("trial", "NOPE").with(a(Role.COORDINATOR)).with(csrf()))
        .andExpect(flash().attribute("done", "The cards of NOPE are not stopped any more."));
  }

  @Test
  void theDecayIsSeenAndTheCardsAreLetGoOn() {
    try (Browser browser = Browser.on(root())) {
      browser.logIn("cora", PASSWORD);
      browser.follow("Cards");
      assertThat(browser.text("main"))
          .contains("Cards that stopped by themselves", "Of 48 proposals in eight weeks, 13")
          .contains("27.0 %", "Specialty not known", CARDIOLOGY, "patient-ineligible")
          .contains("2: waits for a coordinator")
          .doesNotContain("secret-");
      looksWell(browser, "cards");
      browser.driver().executeScript("document.getElementById('weeks').scrollIntoView()");
      browser.picture(Path.of("target", "pages", "cards-weeks.png"));
      browser.choose("group", CARDIOLOGY);
      browser.press("//button[normalize-space()='Show']");
      assertThat(browser.text("main")).contains("Over time");
      browser.press("//button[normalize-space()='Let them go on']");
      assertThat(browser.text("[role=status]")).contains("go on");
      assertThat(browser.text("main"))
          .contains("Stopped earlier, and let go on", "by cora")
          .doesNotContain("Cards that stopped by themselves");
      looksWell(browser, "cards-go-on");
    }
  }

  private static void looksWell(Browser browser, String name) {
    Object fits =
        browser
            .driver()
            .executeScript(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    assertThat(fits).as("%s fits the window", name).isEqualTo(true);
    assertThat(browser.complaints()).as(name).isEmpty();
    browser.picture(Path.of("target", "pages", name + ".png"));
  }
}
