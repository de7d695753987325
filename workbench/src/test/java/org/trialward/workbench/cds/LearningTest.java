package org.trialward.workbench.cds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trialward.workbench.TestCharts.diabetic;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.cds.CdsRequest;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestEngine;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.flag.Viewer;
import org.trialward.workbench.settings.TrialwardSettings.Deliver.Moment;

/** What is not said is asked after the answer, and known at the next opening. */
class LearningTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final String USER = "Practitioner/7";
  private static final String NOTHING = "{\"resourceType\": \"Bundle\", \"type\": \"searchset\"}";

  @RegisterExtension
  static final WireMockExtension EMR =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir Path trialFiles;
  private TestEngine engine;
  private KnownViewers known;
  private Viewers viewers;

  @BeforeEach
  void annaMayFit() {
    DATABASE.clear();
    engine = new TestEngine(DATABASE, trialFiles, Moment.CONFIRMATION);
    TestTrials.write(trialFiles, "T1", "1", "recruiting", TestTrials.DIABETES_WITHOUT_HEART_ATTACK);
    engine.trials.reload("test");
    engine.changed(diabetic("anna"));
    known = new KnownViewers(engine.jdbc, engine.clock.site());
    viewers = new Viewers(known, engine.clock.site());
    EMR.stubFor(get(anyUrl()).willReturn(okJson(NOTHING)));
    EMR.stubFor(
        get(urlPathEqualTo("/fhir/Patient/anna"))
            .willReturn(okJson("{\"resourceType\": \"Patient\", \"id\": \"anna\"}")));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static CdsRequest call(String patient) {
    return CdsRequest.read(
        """
        {"hook": "patient-view", "hookInstance": "1", "context": {"userId": "%s", "patientId": "%s"}}
        """
            .formatted(USER, patient)
            .getBytes(UTF_8));
  }

  private Emr emr() {
    return new Emr(
        new EmrSettings(
            URI.create(EMR.baseUrl() + "/fhir"),
            Optional.empty(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            50,
            ZoneOffset.UTC),
        engine.clock);
  }

  /** One opening, until everything that follows it is done. */
  private Viewer open(String patient) {
    CdsRequest call = call(patient);
    Viewers.Sighting sighting = viewers.of(call);
    try (Learning learning =
        new Learning(known, engine.candidates, () -> Optional.of(emr()), engine.clock.site())) {
      learning.after(call, sighting);
    }
    return sighting.viewer();
  }

  private void emrKnowsTheCareTeam() {
    EMR.stubFor(
        get(urlPathEqualTo("/fhir/CareTeam"))
            .willReturn(
                okJson(
                    """
                    {"resourceType": "Bundle", "entry": [{"resource":
                      {"resourceType": "CareTeam", "status": "active", "subject": {"reference": "Patient/anna"},
                       "participant": [{"member": {"reference": "Practitioner/7"}}]}}]}
                    """)));
    EMR.stubFor(
        get(urlPathEqualTo("/fhir/PractitionerRole"))
            .willReturn(
                okJson(
                    """
                    {"resourceType": "Bundle", "entry": [{"resource":
                      {"resourceType": "PractitionerRole", "practitioner": {"reference": "Practitioner/7"},
                       "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "394583002"}]}]}}]}
                    """)));
  }

  @Test
  void theSecondOpeningKnowsWhatTheFirstDidNot() {
    emrKnowsTheCareTeam();
    assertThat(open("anna")).isEqualTo(new Viewer(USER, Set.of(), false));
    assertThat(open("anna"))
        .isEqualTo(new Viewer(USER, Set.of("http://snomed.info/sct|394583002"), true));
    EMR.verify(1, getRequestedFor(urlPathEqualTo("/fhir/CareTeam")));
  }

  @Test
  void whatWasLearnedIsForgottenInTime() {
    emrKnowsTheCareTeam();
    open("anna");
    engine.clock.advance(Duration.ofDays(31));
    assertThat(viewers.of(call("anna")).viewer().treats()).isFalse();
    assertThat(viewers.of(call("anna")).viewer().specialties()).isNotEmpty();
    engine.clock.advance(Duration.ofDays(60));
    assertThat(viewers.of(call("anna")).viewer().specialties()).isEmpty();
    known.forget();
    assertThat(
            engine
                .jdbc
                .sql("select (select count(*) from viewer) + (select count(*) from treating)")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void whoDoesNotTreatIsAskedAboutAgainTheNextDayAndNotBefore() {
    open("anna");
    open("anna");
    EMR.verify(1, getRequestedFor(urlPathEqualTo("/fhir/CareTeam")));
    emrKnowsTheCareTeam();
    engine.clock.advance(Duration.ofHours(25));
    open("anna");
    assertThat(open("anna").treats()).isTrue();
  }

  @Test
  void anEmrThatRefusesOneQuestionLeavesItOpen() {
    EMR.stubFor(get(urlPathEqualTo("/fhir/CareTeam")).willReturn(aResponse().withStatus(403)));
    assertThat(open("anna").treats()).isFalse();
    emrKnowsTheCareTeam();
    open("anna");
    assertThat(open("anna").treats()).isTrue();
  }

  @Test
  void aboutAPatientWithNothingToShowNobodyIsAsked() {
    open("somebody");
    EMR.verify(0, getRequestedFor(anyUrl()));
  }
}
