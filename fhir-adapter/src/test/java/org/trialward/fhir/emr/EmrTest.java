package org.trialward.fhir.emr;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.trialward.fhir.Resources;
import org.trialward.fhir.emr.EmrCapabilities.Interaction;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.EmrException.Reason;

class EmrTest {
  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  private static Emr emr() {
    return emr(URI.create(SERVER.baseUrl() + "/fhir"), Duration.ofSeconds(20));
  }

  private static Emr emr(URI address, Duration readTimeout) {
    return new Emr(
        new EmrSettings(
            address,
            Optional.of("secret-token"),
            Duration.ofSeconds(2),
            readTimeout,
            50,
            ZoneId.of("Europe/Berlin")),
        CLOCK);
  }

  private static ResponseDefinitionBuilder fhir(String singleQuoted) {
    return aResponse()
        .withHeader("Content-Type", "application/fhir+json")
        .withBody(Resources.json(singleQuoted));
  }

  private static EmrException failure(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
    return catchThrowableOfType(EmrException.class, () -> emr().search("Observation?patient=1"));
  }

  @Nested
  class WhenTheEmrDoesNotDoWhatWasAsked {
    @Test
    void tooManyRequestsIsBusyAndSaysForHowManySeconds() {
      EmrException e = failure(aResponse().withStatus(429).withHeader("Retry-After", "17"));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.isRetryable()).isTrue();
      assertThat(e.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void retryAfterMayBeADate() {
      EmrException e =
          failure(
              aResponse()
                  .withStatus(503)
                  .withHeader("Retry-After", "Sun, 22 Nov 2026 12:01:30 GMT"));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.retryAfter()).contains(Duration.ofSeconds(90));
    }

    @Test
    void aRetryAfterThatIsNeitherIsAsIfThereWereNone() {
      EmrException e = failure(aResponse().withStatus(503).withHeader("Retry-After", "soon"));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.retryAfter().orElseThrow())
          .isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
    }

    @Test
    void refusedCredentialsNameTheSetting() {
      EmrException e = failure(aResponse().withStatus(401));
      assertThat(e.category()).isEqualTo(Category.REJECTED);
      assertThat(e.isRetryable()).isFalse();
      assertThat(e)
          .hasMessage(
              "The EMR refused our credentials (401): check trialward.emr.token, or ask its"
                  + " administrator to renew them.");
    }

    @Test
    void aForbiddenReadSaysWhomToAsk() {
      assertThat(failure(aResponse().withStatus(403))).hasMessageContaining("administrator");
    }

    /** AWS HealthLake takes no page of more than 100. */
    @Test
    void aRefusalThatMayBeOfThePageSizeNamesItsSetting() {
      assertThat(failure(aResponse().withStatus(400)))
          .hasMessageContaining("lower trialward.emr.page-size");
    }

    @Test
    void anErrorsTextIsNeverPassedOn() {
      EmrException e =
          failure(
              fhir("{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'invalid','diagnostics':'Patient Jane Doe is odd'}]}")
                  .withStatus(422));
      assertThat(e.category()).isEqualTo(Category.REJECTED);
      assertThat(e).hasMessageNotContaining("Jane").hasNoCause();
    }

    @Test
    void aServerErrorIsUnavailable() {
      assertThat(failure(aResponse().withStatus(502)).category()).isEqualTo(Category.UNAVAILABLE);
    }

    @Test
    void aLoginPageIsAFault() {
      EmrException e =
          failure(
              aResponse()
                  .withHeader("Content-Type", "text/html")
                  .withBody("<html>Please log in, Dr Doe</html>"));
      assertThat(e.category()).isEqualTo(Category.FAULT);
      assertThat(e).hasMessageContaining("trialward.emr.url").hasMessageNotContaining("Doe");
    }

    @Test
    void brokenJsonIsAFault() {
      EmrException e = failure(fhir("{'resourceType':'Bundle','entry':[{"));
      assertThat(e.category()).isEqualTo(Category.FAULT);
    }

    @Test
    void anotherResourceThanABundleIsAFault() {
      assertThat(failure(fhir("{'resourceType':'Patient','id':'1'}")).category())
          .isEqualTo(Category.FAULT);
    }

