package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.trialward.workbench.security.Role;

/** Who reaches what. */
class AccessTest extends RunningApplication {
  @Autowired private WebApplicationContext context;

  private MockMvc http;

  @BeforeEach
  void throughTheFilters() {
    http = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/trials/TEST-PAGES", "/candidates/1", "/operations", "/flags"})
  void whoIsNotLoggedInIsSentToTheDoor(String path) throws Exception {
    http.perform(get(path)).andExpect(status().isFound()).andExpect(redirectedUrl("/login"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/style.css", "/favicon.ico"})
  void theDoorIsOpen(String path) throws Exception {
    http.perform(get(path)).andExpect(status().isOk());
  }

  @Test
  void whoAsksForOurPublicKeysNeedsNoLoginAndHearsThatThereAreNone() throws Exception {
    http.perform(get("/.well-known/jwks.json")).andExpect(status().isNotFound());
  }

  @Test
  void anAdministratorSeesWhichCodesNoTrialCanKnow() throws Exception {
    http.perform(get("/operations").with(a(Role.ADMINISTRATOR)))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("urn:ward:vaccines")))
        .andExpect(content().string(containsString("FLU-26")));
  }

  @Test
  void aPhysicianCannotDecide() throws Exception {
    long before = candidate(ADA).revision();
    http.perform(decision().with(a(Role.PHYSICIAN)).with(csrf())).andExpect(status().isForbidden());
    assertThat(candidate(ADA).revision()).isEqualTo(before);
  }

  @Test
  void anAdministratorCannotDecide() throws Exception {
    http.perform(decision().with(a(Role.ADMINISTRATOR)).with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void aDecisionThatComesFromElsewhereIsRefused() throws Exception {
    long before = candidate(ADA).revision();
    http.perform(decision().with(a(Role.COORDINATOR))).andExpect(status().isForbidden());
    assertThat(candidate(ADA).revision()).isEqualTo(before);
  }

  @Test
  void anAdministratorSeesNoPatient() throws Exception {
    for (String path : new String[] {"/trials/" + TRIAL, "/candidates/" + number()}) {
      http.perform(get(path).with(a(Role.ADMINISTRATOR))).andExpect(status().isForbidden());
    }
    http.perform(get("/").with(a(Role.ADMINISTRATOR))).andExpect(redirectedUrl("/operations"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PHYSICIAN", "COORDINATOR"})
  void onlyAnAdministratorOperates(Role role) throws Exception {
    http.perform(get("/operations").with(a(role))).andExpect(status().isForbidden());
    http.perform(post("/operations/replay-events").with(a(role)).with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void aTableThatRefreshesItselfLeavesThePageWhenTheSessionHasEnded() throws Exception {
    http.perform(get("/login").header("HX-Request", "true"))
        .andExpect(header().string("HX-Redirect", "/login"));
  }

  @Test
  void nothingOnAPageRunsThatIsNotOurs() throws Exception {
    http.perform(get("/login"))
        .andExpect(header().string("Content-Security-Policy", startsWith("default-src 'self';")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COORDINATOR", "ADMINISTRATOR"})
  void whoMayTryAChangeCountsPatientsAndSeesNone(Role role) throws Exception {
    http.perform(get("/trials/{id}/try", TRIAL).with(a(role)))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("id: TEST-PAGES")))
        .andExpect(content().string(not(containsString("Ada Example"))));
  }

  @Test
  void aPhysicianDoesNotTryChangesAndAnAdministratorDoesNotSeeTheQueue() throws Exception {
    http.perform(get("/trials/{id}/try", TRIAL).with(a(Role.PHYSICIAN)))
        .andExpect(status().isForbidden());
    http.perform(get("/trials/{id}/count", TRIAL).with(a(Role.PHYSICIAN)))
        .andExpect(status().isOk());
    http.perform(get("/trials/{id}/count", TRIAL).with(a(Role.ADMINISTRATOR)))
        .andExpect(status().isForbidden());
  }

  @Test
  void aChangeThatComesFromElsewhereIsRefused() throws Exception {
    http.perform(post("/trials/{id}/try", TRIAL).param("yaml", "x").with(a(Role.COORDINATOR)))
        .andExpect(status().isForbidden());
  }

  @Test
  void aTrialThatIsNotInForceCannotBeTried() throws Exception {
    http.perform(get("/trials/NOPE/try").with(a(Role.COORDINATOR)))
        .andExpect(status().isNotFound());
  }

  @Test
  void aNotificationWithoutTokenOrSignatureIsRefusedWithTheRemedy() throws Exception {
    for (String path : new String[] {"/hook", "/hook/Observation/1"}) {
      http.perform(post(path).content("{}").with(a(Role.ADMINISTRATOR)))
          .andExpect(status().isUnauthorized())
          .andExpect(content().string(containsString("trialward.hook.token")));
      http.perform(post(path).content("{}").header("X-Hub-Signature", "sha1=00"))
          .andExpect(status().isUnauthorized())
          .andExpect(content().string(containsString("trialward.hook.secret")));
      http.perform(post(path).content("{}").header("Authorization", "Bearer " + HOOK_TOKEN))
          .andExpect(status().isOk());
    }
  }

  @Test
  void onlyAnAdministratorSeesWhatTheProgramIsMadeOf() throws Exception {
    String sbom = "/actuator/sbom/application";
    http.perform(get(sbom)).andExpect(status().isUnauthorized());
    for (Role role : new Role[] {Role.COORDINATOR, Role.PHYSICIAN}) {
      http.perform(get(sbom).with(a(role))).andExpect(status().isForbidden());
    }
    http.perform(get(sbom).with(a(Role.ADMINISTRATOR)))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("CycloneDX")));
  }

  private long number() {
    return candidate(ADA).candidate().number();
  }

  private MockHttpServletRequestBuilder decision() {
    return post("/candidates/{n}/decision", number())
        .param("revision", String.valueOf(candidate(ADA).revision()))
        .param("decision", "CONFIRM");
  }

  private static RequestPostProcessor a(Role role) {
    return user("somebody").roles(role.name());
  }
}
