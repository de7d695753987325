package org.trialward.workbench.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.test.context.DynamicPropertyRegistry;

/** EMRs that call: one whose keys are at an address, one whose keys are in a file. */
final class CdsCaller {
  static final String EMR = "https://emr.example/fhir";
  static final String EPIC = "https://epic.example";
  static final String AUDIENCE = "hospital-configured";
  static final String BASE = "https://cards.example";

  static final ECKey EC;
  static final RSAKey RSA;
  static final URI JKU;

  static {
    try {
      EC = new ECKeyGenerator(Curve.P_384).keyID("ec").generate();
      RSA = new RSAKeyGenerator(2048).keyID("rsa").generate();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/jwks.json",
          exchange -> {
            byte[] keys = publicKeys().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
          });
      server.start();
      JKU = URI.create("http://127.0.0.1:%d/jwks.json".formatted(server.getAddress().getPort()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CdsCaller() {}

  private static String publicKeys() {
    return new JWKSet(List.of(EC, RSA)).toPublicJWKSet().toString();
  }

  /** Lets both call. */
  static void admit(DynamicPropertyRegistry settings, Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("epic-keys.json"), publicKeys());
    settings.add("trialward.cds.access", () -> "jwt");
    settings.add("trialward.cds.url", () -> BASE + "/");
    settings.add("trialward.cds.issuers[0].issuer", () -> EMR);
    settings.add("trialward.cds.issuers[0].jku", () -> JKU);
    settings.add("trialward.cds.issuers[1].issuer", () -> EPIC);
    settings.add("trialward.cds.issuers[1].key-file", file::toString);
    settings.add("trialward.cds.issuers[1].audience", () -> AUDIENCE);
  }

  /** Right claims for a call of this path. */
  static JWTClaimsSet.Builder claims(String path) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(EMR)
        .audience(BASE + path)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
        .jwtID(UUID.randomUUID().toString());
  }

  /** A right header for a key. */
  static JWSHeader.Builder header(JWK key) {
    return new JWSHeader.Builder(key instanceof RSAKey ? JWSAlgorithm.RS384 : JWSAlgorithm.ES384)
        .type(JOSEObjectType.JWT)
        .keyID(key.getKeyID());
  }

  static String token(String path) {
    return token(path, UnaryOperator.identity());
  }

  /** With other claims than the right ones. */
  static String token(String path, UnaryOperator<JWTClaimsSet.Builder> claims) {
    return signed(header(EC).jwkURL(JKU), EC, claims.apply(claims(path)));
  }

  static String signed(JWSHeader.Builder header, JWK key, JWTClaimsSet.Builder claims) {
    JWSHeader built = header.build();
    try {
      return signed(
          built, new DefaultJWSSignerFactory().createJWSSigner(key, built.getAlgorithm()), claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet.Builder claims) {
    try {
      SignedJWT jwt = new SignedJWT(header, claims.build());
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
