package org.trialward.workbench.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.workbench.TestClock;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.settings.TrialwardSettings.Cds;
import org.trialward.workbench.settings.TrialwardSettings.Issuer;

/** Keys that change, and tokens at more than one workbench. */
class CallerTokensTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final String EMR = "https://emr.example";
  private static final String PATH = "/cds-services/trialward";

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicReference<JWKSet> published = new AtomicReference<>(new JWKSet());
  private HttpServer server;

  @BeforeEach
  void theEmrPublishesKeys() throws IOException {
    DATABASE.clear();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          readings.incrementAndGet();
          byte[] keys = published.get().toString().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/jwks");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @AfterAll
  static void drop() {
    DATABASE.close();
  }

  private static ECKey key(String kid) throws JOSEException {
    return new ECKeyGenerator(Curve.P_384).keyID(kid).generate();
  }

  private Issuer at(String path) {
    URI jku = URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    return new Issuer(EMR, Optional.of(jku), Optional.empty(), Optional.empty());
  }

  private CallerTokens tokens(Issuer... issuers) {
    Cds settings =
        new Cds(
            Cds.Access.JWT,
            Optional.of(URI.create("https://cards.example")),
            List.of(issuers),
            Duration.ofMinutes(5),
            Optional.empty(),
            Cds.Links.PAGES);
    return new CallerTokens(settings, new UsedTokens(DATABASE.jdbc(), clock.site()), clock.site());
  }

  private String token(ECKey key) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(EMR)
                .audience("https://cards.example" + PATH)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .jwtID(UUID.randomUUID().toString())
                .build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private void publish(ECKey... keys) {
    published.set(new JWKSet(List.<JWK>of(keys)).toPublicJWKSet());
  }

  @Test
  void keysAreReadOnceAndAgainWhereANewOneSigns() throws Exception {
    ECKey first = key("first");
    ECKey second = key("second");
    publish(first);
    CallerTokens tokens = tokens(at("/jwks"));
    tokens.accept(token(first), PATH);
    tokens.accept(token(first), PATH);
    assertThat(readings).hasValue(1);
    publish(second);
    tokens.accept(token(second), PATH);
    assertThat(readings).hasValue(2);
    assertThatThrownBy(() -> tokens.accept(token(first), PATH))
        .isInstanceOf(CallerTokens.Refused.class);
  }

  @Test
  void whoInventsKeysDoesNotMakeUsAskTheEmrEachTime() throws Exception {
    ECKey ours = key("ours");
    publish(ours);
    CallerTokens tokens = tokens(at("/jwks"));
    tokens.accept(token(ours), PATH);
    for (int i = 0; i < 20; i++) {
      ECKey invented = key("invented-" + i);
      assertThatThrownBy(() -> tokens.accept(token(invented), PATH))
          .isInstanceOf(CallerTokens.Refused.class);
    }
    assertThat(readings.get()).isLessThanOrEqualTo(3);
    assertThatCode(() -> tokens.accept(token(ours), PATH)).doesNotThrowAnyException();
  }

  @Test
  void aRedirectToOtherKeysIsNotFollowed() throws Exception {
    ECKey ours = key("ours");
    publish(ours);
    CallerTokens tokens = tokens(at("/elsewhere"));
    assertThatThrownBy(() -> tokens.accept(token(ours), PATH))
        .isInstanceOf(CallerTokens.Refused.class)
        .hasMessageContaining("cannot be read");
    assertThat(readings).hasValue(0);
  }

  @Test
  void aFileOfKeysIsReadAgainWhereANewOneSigns() throws Exception {
    ECKey first = key("first");
    ECKey second = key("second");
    Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(first).toString());
    CallerTokens tokens =
        tokens(new Issuer(EMR, Optional.empty(), Optional.of(file.toString()), Optional.empty()));
    tokens.accept(token(first), PATH);
    Files.writeString(file, new JWKSet(second).toString());
    tokens.accept(token(second), PATH);
  }

  @Test
  void aFileWithoutKeysIsSaidAtTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("keys.json"), "no keys");
    assertThatThrownBy(() ->
            tokens(
                new Issuer(EMR, Optional.empty(), Optional.of(file.toString()), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key-file");
  }

  @Test
  void whatOneWorkbenchHasTakenTheOtherRefusesUntilItHasExpired() throws Exception {
    ECKey ours = key("ours");
    publish(ours);
    String token = token(ours);
    tokens(at("/jwks")).accept(token, PATH);
    CallerTokens other = tokens(at("/jwks"));
    assertThatThrownBy(() -> other.accept(token, PATH)).hasMessageContaining("used before");

    clock.advance(Duration.ofMinutes(5));
    UsedTokens used = new UsedTokens(DATABASE.jdbc(), clock.site());
    used.forgetExpired();
    assertThatThrownBy(() -> other.accept(token, PATH))
        .as("within the skew of the clocks")
        .hasMessageContaining("used before");
    clock.advance(Duration.ofMinutes(2));
    used.forgetExpired();
    assertThat(DATABASE.jdbc().sql("select count(*) from cds_token").query(Long.class).single())
        .isZero();
    assertThatThrownBy(() -> other.accept(token, PATH)).hasMessageContaining("expired");
  }

  @Test
  void settingsThatWouldLetNobodyOrAnybodyInAreRefused() {
    assertThatThrownBy(() -> tokens()).hasMessageContaining("trialward.cds.issuers");
    assertThatThrownBy(() -> tokens(at("/jwks"), at("/jwks"))).hasMessageContaining("twice");
    assertThatThrownBy(() ->
            new Issuer(
                EMR,
                Optional.of(URI.create("http://emr.example/jwks")),
                Optional.empty(),
                Optional.empty()))
        .hasMessageContaining("https");
    assertThatThrownBy(() -> new Issuer(EMR, Optional.empty(), Optional.empty(), Optional.empty()))
        .hasMessageContaining("no keys");
  }
}
