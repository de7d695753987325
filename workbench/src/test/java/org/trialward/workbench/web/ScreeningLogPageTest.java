package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.trialward.ctms.screeninglog.ReasonCodes;
import org.trialward.workbench.Browser;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.security.Role;

/** The screening log on a trial's page, and who may take it away. */
class ScreeningLogPageTest extends RunningApplication {
  @Autowired private WebApplicationContext context;
  @Autowired private AuditLog audit;

  private MockMvc http;

  @BeforeEach
  void throughTheFilters() {
    http = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
  }

  private static RequestPostProcessor a(Role role) {
    return user("cora").roles(role.name());
  }

  @ParameterizedTest
  @CsvSource({
    "log.csv, text/csv;charset=UTF-8, 'log_version,site,study,candidate_no,'",
    "log.xml, application/xml, 'ODMVersion=\"1.3.2\"'",
    "log.json, application/fhir+json, '\"resourceType\":\"ResearchSubject\"'"
  })
  void aCoordinatorTakesTheLogAwayAndItNamesNobody(String file, String type, String holds)
      throws Exception {
    http.perform(get("/trials/{id}/{file}", TRIAL, file).with(a(Role.COORDINATOR)))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", type))
        .andExpect(
            header().string("Content-Disposition", containsString("screening-log-TEST-PAGES")))
        .andExpect(content().string(containsString(holds)))
        .andExpect(content().string(not(containsString("Example"))))
        .andExpect(content().string(not(containsString("MRN-1001"))))
        .andExpect(content().string(not(containsString("1970-05-17"))));
    assertThat(audit.about(TRIAL.value(), 1))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("cora");
          assertThat(entry.action()).isEqualTo("LOG_EXPORTED");
          assertThat(entry.detail()).contains("2 candidates", "relative");
        });
  }

  @Test
  void theKeyListNamesThemAndStandsInTheAudit() throws Exception {
    http.perform(get("/trials/{id}/key.csv", TRIAL).with(a(Role.COORDINATOR)))
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", containsString("no-store")))
        .andExpect(content().string(containsString(",Ada Example,MRN-1001,")));
    assertThat(audit.about(TRIAL.value(), 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.action()).isEqualTo("KEY_LIST_EXPORTED"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.csv", "log.xml", "log.json", "key.csv"})
  void nobodyElseDoes(String file) throws Exception {
    List<AuditLog.Entry> before = audit.about(TRIAL.value(), 1);
    for (Role role : new Role[] {Role.PHYSICIAN, Role.ADMINISTRATOR}) {
      http.perform(get("/trials/{id}/{file}", TRIAL, file).with(a(role)))
          .andExpect(status().isForbidden());
    }
    http.perform(get("/trials/{id}/{file}", TRIAL, file)).andExpect(redirectedUrl("/login"));
    assertThat(audit.about(TRIAL.value(), 1)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOPE", "no such id"})
  void aTrialThatNobodyKnowsHasNoLog(String id) throws Exception {
    for (String file : List.of("log.csv", "log.xml", "log.json", "key.csv")) {
      http.perform(get("/trials/{id}/{file}", id, file).with(a(Role.COORDINATOR)))
          .andExpect(status().isNotFound());
    }
  }

  /** Else the log would withhold what a coordinator picked from our own list. */
  @ParameterizedTest
  @EnumSource
  void everyReasonThatCoordinatorsPickIsACodeOfTheLog(RejectionReason reason) {
    assertThat(ReasonCodes.isKnown(reason.code())).isTrue();
  }

  @Test
  void theTrialsPageOffersTheLogToCoordinatorsAlone() {
    try (Browser browser = Browser.on(root())) {
      browser.logIn("cora", PASSWORD);
      browser.open("/trials/" + TRIAL);
      assertThat(browser.text("#screening-log"))
          .contains("Screening log", "CSV", "ODM", "FHIR", "Key list");
      assertThat(
              Stream.of("log.csv", "log.xml", "log.json", "key.csv")
                  .filter(file -> browser.shows("#screening-log a[href$='/" + file + "']")))
          .hasSize(4);
      var card = browser.driver().findElement(By.id("screening-log"));
      browser.driver().executeScript("arguments[0].scrollIntoView()", card);
      browser.picture(Path.of("target", "pictures", "screening-log.png"));
      assertThat(browser.complaints()).isEmpty();
      browser.logOut();
      browser.logIn("phil", PASSWORD);
      browser.open("/trials/" + TRIAL);
      assertThat(browser.shows("#screening-log")).isFalse();
    }
  }
}
