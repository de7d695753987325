package org.trialward.fhir.emr.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** "It is us", signed: {@code private_key_jwt} as SMART Backend Services wants it. */
final class Assertion {
  /** SMART allows five minutes; the rest is for clocks that differ. */
  private static final Duration VALID = Duration.ofMinutes(4);

  private Assertion() {}

  static String sign(String clientId, URI tokenEndpoint, JWK key, Instant now) {
    JWSHeader header =
        new JWSHeader.Builder(ClientKeys.algorithm(key))
            .type(JOSEObjectType.JWT)
            .keyID(key.getKeyID())
            .build();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(clientId)
            .subject(clientId)
            .audience(tokenEndpoint.toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(VALID)))
            .build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, ClientKeys.algorithm(key)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException(
          "The first key of trialward.emr.smart.key-file cannot sign: make a new one.", e);
    }
    return jwt.serialize();
  }
}
