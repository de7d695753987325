package org.trialward.workbench.web;

import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.HS384;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose calls to CDS Hooks are answered: every way in with every wrong token. */
class CdsTokensTest extends RunningApplication {
  private static final String DISCOVERY = "/cds-services";
  private static final String HOOK = "/cds-services/trialward";
  private static final String FEEDBACK = "/cds-services/trialward/feedback";
  private static final List<String> WAYS_IN = List.of(DISCOVERY, HOOK, FEEDBACK);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private HttpResponse<String> call(String path, String authorization) throws Exception {
    BodyPublisher body =
        BodyPublishers.ofString(
            path.equals(FEEDBACK)
                ? "{\"feedback\": []}"
                : """
                {"hook": "patient-view", "hookInstance": "1",
                 "context": {"userId": "Practitioner/nobody", "patientId": "ada"}}
                """);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root().resolve(path))
            .header("Content-Type", "application/json")
            .method(path.equals(DISCOVERY) ? "GET" : "POST", body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private int status(String path, String token) throws Exception {
    return call(path, "Bearer " + token).statusCode();
  }

  interface Forger {
    String token(String path) throws Exception;
  }

  private static Arguments wrong(String name, Forger forger) {
    return Arguments.of(name, forger);
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private static String hmac(JWSAlgorithm algorithm, byte[] secret, String path) throws Exception {
    return CdsCaller.signed(
        new JWSHeader.Builder(algorithm).keyID(CdsCaller.RSA.getKeyID()).build(),
        new MACSigner(secret),
        CdsCaller.claims(path));
  }

  static Stream<Arguments> wrongTokens() throws Exception {
    ECKey strangersEc = new ECKeyGenerator(Curve.P_384).keyID(CdsCaller.EC.getKeyID()).generate();
    RSAKey strangersRsa = new RSAKeyGenerator(2048).keyID(CdsCaller.RSA.getKeyID()).generate();
    return Stream.of(
        wrong("not a token", path -> "a.b.c"),
        wrong("alg none", path -> new PlainJWT(CdsCaller.claims(path).build()).serialize()),
        wrong("signature cut off", path -> CdsCaller.token(path).replaceAll("\\.[^.]*$", ".")),
        wrong("HS256", path -> hmac(HS256, new byte[64], path)),
        wrong(
            "HS384 with the RSA public key as secret",
            path -> hmac(HS384, CdsCaller.RSA.toRSAPublicKey().getEncoded(), path)),
        wrong(
            "HS384 with the public JWK as secret",
            path -> hmac(HS384, CdsCaller.RSA.toPublicJWK().toJSONString().getBytes(UTF_8), path)),
        wrong(
            "RS256",
            path ->
                CdsCaller.signed(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"),
                    CdsCaller.RSA,
                    CdsCaller.claims(path))),
        wrong(
            "another's key under our caller's kid",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(strangersEc), strangersEc, CdsCaller.claims(path))),
        wrong(
            "the kid of the RSA key on an EC signature",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(CdsCaller.EC).keyID("rsa"),
                    CdsCaller.EC,
                    CdsCaller.claims(path))),
        wrong(
            "another's key brought along as jwk",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(strangersRsa).jwk(strangersRsa.toPublicJWK()),
                    strangersRsa,
                    CdsCaller.claims(path))),
        wrong(
            "another's key at an x5u",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(strangersEc).x509CertURL(URI.create("https://evil.example/x")),
                    strangersEc,
                    CdsCaller.claims(path))),
        wrong(
            "an unknown critical header",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(CdsCaller.EC)
                        .criticalParams(Set.of("odd"))
                        .customParam("odd", 1),
                    CdsCaller.EC,
                    CdsCaller.claims(path))),
        wrong(
            "no kid",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(CdsCaller.EC).keyID(null),
                    CdsCaller.EC,
                    CdsCaller.claims(path))),
        wrong(
            "an unknown jku",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(CdsCaller.EC)
                        .jwkURL(URI.create("https://evil.example/jwks.json")),
                    CdsCaller.EC,
                    CdsCaller.claims(path))),
        wrong(
            "the known jku with a query",
            path ->
                CdsCaller.signed(
                    CdsCaller.header(CdsCaller.EC).jwkURL(URI.create(CdsCaller.JKU + "?x")),
                    CdsCaller.EC,
                    CdsCaller.claims(path))),
        wrong(
            "an unknown issuer",
            path -> CdsCaller.token(path, c -> c.issuer("https://evil.example"))),
        wrong("no issuer", path -> CdsCaller.token(path, c -> c.issuer(null))),
        wrong(
            "another issuer's audience",
            path -> CdsCaller.token(path, c -> c.audience(CdsCaller.AUDIENCE))),
        wrong(
            "another path as audience",
            path -> CdsCaller.token(path, c -> c.audience(CdsCaller.BASE))),
        wrong(
            "another host as audience",
            path -> CdsCaller.token(path, c -> c.audience("https://other.example" + path))),
        wrong("no audience", path -> CdsCaller.token(path, c -> c.audience((String) null))),
        wrong(
            "expired",
            path ->
                CdsCaller.token(
                    path,
                    c ->
                        c.issueTime(in(Duration.ofMinutes(-5)))
                            .expirationTime(in(Duration.ofMinutes(-1))))),
        wrong("no exp", path -> CdsCaller.token(path, c -> c.expirationTime(null))),
        wrong("no iat", path -> CdsCaller.token(path, c -> c.issueTime(null))),
        wrong(
            "not yet valid",
            path -> CdsCaller.token(path, c -> c.notBeforeTime(in(Duration.ofMinutes(2))))),
        wrong(
            "issued in the future",
            path ->
                CdsCaller.token(
                    path,
                    c ->
                        c.issueTime(in(Duration.ofMinutes(2)))
                            .expirationTime(in(Duration.ofMinutes(4))))),
        wrong(
            "valid for an hour",
            path -> CdsCaller.token(path, c -> c.expirationTime(in(Duration.ofHours(1))))),
        wrong("no jti", path -> CdsCaller.token(path, c -> c.jwtID(null))),
        wrong("an endless jti", path -> CdsCaller.token(path, c -> c.jwtID("x".repeat(300)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongTokens")
  void aWrongTokenOpensNothingAndTheAnswerDoesNotSayWhy(String name, Forger forger)
      throws Exception {
    String without = call(DISCOVERY, "").body();
    for (String path : WAYS_IN) {
      HttpResponse<String> answer = call(path, "Bearer " + forger.token(path));
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.body()).as(path).isEqualTo(without).contains("trialward.cds.issuers");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  @Test
  void aTokenIsSentAsBearerAndNoOtherWay() throws Exception {
    for (String path : WAYS_IN) {
      assertThat(call(path, "").statusCode()).isEqualTo(401);
      assertThat(call(path, CdsCaller.token(path)).statusCode()).isEqualTo(401);
      assertThat(call(path, "Basic aWRhOmEgbG9uZyBwYXNzIHBocmFzZQ==").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void bothAlgorithmsOpenEveryWayInWithAndWithoutJku() throws Exception {
    for (String path : WAYS_IN) {
      assertThat(status(path, CdsCaller.token(path))).as(path).isEqualTo(200);
      assertThat(
              status(
                  path,
                  CdsCaller.signed(
                      CdsCaller.header(CdsCaller.RSA), CdsCaller.RSA, CdsCaller.claims(path))))
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void theAudienceMayStandAmongOthers() throws Exception {
    String several =
        CdsCaller.token(
            HOOK, c -> c.audience(List.of("https://other.example", CdsCaller.BASE + HOOK)));
    assertThat(status(HOOK, several)).isEqualTo(200);
  }

  @Test
  void anEmrWhoseKeysAreInAFileAndWhoseAudienceWasAgreedOnIsHeard() throws Exception {
    for (String path : WAYS_IN) {
      String token =
          CdsCaller.signed(
              CdsCaller.header(CdsCaller.RSA),
              CdsCaller.RSA,
              CdsCaller.claims(path)
                  .issuer(CdsCaller.EPIC)
                  .subject("client")
                  .audience(CdsCaller.AUDIENCE)
                  .notBeforeTime(in(Duration.ofMinutes(-5))));
      assertThat(status(path, token)).as(path).isEqualTo(200);
    }
  }

  @Test
  void aJkuOfAnIssuerWithoutOneIsNotFollowed() throws Exception {
    String token =
        CdsCaller.signed(
            CdsCaller.header(CdsCaller.RSA).jwkURL(CdsCaller.JKU),
            CdsCaller.RSA,
            CdsCaller.claims(HOOK).issuer(CdsCaller.EPIC).audience(CdsCaller.AUDIENCE));
    assertThat(status(HOOK, token)).isEqualTo(401);
  }

  @Test
  void aTokenOpensOnceHoweverManySendItAtOnce() throws Exception {
    String token = CdsCaller.token(HOOK);
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
      Callable<Integer> send = () -> status(HOOK, token);
      for (Future<Integer> answer : senders.invokeAll(Collections.nCopies(8, send))) {
        answers.add(answer.get());
      }
    }
    assertThat(answers).containsOnly(200, 401).containsOnlyOnce(200);
    assertThat(status(HOOK, token)).isEqualTo(401);
  }

  @Test
  void aPageOfTheEmrMayAskAndHearsWhyItMayNot() throws Exception {
    for (String path : WAYS_IN) {
      HttpRequest preflight =
          HttpRequest.newBuilder(root().resolve(path))
              .method("OPTIONS", BodyPublishers.noBody())
              .header("Origin", "https://emr.example")
              .header("Access-Control-Request-Method", path.equals(DISCOVERY) ? "GET" : "POST")
              .header("Access-Control-Request-Headers", "authorization,content-type")
              .build();
      HttpResponse<String> allowed = HTTP.send(preflight, BodyHandlers.ofString());
      assertThat(allowed.statusCode()).as(path).isEqualTo(200);
      assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
          .hasValueSatisfying(headers -> assertThat(headers).contains("authorization"));
      HttpRequest refused =
          HttpRequest.newBuilder(root().resolve(path))
              .header("Origin", "https://emr.example")
              .method(path.equals(DISCOVERY) ? "GET" : "POST", BodyPublishers.noBody())
              .build();
      assertThat(
              HTTP.send(refused, BodyHandlers.ofString())
                  .headers()
                  .firstValue("Access-Control-Allow-Origin"))
          .contains("*");
    }
  }
}