    @Test
    void aRedirectIsNotFollowedAndNamesTheSetting() {
      EmrException e =
          failure(aResponse().withStatus(302).withHeader("Location", SERVER.baseUrl() + "/other"));
      assertThat(e.category()).isEqualTo(Category.FAULT);
      assertThat(e).hasMessageContaining("trialward.emr.url");
      SERVER.verify(0, getRequestedFor(urlEqualTo("/other")));
    }

    @Test
    void aBrokenConnectionIsUnavailable() {
      assertThat(failure(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)).category())
          .isEqualTo(Category.UNAVAILABLE);
    }

    @Test
    void silenceIsUnavailable() {
      SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000)));
      Emr impatient = emr(URI.create(SERVER.baseUrl() + "/fhir"), Duration.ofMillis(200));
      EmrException e =
          catchThrowableOfType(EmrException.class, () -> impatient.read("Patient", "1"));
      assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(e).hasMessageContaining("did not answer");
    }

    @Test
    void nobodyThereIsUnavailable() throws IOException {
      int free;
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = socket.getLocalPort();
      }
      Emr gone = emr(URI.create("http://127.0.0.1:" + free), Duration.ofSeconds(2));
      EmrException e = catchThrowableOfType(EmrException.class, () -> gone.read("Patient", "1"));
      assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(e).hasMessageContaining("cannot be reached");
    }
  }

  @Nested
  class Reading {
    private static void isThere() {
      SERVER.stubFor(
          get("/fhir/metadata")
              .willReturn(fhir("{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1'}")));
    }

    @Test
    void whatIsGoneIsEmpty() {
      isThere();
      SERVER.stubFor(get("/fhir/Patient/1").willReturn(aResponse().withStatus(410)));
      SERVER.stubFor(get("/fhir/Patient/2").willReturn(aResponse().withStatus(404)));
      assertThat(emr().read("Patient", "1")).isEmpty();
      assertThat(emr().read("Patient", "2")).isEmpty();
    }

    @Test
    void whatTheEmrItselfSaysIsGoneNeedsNoOtherAnswer() {
      SERVER.stubFor(
          get("/fhir/Patient/1")
              .willReturn(
                  fhir("{'resourceType':'OperationOutcome','issue':[{'code':'not-found'}]}")
                      .withStatus(404)));
      assertThat(emr().read("Patient", "1")).isEmpty();
      SERVER.verify(0, getRequestedFor(urlEqualTo("/fhir/metadata")));
    }

    /** As Tomcat or IIS does while an application is deployed anew. */
    @Test
    void nothingIsGoneWhereEverythingIsNotFound() {
      SERVER.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withStatus(404)
                      .withHeader("Content-Type", "text/html")
                      .withBody("<html>404 - Not Found</html>")));
      EmrException e = catchThrowableOfType(EmrException.class, () -> emr().read("Patient", "1"));
      assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(e).hasMessageContaining("Nothing is removed");
    }

    @Test
    void nothingIsGoneWhereALoginPageAnswersForTheEmr() {
      SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withBody("<html>Please log in</html>")));
      SERVER.stubFor(get("/fhir/Patient/1").willReturn(aResponse().withStatus(404)));
      assertThat(
              catchThrowableOfType(EmrException.class, () -> emr().read("Patient", "1")).category())
          .isEqualTo(Category.UNAVAILABLE);
    }

    @Test
    void pagesAreFollowedAsTheyAreAndEachResourceCountsOnceInItsHighestVersion() {
      String next = SERVER.baseUrl() + "/odd?_getpages=a%7Cb&x=%C3%A4";
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','type':'searchset','link':[{'relation':'next','url':'%s'}],'entry':[{'resource':{'resourceType':'Observation','id':'1','meta':{'versionId':'10'}}},{'resource':{'resourceType':'Observation','id':'2','meta':{'versionId':'1'}}}]}"
                          .formatted(next))));
      SERVER.stubFor(
          get("/odd?_getpages=a%7Cb&x=%C3%A4")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','type':'searchset','entry':[{'resource':{'resourceType':'Observation','id':'1','meta':{'versionId':'9'}}},{'resource':{'resourceType':'Observation','id':'2','meta':{'versionId':'2'}}},{'resource':{'resourceType':'OperationOutcome'},'search':{'mode':'outcome'}}]}")));
      assertThat(emr().search("Observation?patient=1"))
          .extracting(Resource::getIdPart, Versions::of)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("1", "10"),
              org.assertj.core.groups.Tuple.tuple("2", "2"));
    }

    @Test
    void aPathFromTheRootOfTheHostIsALink() {
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'/fhir/Observation?page=2'}],'entry':[{'resource':{'resourceType':'Observation','id':'1'}}]}")));
      SERVER.stubFor(
          get("/fhir/Observation?page=2")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'Observation?page=3'}]}")));
      SERVER.stubFor(
          get("/fhir/Observation?page=3")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'2'}}]}")));
      assertThat(emr().search("Observation?patient=1")).hasSize(2);
    }

    @Test
    void aLaterPageThatIsRefusedWasForgotten() {
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s/fhir?page=2'}]}"
                          .formatted(SERVER.baseUrl()))));
      SERVER.stubFor(get("/fhir?page=2").willReturn(aResponse().withStatus(400)));
      assertThat(
              catchThrowableOfType(EmrException.class, () -> emr().search("Observation?patient=1"))
                  .is(Reason.PAGES_EXPIRED))
          .isTrue();
      SERVER.verify(2, getRequestedFor(urlEqualTo("/fhir/Observation?patient=1")));
    }

    @Test
    void jsonIsAskedForFirst() {
      SERVER.stubFor(
          get("/fhir/Patient/1").willReturn(fhir("{'resourceType':'Patient','id':'1'}")));
      SERVER.stubFor(get("/fhir/Patient?name=x").willReturn(fhir("{'resourceType':'Bundle'}")));
      emr().read("Patient", "1");
      emr().search("Patient?name=x");
      SERVER.verify(
          2, getRequestedFor(anyUrl()).withHeader("Accept", matching("application/fhir\\+json.*")));
    }

    @Test
    void aSearchWhosePagesExpiredIsBegunAgain() {
      String page =
          "{'resourceType':'Bundle','type':'searchset','link':[{'relation':'next','url':'%s/fhir?page=2'}],'entry':[{'resource':{'resourceType':'Observation','id':'1'}}]}"
              .formatted(SERVER.baseUrl());
      SERVER.stubFor(get("/fhir/Observation?patient=1").willReturn(fhir(page)));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("expiry")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(aResponse().withStatus(410))
              .willSetStateTo("fresh"));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("expiry")
              .whenScenarioStateIs("fresh")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'2'}}]}")));
      assertThat(emr().search("Observation?patient=1")).hasSize(2);
    }

    /** Those before it would have to be read again, and on a bad line that never ends. */
    @Test
    void aLaterPageThatGetsNoAnswerIsAskedForAgainInItsPlace() {
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','type':'searchset','link':[{'relation':'next','url':'%s/fhir?page=2'}]}"
                          .formatted(SERVER.baseUrl()))));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("bad line")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
              .willSetStateTo("better"));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("bad line")
              .whenScenarioStateIs("better")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'2'}}]}")));
      assertThat(emr().search("Observation?patient=1")).hasSize(1);
      SERVER.verify(1, getRequestedFor(urlEqualTo("/fhir/Observation?patient=1")));
    }

    @Test
    void pagesInACircleAreAFault() {
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s/fhir/Observation?patient=1&p=1'}]}"
                          .formatted(SERVER.baseUrl()))));
      SERVER.stubFor(
          get("/fhir/Observation?patient=1&p=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s/fhir/Observation?patient=1&p=1'}]}"
                          .formatted(SERVER.baseUrl()))));
      assertThatThrownBy(() -> emr().search("Observation?patient=1"))
          .hasMessageContaining("circle");
    }

    @Test
    void theTokenGoesToTheEmrsOwnHostOnly() {
      String elsewhere = SERVER.baseUrl().replace("localhost", "127.0.0.1") + "/fhir?page=2";
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s'}]}"
                          .formatted(elsewhere))));
      SERVER.stubFor(get("/fhir?page=2").willReturn(fhir("{'resourceType':'Bundle'}")));
      emr().search("Observation?patient=1");
      SERVER.verify(
          getRequestedFor(urlEqualTo("/fhir/Observation?patient=1"))
              .withHeader("Authorization", equalTo("Bearer secret-token")));
      SERVER.verify(
          getRequestedFor(urlEqualTo("/fhir?page=2")).withHeader("Authorization", absent()));
    }

    @Test
    void pagesElsewhereThatWantATokenAreTheServersMistake() {
      String elsewhere = SERVER.baseUrl().replace("localhost", "127.0.0.1") + "/fhir?page=2";
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s'}]}"
                          .formatted(elsewhere))));
      SERVER.stubFor(get("/fhir?page=2").willReturn(aResponse().withStatus(401)));
      assertThatThrownBy(() -> emr().search("Observation?patient=1"))
          .isInstanceOf(EmrException.class)
          .hasMessageContaining("public address");
    }

    @Test
    void aValueThatCannotBeReadDoesNotSpoilThePage() {
      SERVER.stubFor(
          get("/fhir/Observation?patient=1")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'1','status':'odd','effectiveDateTime':'yesterday','valueQuantity':{'value':'much'}}}]}")));
      assertThat(emr().search("Observation?patient=1")).hasSize(1);
    }
  }

  @Nested
  class Capabilities {
    private EmrCapabilities of(String version) {
      SERVER.stubFor(
          get("/fhir/metadata")
              .willReturn(
                  fhir(
                      "{'resourceType':'CapabilityStatement','fhirVersion':'%s','rest':[{'mode':'server','interaction':[{'code':'history-system'}],'resource':[{'type':'Observation','interaction':[{'code':'read'},{'code':'search-type'}],'searchParam':[{'name':'_lastUpdated'}]},{'type':'Patient','interaction':[{'code':'read'}],'searchParam':[{'name':'_lastUpdated'}]}]}]}"
                          .formatted(version))));
      return emr().capabilities();
    }

    @Test
    void areWhatMetadataSays() {
      EmrCapabilities capabilities = of("4.0.1");
      assertThat(capabilities.hasSystemHistory()).isTrue();
      assertThat(capabilities.searchesByLastUpdated("Observation")).isTrue();
      assertThat(capabilities.searchesByLastUpdated("Patient")).isFalse();
      assertThat(capabilities.accepts("Observation", Interaction.READ)).isTrue();
      assertThat(capabilities.accepts("Observation", Interaction.CREATE)).isFalse();
      assertThat(capabilities.accepts("Flag", Interaction.READ)).isFalse();
    }

    @Test
    void aParameterOfAllTypesIsOneOfEach() {
      SERVER.stubFor(
          get("/fhir/metadata")
              .willReturn(
                  fhir(
                      "{'resourceType':'CapabilityStatement','fhirVersion':'4.0.1','rest':[{'mode':'server','searchParam':[{'name':'_lastUpdated'}],'resource':[{'type':'Observation','interaction':[{'code':'search-type'}],'searchParam':[{'name':'patient'}]}]}]}")));
      assertThat(emr().capabilities().searchesByLastUpdated("Observation")).isTrue();
      assertThat(emr().capabilities().searchesByLastUpdated("Condition")).isFalse();
    }

    @Test
    void anotherFhirVersionIsRefused() {
      assertThatThrownBy(() -> of("3.0.2"))
          .isInstanceOf(EmrException.class)
          .hasMessageContaining("3.0.2")
          .hasMessageContaining("4.0.x");
      assertThatThrownBy(() -> of("5.0.0")).hasMessageContaining("4.0.x");
    }
  }

  @Nested
  class Settings {
    @Test
    void neverPrintTheToken() {
      assertThat(emr().settings().toString()).doesNotContain("secret-token").contains("token set");
    }

    @Test
    void refuseAnAddressThatIsNotHttp() {
      assertThatThrownBy(() -> emr(URI.create("ftp://emr.example"), Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> emr(URI.create("http://me:pw@emr.example"), Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class WhatEpicSaysByItsOwnCodes {
    private String outcome(String code) {
      return "{'resourceType':'OperationOutcome','issue':[{'severity':'fatal','code':'processing','details':{'coding':[{'system':'urn:oid:1.2.840.114350.1.13.0.1.7.2.657369','code':'%s','display':'Jane Doe'}]},'diagnostics':'Jane Doe'}]}"
          .formatted(code);
    }

    private EmrException refusal(int status, String code) {
      EmrException e = failure(fhir(outcome(code)).withStatus(status));
      assertThat(e).hasMessageNotContaining("Jane");
      return e;
    }

    @Test
    void aSearchWhosePagesAreForgottenIsBegunAgain() {
      String first =
          "{'resourceType':'Bundle','link':[{'relation':'next','url':'%s/fhir?page=2'}],'entry':[{'resource':{'resourceType':'Observation','id':'1'}}]}"
              .formatted(SERVER.baseUrl());
      SERVER.stubFor(get("/fhir/Observation?patient=1").willReturn(fhir(first)));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("4113")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(fhir(outcome("4113")).withStatus(400))
              .willSetStateTo("fresh"));
      SERVER.stubFor(
          get("/fhir?page=2")
              .inScenario("4113")
              .whenScenarioStateIs("fresh")
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Observation','id':'2'}}]}")));
      assertThat(emr().search("Observation?patient=1")).hasSize(2);
    }

    @Test
    void aRestrictedRecordIsForAPerson() {
      for (String code : new String[] {"4130", "4131", "4134"}) {
        EmrException e = refusal(403, code);
        assertThat(e.is(Reason.RESTRICTED)).isTrue();
        assertThat(e.isRetryable()).isFalse();
        assertThat(e).hasMessageContaining("never breaks the glass");
      }
    }

    @Test
    void aRestrictionMayStandBesideAnEmptyAnswer() {
      EmrException e =
          failure(
              fhir(
                  "{'resourceType':'Bundle','entry':[{'resource':%s,'search':{'mode':'outcome'}}]}"
                      .formatted(outcome("4134"))));
      assertThat(e.is(Reason.RESTRICTED)).isTrue();
    }

    @Test
    void whatIsOnlyAWarningStopsNothing() {
      SERVER.stubFor(
          any(anyUrl())
              .willReturn(
                  fhir(
                      "{'resourceType':'Bundle','entry':[{'resource':%s,'search':{'mode':'outcome'}}]}"
                          .formatted(outcome("4101")))));
      assertThat(emr().search("Observation?patient=1")).isEmpty();
    }

    @Test
    void aMergedRecordComesAsARedirectAndIsNoWrongAddress() {
      EmrException e = refusal(301, "4107");
      assertThat(e.is(Reason.MERGED)).isTrue();
      assertThat(e).hasMessageContaining("surviving record");
    }

    @Test
    void whoIsToComeAgainTomorrowDoesSoInTheSitesZone() {
      EmrException e = refusal(400, "4135");
      assertThat(e.category()).isEqualTo(Category.BUSY);
      // Noon in UTC is one o'clock in Berlin.
      assertThat(e.retryAfter()).contains(Duration.ofHours(11));
    }

    @Test
    void aListThatIsCutShortIsNotTakenForTheWhole() {
      EmrException e =
          failure(
              fhir(
                  "{'resourceType':'Bundle','entry':[{'resource':%s,'search':{'mode':'outcome'}}]}"
                      .formatted(outcome("4127"))));
      assertThat(e.is(Reason.CUT_SHORT)).isTrue();
      assertThat(e).hasMessageContaining("bulk export");
    }

    @Test
    void theSameNumberOfAnotherVendorMeansNothing() {
      EmrException e =
          failure(
              fhir(outcome("4131").replace("urn:oid:1.2.840.114350.1.13", "urn:other"))
                  .withStatus(403));
      assertThat(e.is(Reason.RESTRICTED)).isFalse();
    }
  }
}
