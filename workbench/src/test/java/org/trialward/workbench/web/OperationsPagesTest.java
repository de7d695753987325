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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
import org.trialward.fhir.intake.Standardisation;
import org.trialward.fhir.intake.Standardisation.Gap;
import org.trialward.fhir.intake.UnmappedCodes.Tally;
import org.trialward.rules.quantity.Code;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.message.Arrivals;
import org.trialward.workbench.message.Body;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageStore.Arriving;
import org.trialward.workbench.message.MessageStore.Format;
import org.trialward.workbench.message.MessageStore.Parked;
import org.trialward.workbench.security.Role;

/** What the pages for hospital IT show, and to whom. */
class OperationsPagesTest extends RunningApplication {
  @Autowired private WebApplicationContext context;
  @Autowired private MessageStore messages;
  @Autowired private Arrivals arrivals;
  @Autowired private AuditLog audit;
  @Autowired private JdbcClient jdbc;

  private MockMvc http;

  @BeforeEach
  void throughTheFilters() {
    http = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
  }

  private static RequestPostProcessor a(Role role) {
    return user("somebody").roles(role.name());
  }

  private static RequestPostProcessor administrator() {
    return a(Role.ADMINISTRATOR);
  }

  /** One that is in the dead-letter list from now on. */
  private long parked(String key) {
    messages.addRefused(
        new Arriving(
            "pages-" + key,
            Format.HL7V2,
            "ORU^R01",
            "pages " + key,
            Instant.parse("2026-11-20T14:00:00Z"),
            new Body(
                "MSH|^~|LAB\rPID|1||4711|<script>x</script>".getBytes(StandardCharsets.UTF_8))),
        "OBX-5 is `<b>`: have the sender correct it.");
    return messages.parked(50).stream()
        .filter(line -> line.feed().equals("pages-" + key))
        .map(Parked::id)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PHYSICIAN", "COORDINATOR"})
  void onlyAnAdministratorSeesThem(Role role) throws Exception {
    long id = parked("roles");
    for (String path :
        List.of(
            "/operations/messages/" + id,
            "/operations/standardisation",
            "/operations/standardisation/codes.csv",
            "/operations/settings")) {
      http.perform(get(path).with(a(role))).andExpect(status().isForbidden());
      http.perform(get(path).with(administrator())).andExpect(status().isOk());
    }
    http.perform(post("/operations/replay-messages").with(a(role)).with(csrf()))
        .andExpect(status().isForbidden());
    http.perform(
            post("/operations/replay-feed")
                .param("feed", "lab")
                .param("since", "2026-11-20T00:00")
                .with(a(role))
                .with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void aMessageIsShownSegmentBySegmentAndEachLookIsInTheAudit() throws Exception {
    long id = parked("look");
    int before = audit.about("message " + id, 9).size();
    http.perform(get("/operations/messages/{id}", id).with(administrator()))
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", containsString("no-store")))
        .andExpect(content().string(containsString("<li>MSH|^~|LAB</li>")))
        .andExpect(content().string(containsString("&lt;script&gt;x&lt;/script&gt;")))
        .andExpect(content().string(not(containsString("<script>x"))))
        .andExpect(content().string(containsString("OBX-5 is `&lt;b&gt;`")));
    assertThat(audit.about("message " + id, 9))
        .hasSize(before + 1)
        .first()
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("somebody");
          assertThat(entry.action()).isEqualTo("MESSAGE_SEEN");
          assertThat(entry.detail()).doesNotContain("4711").isEqualTo("pages-look");
        });
    http.perform(get("/operations/messages/999999").with(administrator()))
        .andExpect(status().isNotFound());
    http.perform(get("/operations/messages/abc").with(administrator()))
        .andExpect(status().isNotFound());
  }

  @Test
  void theOperationsPageNamesTheMessageWithoutItsContent() throws Exception {
    long id = parked("list");
    http.perform(get("/operations").with(administrator()))
        .andExpect(content().string(containsString("/operations/messages/" + id)))
        .andExpect(content().string(containsString("pages-list")))
        .andExpect(content().string(containsString("What is broken, and what to do")))
        .andExpect(content().string(not(containsString("4711"))))
        .andExpect(content().string(not(containsString(SECRET))));
  }

  @Test
  void whatTheEmrRefusesIsShownAndTriedAgainOnRequest() throws Exception {
    jdbc.sql(
            """
            insert into write_back_refusal (strategy, trial, status, why, at)
            values ('service-request', 'NCT01234567', 403, 'Ask the <b>administrator</b>.', now())
            """)
        .update();
    http.perform(get("/operations").with(administrator()))
        .andExpect(content().string(containsString("What the EMR refuses to take")))
        .andExpect(content().string(containsString("Try service-request again")))
        .andExpect(content().string(containsString("Ask the &lt;b&gt;administrator")));
    http.perform(
            post("/operations/try-write-back")
                .param("strategy", "service-request")
                .with(a(Role.COORDINATOR))
                .with(csrf()))
        .andExpect(status().isForbidden());
    http.perform(
            post("/operations/try-write-back")
                .param("strategy", "service-request")
                .with(administrator())
                .with(csrf()))
        .andExpect(status().isFound())
        .andExpect(
            flash().attribute("done", "service-request is tried again with the next candidate."));
    assertThat(audit.about("write-back service-request", 9).getFirst())
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo("somebody");
          assertThat(entry.detail()).isEqualTo("is tried again");
        });
    http.perform(get("/operations").with(administrator()))
        .andExpect(content().string(not(containsString("What the EMR refuses to take"))));
  }

  @Test
  void oneMessageOrAFeedIsReplayed() throws Exception {
    long id = parked("replay");
    http.perform(
            post("/operations/replay-messages")
                .param("id", String.valueOf(id))
                .with(administrator())
                .with(csrf()))
        .andExpect(status().isFound())
        .andExpect(flash().attribute("done", "1 opened again."));
    assertThat(audit.about("message " + id, 9).getFirst().action()).isEqualTo("REPLAYED");
    http.perform(
            post("/operations/replay-feed")
                .param("feed", "nobody")
                .param("since", "2026-11-20T08:00")
                .with(administrator())
                .with(csrf()))
        .andExpect(flash().attribute("done", "0 opened again."));
  }

  @Test
  void whatCannotBeUnderstoodIsListedAndTakenHomeAsATable() throws Exception {
    arrivals.note(
        "pages",
        new Standardisation(
            4,
            1,
            3,
            2,
            1,
            List.of(new Tally(new Code("urn:lab", "=1+1", "Krea, \"Serum\""), 3)),
            List.of(
                new Gap("OBX", "OBX-6", "the unit is not one of UCUM", "<i>mgs", 2),
                new Gap("OBX", "OBX-14", "no date is said", "", 1))),
        0);
    http.perform(get("/operations/standardisation").param("feed", "pages").with(administrator()))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("25.0 %")))
        .andExpect(content().string(containsString("&lt;i&gt;mgs")))
        .andExpect(content().string(not(containsString("<i>mgs"))));
    http.perform(
            get("/operations/standardisation/codes.csv")
                .param("feed", "pages")
                .with(administrator()))
        .andExpect(
            header().string("Content-Disposition", "attachment; filename=\"trialward-codes.csv\""))
        .andExpect(
            content()
                .string(containsString("pages,3,urn:lab,'=1+1,\"Krea, \"\"Serum\"\"\",,,,\r\n")));
    http.perform(
            get("/operations/standardisation/units.csv")
                .param("feed", "pages")
                .with(administrator()))
        .andExpect(content().string(containsString("pages,2,OBX,OBX-6,<i>mgs,")));
    http.perform(
            get("/operations/standardisation/gaps.csv")
                .param("feed", "pages")
                .with(administrator()))
        .andExpect(content().string(containsString("pages,1,OBX,OBX-14,,no date is said\r\n")));
    http.perform(get("/operations/standardisation/other.csv").with(administrator()))
        .andExpect(status().isNotFound());
  }

  @Test
  void everySettingIsShownAndNoSecret() throws Exception {
    http.perform(get("/operations/settings").with(administrator()))
        .andExpect(content().string(containsString("trialward.hook.token")))
        .andExpect(content().string(containsString("trialward.hl7.listeners[0].name")))
        .andExpect(content().string(containsString("America/New_York")))
        .andExpect(content().string(containsString("trialward.emr.poll-interval")))
        .andExpect(content().string(not(containsString(SECRET))));
  }
}
