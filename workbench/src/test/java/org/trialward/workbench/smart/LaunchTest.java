package org.trialward.workbench.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import org.trialward.rules.match.Actor;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.Application;
import org.trialward.workbench.Browser;
import org.trialward.workbench.TestCharts;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.consent.OptOuts;
import org.trialward.workbench.consent.OptOuts.OptOut;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.queue.Decisions;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;
import org.trialward.workbench.smart.Visitor.Page;

/** From the EMR into the details page and back to the coordinator, over real HTTP. */
@SpringBootTest(
    classes = Application.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "logging.level.org.openqa.selenium=error",
      "logging.level.org.apache.catalina=warn"
    })
@DirtiesContext
class LaunchTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final LaunchingEmr EMR = LaunchingEmr.start();
  private static final TrialId TRIAL = new TrialId("LAUNCH-1");
  private static final String PASSWORD = "a long pass phrase";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FRAME = "https://emr.example";

  @Autowired private ChartStore charts;
  @Autowired private Inbox inbox;
  @Autowired private Users users;
  @Autowired private Candidates candidates;
  @Autowired private Decisions decisions;
  @Autowired private OptOuts optOuts;
  @Autowired private AuditLog audit;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) throws Exception {
    Path folder = Path.of("target", "launch").toAbsolutePath();
    FileSystemUtils.deleteRecursively(folder); // What an earlier run left.
    Path trials = Files.createDirectories(folder.resolve("trials"));
    for (String id : List.of("LAUNCH-1", "LAUNCH-2")) {
      TestTrials.write(trials, id, "1", "recruiting", TestTrials.WITH_HBA1C);
    }
    Path keys =
        Files.writeString(
            folder.resolve("keys.json"),
            new JWKSet(new RSAKeyGenerator(2048).keyID("details-1").generate()).toString(false));
    settings.add("trialward.data-dir", folder::toString);
    settings.add("trialward.trials.path", trials::toString);
    settings.add("trialward.database.url", DATABASE::url);
    settings.add("trialward.database.user", () -> "postgres");
    settings.add("trialward.site.name", () -> "Test Hospital");
    settings.add("trialward.smart.servers[0].iss", EMR::iss);
    settings.add("trialward.smart.servers[0].client-id", () -> LaunchingEmr.CLIENT);
    settings.add("trialward.smart.servers[0].key-file", keys::toString);
    settings.add("trialward.smart.frame-ancestors", () -> FRAME);
    settings.add("trialward.smart.contact", () -> "Trial office, 555-0100");
    settings.add("trialward.smart.contacts.LAUNCH-1", () -> "Nurse Kim, pager 17");
  }

  @AfterAll
  static void stop() {
    EMR.close();
  }

  @BeforeEach
  void twoConfirmedCandidates() {
    EMR.register(root());
    EMR.says().fhirUser.set("Practitioner/house");
    EMR.says().issuerInTokens.set("");
    if (candidates.ofTrial(TRIAL).isEmpty()) {
      users.admit("cora", Role.COORDINATOR, PASSWORD, "test");
      users.admit("phil", Role.PHYSICIAN, PASSWORD, "test");
      for (String patient : List.of("anna", "bert", "cleo", "dora", "emil", "fred")) {
        charts.save(TestCharts.diabetic(patient));
      }
      inbox.rematchAll("six patients");
      await().atMost(PATIENCE).until(() -> candidates.ofTrial(new TrialId("LAUNCH-2")).size() == 6);
      await().atMost(PATIENCE).until(() -> candidates.ofTrial(TRIAL).size() == 6);
      candidates.ofTrial(TRIAL).stream()
          .filter(entry -> !entry.key().patient().value().equals("fred"))
          .forEach(this::confirm);
    }
  }

  private void confirm(Entry entry) {
    decisions.decide(
        entry.candidate().number(),
        entry.revision(),
        CandidateState.CONFIRMED,
        Actor.COORDINATOR,
        "",
        "cora");
  }

  private URI root() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Of the trial that was confirmed. */
  private Entry candidate(String patient) {
    return candidates.ofPatient(new PatientId(patient)).stream()
        .filter(entry -> entry.key().trial().equals(TRIAL))
        .findFirst()
        .orElseThrow();
  }

  private String page(String patient) {
    return "/smart/candidates/" + candidate(patient).candidate().number();
  }

  private Visitor visitor() {
    return new Visitor(root());
  }

  /** A browser in which the EMR opened this patient. */
  private Visitor launched(String patient) {
    Visitor visitor = visitor();
    assertThat(visitor.follow(EMR.launch(Map.of("patient", patient))).status()).isEqualTo(200);
    return visitor;
  }

  @Test
  void fromTheLaunchToTheReferralTheCoordinatorSeesItByItself() {
    try (Browser coordinator = Browser.on(root());
        Browser physician = Browser.on(root())) {
      coordinator.logIn("cora", PASSWORD);
      coordinator.open("/trials/" + TRIAL);
      String row = "#candidate-" + candidate("anna").candidate().number();
      String state =
          "document.querySelector('%s')?.closest('tr').querySelector('.state').textContent"
              .formatted(row);
      assertThat(coordinator.driver().executeScript("return " + state)).isEqualTo("Confirmed");
      coordinator
          .driver()
          .executeScript(
              """
              const look = () => { if (%s === 'Referred') window.seenAt ??= Date.now(); };
              new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
              """
                  .formatted(state));

      physician.open(EMR.launch(Map.of("patient", "anna", "need_patient_banner", true)));
      assertThat(physician.path()).isEqualTo(page("anna"));
      assertThat(physician.text(".identity")).contains("Name of anna", "MRN-anna");
      assertThat(physician.text("main"))
          .contains("A trial", "1 open", "HbA1c of 7 % or more", "missing")
          .contains("Has type 2 diabetes.", "Condition/dm-anna", "version 1")
          .contains("Nurse Kim, pager 17");
      assertThat(physician.text(".foot")).contains("Intended use", "Known limits");
      picture(physician, "details-1366.png");
      sidePanel(physician);
      picture(physician, "details-400.png");
      assertThat(
              physician
                  .driver()
                  .executeScript(
                      "return document.documentElement.scrollWidth <= window.innerWidth"))
          .isEqualTo(true);
      physician.type("refer-words", "is keen");
      physician.press("//button[@id='refer']");
      assertThat(physician.text("[role=status]"))
          .contains("Referred. The coordinator sees it now.");
      picture(physician, "referred-400.png");

      await()
          .atMost(PATIENCE)
          .until(
              () -> coordinator.driver().executeScript("return window.seenAt"), Objects::nonNull);
      Instant seen =
          Instant.ofEpochMilli(
              Long.parseLong(
                  String.valueOf(coordinator.driver().executeScript("return window.seenAt"))));
      Entry referred = candidate("anna");
      Duration took = Duration.between(referred.changedAt(), seen);
      // What it takes depends on the machine: it is told, and only that it comes by itself is
      // asserted.
      System.out.printf("The coordinator saw the answer after %d ms%n", took.toMillis());
      picture(coordinator, "coordinator.png");

      assertThat(referred.candidate().state()).isEqualTo(CandidateState.REFERRED);
      assertThat(referred.candidate().reason()).contains("physician-referred: is keen");
      assertThat(referred.changedBy()).isEqualTo("Practitioner/house");
      assertThat(physician.complaints()).isEmpty();
      assertThat(coordinator.complaints()).isEmpty();
    }
    assertThat(audit.about(candidate("anna").key().toString(), 50))
        .anyMatch(entry ->
            entry.action().equals(AuditAction.SEEN.name())
                && entry.who().equals("Practitioner/house"));
    assertThat(
            jdbc.sql(
                    "select count(*) from impression where hook = 'details-page' and candidate = ?")
                .param(candidate("anna").candidate().number())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  /** 400 px: narrower than Chromium makes a window. */
  private static void sidePanel(Browser browser) {
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", 400, "height", 1200, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Of every step, where somebody wants to look: {@code -Dpictures=FOLDER}. */
  private static void picture(Browser browser, String name) {
    Optional.ofNullable(System.getProperty("pictures"))
        .ifPresent(folder -> browser.picture(Path.of(folder, name)));
  }

  @Test
  void anAnswerThatSaysTooLittleIsAskedForAgain() {
    Visitor visitor = launched("bert");
    Page empty = visitor.answer(page("bert"), Map.of("kind", "NOT_SUITABLE"));
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.text()).contains("Not stored.", "Choose why not.");
    Page other =
        visitor.answer(page("bert"), Map.of("kind", "NOT_SUITABLE", "code", "other-reason"));
    assertThat(other.text()).contains("Say in a few words");
    assertThat(candidate("bert").candidate().state()).isEqualTo(CandidateState.CONFIRMED);

    visitor.answer(page("bert"), Map.of("kind", "SNOOZED", "days", "90"));
    visitor.answer(page("bert"), Map.of("kind", "NEVER_THIS_TRIAL"));
    assertThat(candidate("bert").candidate().state()).isEqualTo(CandidateState.CONFIRMED);
    Page done =
        visitor.answer(
            page("bert"),
            Map.of("kind", "NOT_SUITABLE", "code", "patient-refuses", "words", "fears needles"));
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).contains("Stored: not suitable", "not suitable");
    assertThat(candidate("bert").candidate().state()).isEqualTo(CandidateState.REJECTED);
    assertThat(candidate("bert").candidate().reason()).contains("patient-refuses: fears needles");
    assertThat(
            jdbc.sql("select kind || ' ' || via from answer where candidate = ? order by id")
                .param(candidate("bert").candidate().number())
                .query(String.class)
                .list())
        .containsExactly(
            "SNOOZED details-page", "NEVER_THIS_TRIAL details-page", "NOT_SUITABLE details-page");
  }

  @Test
  void anotherEmrDoesNotLaunchUs() {
    Page refused = visitor().get(LaunchingEmr.path("https://evil.example/fhir", "x"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("Not opened from our EMR", "trialward.smart.servers");
    assertThat(visitor().get("/smart/launch?iss=" + EMR.iss()).text()).contains("launch; one is");
  }

  @Test
  void theRequestProvesItselfAndNamesItsAudience() {
    URI asked = visitor().get(EMR.launch(Map.of("patient", "cleo"))).redirect();
    assertThat(asked.toString()).startsWith(EMR.root() + "/oauth2/authorize");
    assertThat(asked.getQuery())
        .contains("code_challenge_method=S256", "aud=" + EMR.iss(), "launch=launch-", "nonce=")
        .contains("scope=launch openid fhirUser patient/Patient.rs user/Practitioner.r");
  }

  @Test
  void aForgedStateOpensNothing() {
    Visitor visitor = visitor();
    URI back = visitor.throughTheEmr(EMR.launch(Map.of("patient", "cleo")));
    Page forged = visitor.get(back.toString().replaceAll("state=[^&]+", "state=forged"));
    assertThat(forged.status()).isEqualTo(403);
    assertThat(forged.text()).contains("This launch is used up");
    assertThat(visitor.get(page("cleo")).status()).isEqualTo(403);
  }

  @Test
  void aLaunchIsFinishedInTheBrowserThatBeganIt() {
    URI back = visitor().throughTheEmr(EMR.launch(Map.of("patient", "cleo")));
    assertThat(visitor().get(back.toString()).status()).isEqualTo(403);
  }

  @Test
  void aCallbackWorksOnce() {
    Visitor visitor = visitor();
    URI back = visitor.throughTheEmr(EMR.launch(Map.of("patient", "cleo")));
    assertThat(visitor.get(back.toString()).redirect().getPath()).isEqualTo("/smart/patient");
    Page again = visitor.get(back.toString());
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.text()).contains("This launch is used up");
  }

  @Test
  void aCodeThatWasAskedForWithAnotherProofIsRefusedByTheEmr() {
    Visitor visitor = visitor();
    URI asked = visitor.get(EMR.launch(Map.of("patient", "cleo"))).redirect();
    String tampered =
        asked.toString().replaceAll("code_challenge=[^&]+", "code_challenge=" + "A".repeat(43));
    Page refused = visitor.get(visitor.get(tampered).redirect().toString());
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.text()).contains("The EMR refused Trialward", "PKCE");
  }

  @Test
  void whomTheEmrDeniesIsToldSo() {
    Visitor visitor = visitor();
    String state =
        visitor
            .get(EMR.launch(Map.of("patient", "cleo")))
            .redirect()
            .toString()
            .replaceAll(".*state=([^&]+).*", "$1");
    Page denied = visitor.get("/smart/callback?error=access_denied&state=" + state);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.text()).contains("The EMR did not allow it");
  }

  @Test
  void aLaunchWithoutPatientOrPractitionerOpensNothing() {
    assertThat(visitor().follow(EMR.launch(Map.of())).text()).contains("No patient is open");
    EMR.says().fhirUser.set("Patient/anna");
    assertThat(visitor().follow(EMR.launch(Map.of("patient", "anna"))).text())
        .contains("For those who treat");
  }

  @Test
  void anIdTokenOfAnotherIssuerProvesNothing() {
    EMR.says().issuerInTokens.set("https://evil.example");
    Page refused = visitor().follow(EMR.launch(Map.of("patient", "anna")));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("Who you are is not proven");
  }

  @Test
  void aLaunchOpensOnePatientAndNothingElse() {
    Visitor visitor = launched("cleo");
    assertThat(visitor.get(page("cleo")).status()).isEqualTo(200);
    Page other = visitor.get(page("dora"));
    assertThat(other.status()).isEqualTo(404);
    assertThat(other.text()).doesNotContain("dora", "diabetes");
    assertThat(
            visitor
                .post(
                    page("dora") + "/answer",
                    visitor.form(page("cleo"), Map.of("kind", "REFERRED")))
                .status())
        .isEqualTo(404);
    assertThat(candidate("dora").candidate().state()).isEqualTo(CandidateState.CONFIRMED);
    for (String elsewhere :
        List.of("/", "/trials/" + TRIAL, "/candidates/1", "/operations", "/smart/other")) {
      assertThat(visitor.get(elsewhere).status()).as(elsewhere).isIn(302, 403);
    }
  }

  @Test
  void whoDidNotComeFromTheEmrSeesNothing() {
    Page refused = visitor().get(page("cleo"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).contains("This page has ended").doesNotContain("cleo");
  }

  @Test
  void anAnswerFromAnotherSiteIsRefused() {
    Visitor visitor = launched("cleo");
    Page refused = visitor.post(page("cleo") + "/answer", Map.of("kind", "REFERRED"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(candidate("cleo").candidate().state()).isEqualTo(CandidateState.CONFIRMED);
  }

  @Test
  void aSessionEndsByItself() {
    Visitor visitor = launched("cleo");
    jdbc.sql("update smart_session set ends_at = now() - interval '1 second'").update();
    assertThat(visitor.get(page("cleo")).status()).isEqualTo(403);
  }

  @Test
  void theEmrMayNameTheCandidateAndItsFrameMayNameThePatient() {
    String number = String.valueOf(candidate("dora").candidate().number());
    Page named =
        visitor()
            .follow(
                EMR.launch(
                    Map.of("patient", "dora", "need_patient_banner", false, "appContext", number)));
    assertThat(named.path()).isEqualTo(page("dora"));
    assertThat(named.text()).doesNotContain("Name of dora", "MRN-dora");
  }

  @Test
  void whatHasNotLeftTheQueueIsNotShown() {
    Page page = visitor().follow(EMR.launch(Map.of("patient", "fred")));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("No trial is proposed");
    assertThat(launched("fred").get(page("fred")).status()).isEqualTo(404);
  }

  @Test
  void aPatientWhoWantsNoResearchIsNotShown() {
    optOuts.record(new PatientId("emil"), new OptOut("Consent/1", Optional.empty()));
    Visitor visitor = visitor();
    Page page = visitor.follow(EMR.launch(Map.of("patient", "emil")));
    assertThat(page.text())
        .contains("Nothing is shown", "does not want to be asked about research")
        .doesNotContain("A trial");
    assertThat(visitor.get(page("emil")).status()).isEqualTo(404);
  }

  @Test
  void onlyTheseStandInTheFramesOfTheEmr() {
    Page details = launched("cleo").get(page("cleo"));
    assertThat(details.header("Content-Security-Policy"))
        .contains("frame-ancestors " + FRAME, "form-action 'self'");
    assertThat(details.header("X-Frame-Options")).isEmpty();
    assertThat(details.header("Cache-Control")).contains("no-store");
    Page door = visitor().get("/login");
    assertThat(door.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(door.header("X-Frame-Options")).isEqualTo("DENY");
  }
}
