package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.trialward.workbench.security.Role;

/** Who may tell us of statuses, and what they are answered. */
class DoorsOfTheTrialOfficeTest extends RunningApplication {
  @Autowired private WebApplicationContext context;
  @Autowired private JdbcClient jdbc;

  private MockMvc http;

  @BeforeEach
  void throughTheFilters() {
    http = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
  }

  private long number() {
    return candidate(BEN).candidate().number();
  }

  private long reports(String word) {
    return jdbc.sql("select count(*) from status_report where reported = :word")
        .param("word", word)
        .query(Long.class)
        .single();
  }

  /** As REDCap calls it: a form, over a real connection, where the body can be read once only. */
  private HttpResponse<String> ring(String address, String word) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(root().resolve(address))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("record=%d&status=%s".formatted(number(), word)))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String encoded(String token) {
    return URLEncoder.encode(token, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ctms/redcap",
        "/ctms/redcap?token=",
        "/ctms/redcap?token=trigger",
        "/ctms/redcap/x"
      })
  void aTriggerWithoutItsTokenIsRefusedWithTheRemedy(String address) throws Exception {
    HttpResponse<String> answer = ring(address, "refused");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .contains("trialward.ctms.redcap.trigger-token")
        .doesNotContain(TrialOffice.TRIGGER_TOKEN);
    assertThat(reports("refused")).isZero();
  }

  @Test
  void aTriggerWithItsTokenIsTakenFromTheQueryAndFromThePath() throws Exception {
    String token = encoded(TrialOffice.TRIGGER_TOKEN);
    assertThat(ring("/ctms/redcap?token=" + token, "by-query").statusCode()).isEqualTo(200);
    assertThat(ring("/ctms/redcap/" + token.replace("+", "%20"), "by-path").statusCode())
        .isEqualTo(200);
    assertThat(reports("by-query")).isEqualTo(1);
    assertThat(reports("by-path")).isEqualTo(1);
  }

  @Test
  void noUserOfOursComesInByTheseDoors() throws Exception {
    for (String door : new String[] {"/ctms/redcap", "/ctms/rpe", "/ctms/other"}) {
      http.perform(post(door).content("x").with(user("ida").roles(Role.ADMINISTRATOR.name())))
          .andExpect(status().isUnauthorized());
      http.perform(post(door).content("x").with(httpBasic("ida", PASSWORD)))
          .andExpect(status().isUnauthorized());
    }
    http.perform(get("/ctms/rpe").header("Authorization", "Bearer " + TrialOffice.RPE_TOKEN))
        .andExpect(status().isMethodNotAllowed());
  }

  @Test
  void anRpeMessageIsTakenWithATokenOrAPasswordAndAnswered() throws Exception {
    http.perform(
            post("/ctms/rpe")
                .contentType("application/soap+xml")
                .content(TrialOffice.alert("MRN-1002", "by token", TRIAL.value()))
                .header("Authorization", "Bearer " + TrialOffice.RPE_TOKEN))
        .andExpect(status().isOk())
        .andExpect(content().contentTypeCompatibleWith("application/soap+xml"))
        .andExpect(content().string(containsString("AlertProtocolStateResponse")));
    http.perform(
            post("/ctms/rpe")
                .contentType("application/soap+xml")
                .content(
                    TrialOffice.alert("MRN-1002", "by password", TRIAL.value(), "another study"))
                .with(httpBasic(TrialOffice.RPE_USER, TrialOffice.RPE_PASSWORD)))
        .andExpect(status().isOk());
    assertThat(reports("by token") + reports("by password")).isEqualTo(3);
  }

  @Test
  void anRpeMessageThatCannotBeReadIsAnsweredWithItsFault() throws Exception {
    http.perform(
            post("/ctms/rpe")
                .contentType("text/xml")
                .content("nonsense")
                .header("Authorization", "Bearer " + TrialOffice.RPE_TOKEN))
        .andExpect(status().isInternalServerError())
        .andExpect(content().string(containsString("Fault")));
    http.perform(post("/ctms/rpe").content("x"))
        .andExpect(status().isUnauthorized())
        .andExpect(content().string(containsString("trialward.ctms.rpe-inbound")));
  }

  @Test
  void whatIsTooLargeIsNotHeldInMemory() throws Exception {
    http.perform(
            post(URI.create("/ctms/rpe"))
                .content(new byte[(1 << 20) + 1])
                .header("Authorization", "Bearer " + TrialOffice.RPE_TOKEN))
        .andExpect(status().isContentTooLarge());
  }
}
