package org.trialward.fhir.emr.smart;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.fhir.FakeEmr;
import org.trialward.fhir.Resources;
import org.trialward.fhir.SetClock;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.Limits;
import org.trialward.fhir.emr.StayAway;

class BackendServicesTest {
  private static final SetClock CLOCK = new SetClock(FakeEmr.NOW);
  private static final JWK RSA = rsa("rsa-1", 2048);
  private static final JWK EC = ec("ec-1", Curve.P_384);
  private static final Scopes SCOPES =
      Scopes.of(List.of("Patient", "Observation", "ResearchSubject"), List.of("ResearchSubject"));

  private final TokenEndpoint endpoint = new TokenEndpoint(CLOCK);

  @RegisterExtension
  final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort().extensions(endpoint))
          .build();

  @TempDir private Path folder;

  static JWK rsa(String kid, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JWK ec(String kid, Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(JWK... keys) {
    return write(new JWKSet(List.of(keys)).toString(false));
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("keys.json"), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void anEmrWithAnAuthorizationServer() {
    server.stubFor(post("/token").willReturn(aResponse().withTransformers(TokenEndpoint.NAME)));
    discoverable("");
    server.stubFor(
        get("/fhir/Patient/1")
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/fhir+json")
                    .withBody(Resources.json("{'resourceType':'Patient','id':'1'}"))));
  }

  private void discoverable(String more) {
    server.stubFor(
        get("/fhir/.well-known/smart-configuration")
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        Resources.json(
                            "{'token_endpoint':'%s/token'%s}".formatted(server.baseUrl(), more)))));
  }

  /** Keys in the file, their public halves with the EMR. */
  private BackendServices registered(JWK... keys) {
    ClientKeys ours = new ClientKeys(write(keys));
    endpoint.registered(ours.publicJson());
    return services(ours, Optional.empty());
  }

  private BackendServices services(ClientKeys keys, Optional<URI> tokenUrl) {
    return new BackendServices(
        new SmartSettings(
            URI.create(server.baseUrl() + "/fhir"),
            "our-client",
            tokenUrl,
            SCOPES,
            Duration.ofSeconds(20)),
        keys,
        CLOCK);
  }

  private Emr emr(BackendServices services) {
    return new Emr(
        FakeEmr.settings(URI.create(server.baseUrl() + "/fhir")),
        services,
        Limits.NONE,
        new StayAway(CLOCK),
        CLOCK);
  }

  private int asked() {
    return server.findAll(postRequestedFor(urlEqualTo("/token"))).size();
  }

  private EmrException failure(ResponseDefinitionBuilder answer) {
    BackendServices services = registered(RSA);
    server.stubFor(post("/token").willReturn(answer));
    return catchThrowableOfType(EmrException.class, services::token);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(
            Resources.json(
                "{'error':'%s','error_description':'Jane Doe, eyJhbGciOi'}".formatted(code)));
  }

  @Nested
  class ATokenIsHad {
    @Test
    void byAnAssertionThatThePublishedRsaKeyProves() {
      assertThat(registered(RSA).token()).contains("token-1");
    }

    @Test
    void byAnAssertionThatThePublishedEllipticKeyProves() {
      assertThat(registered(EC).token()).contains("token-1");
    }

    @Test
    void forOneScopeATypeInTheSecondSpelling() {
      assertThat(registered(EC).token()).isPresent();
      assertThat(endpoint.scopes())
          .containsExactly(
              "system/Patient.rs system/Observation.rs system/ResearchSubject.rs system/ResearchSubject.cu");
    }

    @Test
    void inTheFirstSpellingWhereTheSecondIsNotUnderstoodAndThenAtOnce() {
      endpoint.grants(scope -> scope.endsWith(".read") || scope.endsWith(".write"));
      BackendServices services = registered(EC);
      assertThat(services.token()).contains("token-1");
      CLOCK.pass(Duration.ofMinutes(5));
      assertThat(services.token()).contains("token-2");
      String old =
          "system/Patient.read system/Observation.read system/ResearchSubject.read system/ResearchSubject.write";
      assertThat(endpoint.scopes())
          .containsExactly(
              "system/Patient.rs system/Observation.rs system/ResearchSubject.rs system/ResearchSubject.cu",
              old,
              old);
    }

    @Test
    void atOnceInTheFirstSpellingWhereTheEmrListsNoOther() {
      discoverable(
          ",'scopes_supported':['openid','system/Patient.read','system/ResearchSubject.read']");
      assertThat(registered(EC).token()).isPresent();
      assertThat(endpoint.scopes())
          .containsExactly(
              "system/Patient.read system/ResearchSubject.read system/ResearchSubject.write");
    }

    @Test
    void onlyForTypesThatTheEmrLists() {
      discoverable(",'scopes_supported':['system/Patient.rs','system/Observation.cruds']");
      assertThat(registered(EC).token()).isPresent();
      assertThat(endpoint.scopes()).containsExactly("system/Patient.rs system/Observation.rs");
    }

    @Test
    void withTheFirstKeyWhoseAlgorithmTheEmrAccepts() {
      discoverable(",'token_endpoint_auth_signing_alg_values_supported':['ES384']");
      assertThat(registered(RSA, EC).token()).isPresent();
      assertThat(endpoint.signedBy()).containsExactly("ec-1");
    }

    @Test
    void fromTheConfiguredAddressWhereTheEmrNamesNone() {
      server.stubFor(
          get("/fhir/.well-known/smart-configuration")
              .willReturn(aResponse().withStatus(404).withBody("<html>not here</html>")));
      ClientKeys keys = new ClientKeys(write(EC));
      endpoint.registered(keys.publicJson());
      URI configured = URI.create(server.baseUrl() + "/token");
      assertThat(services(keys, Optional.of(configured)).token()).contains("token-1");
      assertThatThrownBy(() -> services(keys, Optional.empty()).token())
          .isInstanceOf(EmrException.class)
          .hasMessageContaining("set trialward.emr.smart.token-url");
    }
  }

  @Nested
  class AnEmrThatSaysItOtherwise {
    private BackendServices described(String wellKnown, String metadata) {
      server.stubFor(
          get("/fhir/.well-known/smart-configuration")
              .willReturn(wellKnown.isEmpty() ? aResponse().withStatus(404) : json(wellKnown)));
      server.stubFor(get("/fhir/metadata").willReturn(json(metadata)));
      return registered(EC);
    }

    private static ResponseDefinitionBuilder json(String singleQuoted) {
      return aResponse()
          .withHeader("Content-Type", "application/json")
          .withBody(Resources.json(singleQuoted));
    }

    private String statement(String extensions) {
      return "{'resourceType':'CapabilityStatement','rest':[{'mode':'server','security':{'extension':[%s]}}]}"
          .formatted(extensions);
    }

    @Test
    void mayNameItsEndpointInItsCapabilityStatementOnly() {
      String uris =
          "{'url':'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris','extension':[{'url':'authorize','valueUri':'https://emr.example/authorize'},{'url':'token','valueUri':'%s/token'}]}"
              .formatted(server.baseUrl());
      String others = "{'url':'urn:other','extension':[{'url':'token','valueUri':'urn:no'}]},";

      assertThat(described("", statement(others + uris)).token()).contains("token-1");
      assertThat(described("{'scopes_supported':['system/Patient.rs']}", statement(uris)).token())
          .contains("token-2");
      assertThat(endpoint.scopes()).endsWith("system/Patient.rs");
    }

    @Test
    void andNamesNoneAnywhereIsToldWhatToSet() {
      BackendServices services = described("", statement(""));

      assertThatThrownBy(services::token)
          .isInstanceOfSatisfying(
              EmrException.class, e -> assertThat(e.category()).isEqualTo(Category.FAULT))
          .hasMessageContaining("set trialward.emr.smart.token-url");
    }

    @Test
    void andIsDownIsAskedAgainLater() {
      server.stubFor(
          get("/fhir/.well-known/smart-configuration").willReturn(aResponse().withStatus(503)));

      assertThatThrownBy(() -> registered(EC).token())
          .isInstanceOfSatisfying(
              EmrException.class, e -> assertThat(e.category()).isEqualTo(Category.BUSY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "../../token"})
    void mayNameItsEndpointRelativeToWhereItSaysIt(String relative) {
      assertThat(described("{'token_endpoint':'%s'}".formatted(relative), "{}").token())
          .contains("token-1");
    }

    @Test
    void isTheAudienceUnderTheVeryAddressThatItNames() {
      server.stubFor(post("/token/").willReturn(aResponse().withTransformers(TokenEndpoint.NAME)));

      assertThat(
              described("{'token_endpoint':'%s/token/'}".formatted(server.baseUrl()), "{}").token())
          .contains("token-1");
    }

    private void granting(String more) {
      server.stubFor(post("/token").willReturn(json("{'access_token':'abc'%s}".formatted(more))));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          ",'expires_in':600; 539",
          ",'expires_in':'600','token_type':'BEARER'; 539",
          ",'token_type':'bearer'; 239",
          ",'expires_in':null,'token_type':null; 239",
          ",'expires_in':99999999999; 86339"
        })
    void itsTokenIsKeptAsLongAsItSaysInWhateverForm(String said, long seconds) {
      BackendServices services = registered(EC);
      granting(said);
      services.token();
      CLOCK.pass(Duration.ofSeconds(seconds));
      assertThat(services.token()).contains("abc");
      assertThat(asked()).isEqualTo(1);
      CLOCK.pass(Duration.ofSeconds(1));
      services.token();
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsNullIsNone() {
      server.stubFor(post("/token").willReturn(json("{'access_token':null}")));

      assertThatThrownBy(() -> registered(EC).token()).hasMessageContaining("bearer token");
    }
  }

  @Nested
  class Granted {
    private List<String> lacking(String granted) {
      return SCOPES.lacking(List.of(granted.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "system/Patient.rs system/Observation.rs system/ResearchSubject.rs system/ResearchSubject.cu",
          "system/Patient.read system/Observation.read system/ResearchSubject.*",
          "system/*.rs system/ResearchSubject.write",
          "system/*.cruds",
          "openid"
        })
    void isAllThatWasAskedFor(String granted) {
      assertThat(lacking(granted)).isEmpty();
    }

    @Test
    void isLessThanWasAskedFor() {
      assertThat(lacking("system/Patient.rs system/Observation.r system/ResearchSubject.read"))
          .containsExactly("system/Observation.rs", "system/ResearchSubject.cu");
    }

    @Test
    void isUsedWhereItIsLess() {
      BackendServices services = registered(EC);
      server.stubFor(
          post("/token")
              .willReturn(
                  aResponse()
                      .withBody(
                          Resources.json("{'access_token':'abc','scope':'system/Patient.rs'}"))));
      assertThat(services.token()).contains("abc");
    }
  }

  @Nested
  class ATokenIsKept {
    @Test
    void untilAMinuteBeforeItEnds() {
      BackendServices services = registered(EC);
      assertThat(services.token()).contains("token-1");
      CLOCK.pass(Duration.ofSeconds(239));
      assertThat(services.token()).contains("token-1");
      CLOCK.pass(Duration.ofSeconds(1));
      assertThat(services.token()).contains("token-2");
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void forHalfItsTimeWhereItLivesNoLongerThanAMinute() {
      BackendServices services = registered(EC);
      server.stubFor(
          post("/token")
              .willReturn(
                  aResponse()
                      .withBody(
                          Resources.json(
                              "{'access_token':'short','token_type':'Bearer','expires_in':60}"))));
      services.token();
      CLOCK.pass(Duration.ofSeconds(29));
      services.token();
      assertThat(asked()).isEqualTo(1);
      CLOCK.pass(Duration.ofSeconds(1));
      services.token();
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void byTheConnectionThatSendsIt() {
      emr(registered(EC)).read("Patient", "1");
      server.verify(
          getRequestedFor(urlEqualTo("/fhir/Patient/1"))
              .withHeader("Authorization", equalTo("Bearer token-1")));
    }
  }

  @Nested
  class ATokenThatTheEmrRefuses {
    private void refuseFirst(String state, String next) {
      server.stubFor(
          get("/fhir/Patient/1")
              .inScenario("revoked")
              .whenScenarioStateIs(state)
              .willReturn(aResponse().withStatus(401))
              .willSetStateTo(next));
    }

    @Test
    void isReplacedOnceAndTheRequestRepeated() {
      refuseFirst(Scenario.STARTED, "fresh");
      assertThat(emr(registered(EC)).read("Patient", "1")).isPresent();
      assertThat(asked()).isEqualTo(2);
      server.verify(
          getRequestedFor(urlEqualTo("/fhir/Patient/1"))
              .withHeader("Authorization", equalTo("Bearer token-2")));
    }

    @Test
    void isNotReplacedAgainAndAgain() {
      server.stubFor(get("/fhir/Patient/1").willReturn(aResponse().withStatus(401)));
      Emr emr = emr(registered(EC));
      for (int times = 0; times < 3; times++) {
        EmrException e = catchThrowableOfType(EmrException.class, () -> emr.read("Patient", "1"));
        assertThat(e.category()).isEqualTo(Category.REJECTED);
        assertThat(e).hasMessageContaining("trialward.emr.smart.client-id");
      }
      assertThat(asked()).isEqualTo(2);
      assertThat(server.findAll(getRequestedFor(urlEqualTo("/fhir/Patient/1")))).hasSize(4);
    }
  }

  @Nested
  class ANewKey {
    private final JWK next = rsa("rsa-2", 3072);

    @Test
    void isPublishedBesideTheOldOneBeforeItSigns() throws Exception {
      BackendServices services = registered(RSA, next);
      assertThat(JWKSet.parse(new ClientKeys(folder.resolve("keys.json")).publicJson()).getKeys())
          .extracting(JWK::getKeyID)
          .containsExactly("rsa-1", "rsa-2");
      services.token();
      assertThat(endpoint.signedBy()).containsExactly("rsa-1");
    }

    @Test
    void signsAsSoonAsItStandsFirstInTheFile() {
      BackendServices services = registered(RSA, next);
      services.token();
      write(next, RSA);
      CLOCK.pass(Duration.ofMinutes(5));
      assertThat(services.token()).contains("token-2");
      assertThat(endpoint.signedBy()).containsExactly("rsa-1", "rsa-2");
    }

    @Test
    void thatTheEmrDoesNotKnowIsRefusedWithTheRemedy() {
      BackendServices services = registered(RSA);
      write(next);
      assertThatThrownBy(services::token)
          .isInstanceOf(EmrException.class)
          .hasMessageContaining("/.well-known/jwks.json");
    }
  }

  @Nested
  class WhenNoTokenIsToBeHad {
    @Test
    void anUnknownClientIsToldWhatToCheckAndAsksNoMoreForAMinute() {
      EmrException e = failure(error(401, "invalid_client"));
      assertThat(e.category()).isEqualTo(Category.REJECTED);
      assertThat(e.httpStatus()).isEmpty();
      assertThat(e)
          .hasMessageContaining("trialward.emr.smart.client-id")
          .hasMessageNotContaining("Jane")
          .hasMessageNotContaining("eyJ");
    }

    @Test
    void whoWasRefusedAsksAgainAfterAMinute() {
      BackendServices services = registered(EC);
      server.stubFor(post("/token").willReturn(error(400, "invalid_client")));
      for (int times = 0; times < 3; times++) {
        assertThatThrownBy(services::token).hasMessageContaining("invalid_client");
      }
      assertThat(asked()).isEqualTo(1);
      CLOCK.pass(Duration.ofMinutes(1));
      assertThatThrownBy(services::token).hasMessageContaining("invalid_client");
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void scopesRefusedInBothSpellingsNameTheSetting() {
      endpoint.grants(scope -> false);
      BackendServices services = registered(EC);
      assertThatThrownBy(services::token).hasMessageContaining("trialward.emr.smart.scopes");
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aClientThatMayNotIsToldWhomToAsk() {
      assertThat(failure(error(400, "unauthorized_client")))
          .hasMessageContaining("register us as a backend service");
    }

    @Test
    void aBusyServerIsWaitedForAsLongAsItSays() {
      EmrException e = failure(aResponse().withStatus(429).withHeader("Retry-After", "30"));
      assertThat(e.category()).isEqualTo(Category.BUSY);
      assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aBrokenServerIsUnavailable() {
      assertThat(failure(aResponse().withStatus(502)).category()).isEqualTo(Category.UNAVAILABLE);
      assertThat(failure(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)).category())
          .isEqualTo(Category.UNAVAILABLE);
    }

    @Test
    void aLoginPageIsAFault() {
      EmrException e =
          failure(
              aResponse()
                  .withHeader("Content-Type", "text/html")
                  .withBody("<html>Please log in, Dr Doe</html>"));
      assertThat(e.category()).isEqualTo(Category.FAULT);
      assertThat(e).hasMessageContaining("login page").hasMessageNotContaining("Doe");
    }

    @Test
    void aRedirectIsNotFollowed() {
      EmrException e =
          failure(
              aResponse().withStatus(307).withHeader("Location", server.baseUrl() + "/elsewhere"));
      assertThat(e.category()).isEqualTo(Category.FAULT);
      server.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void anEmrThatIsAskedMeanwhileSeesNoRequest() {
      BackendServices services = registered(EC);
      server.stubFor(post("/token").willReturn(error(400, "invalid_client")));
      Emr emr = emr(services);
      assertThatThrownBy(() -> emr.read("Patient", "1")).hasMessageContaining("invalid_client");
      server.verify(0, getRequestedFor(urlEqualTo("/fhir/Patient/1")));
    }
  }

  @Nested
  class Keys {
    private void refused(Path file, String remedy) {
      assertThatThrownBy(() -> new ClientKeys(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trialward.emr.smart.key-file")
          .hasMessageContaining(remedy);
    }

    @Test
    void arePublishedWithoutAnythingSecret() throws Exception {
      String published = new ClientKeys(write(RSA, EC)).publicJson();
      assertThat(JWKSet.parse(published).containsNonPublicKeys()).isFalse();
      for (JWK key : JWKSet.parse(published).getKeys()) {
        assertThat(key.toJSONObject().keySet())
            .isSubsetOf(Set.of("kty", "kid", "use", "alg", "n", "e", "crv", "x", "y"));
      }
      for (Object secret :
          EC.toJSONObject().entrySet().stream()
              .filter(e -> e.getKey().equals("d"))
              .map(e -> e.getValue())
              .toList()) {
        assertThat(published).doesNotContain(secret.toString());
      }
    }

    @Test
    void thatCannotBeUsedAreRefusedAtTheStart() {
      refused(folder.resolve("nowhere.json"), "check the path");
      refused(write("not json: secret"), "JSON Web Key set");
      refused(write("{\"keys\":[]}"), "holds no key");
      refused(write(RSA.toPublicJWK()), "put the private keys in");
      refused(write(ec("p256", Curve.P_256)), "EC P-384");
      refused(write(rsa("small", 1024)), "2048");
      refused(write(RSA, RSA), "same `kid`");
      assertThatThrownBy(() -> new ClientKeys(write("not json: secret")))
          .hasMessageNotContaining("secret");
    }

    @Test
    void withoutAnIdAreRefused() throws Exception {
      refused(write(new ECKeyGenerator(Curve.P_384).generate()), "no `kid`");
    }

    @Test
    void thatTheEmrDoesNotAcceptNameWhatToMake() {
      discoverable(",'token_endpoint_auth_signing_alg_values_supported':['RS384']");
      BackendServices services = registered(EC);
      assertThatThrownBy(services::token)
          .isInstanceOf(EmrException.class)
          .hasMessageContaining("make an RSA key (RS384)");
      assertThat(asked()).isZero();
    }
  }

  @Nested
  class Settings {
    @Test
    void refuseATokenEndpointThatIsLessProtectedThanTheEmr() {
      assertThatThrownBy(() ->
              new SmartSettings(
                  URI.create("https://emr.example/fhir"),
                  "our-client",
                  Optional.of(URI.create("http://emr.example/token")),
                  SCOPES,
                  Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not https");
    }

    @Test
    void neverPrintASecret() {
      BackendServices services = registered(EC);
      services.token();
      assertThat(services.toString()).doesNotContain("token-1").contains("our-client");
      assertThat(new ClientKeys(folder.resolve("keys.json")).toString()).doesNotContain("\"d\"");
    }
  }
}
