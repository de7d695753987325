package org.trialward.benchmarks.card;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Calls of an EMR: each of another physician, who treats the patient, with a token of its own. */
final class EmrCalls {
  static final String PATH = "/cds-services/trialward";
  private static final String ISSUER = "https://emr.example/fhir";
  private static final String BASE = "https://cards.example";
  private static final Duration VALID = Duration.ofMinutes(5);

  private final ECKey key;
  private final Path keyFile;
  private int physicians;

  /** With a key of ES384, the slower of the two algorithms to verify. */
  EmrCalls(Path folder) throws IOException {
    try {
      key = new ECKeyGenerator(Curve.P_384).keyID("bench").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has P-384.", e);
    }
    keyFile =
        Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toPublicJWKSet().toString());
  }

  /** What a workbench must be told to answer them. */
  List<String> settings() {
    return List.of(
        "--trialward.flags.show=card",
        "--trialward.deliver.on=detection",
        "--trialward.cds.access=jwt",
        "--trialward.cds.url=" + BASE,
        "--trialward.cds.pages-url=" + BASE,
        "--trialward.cds.issuers[0].issuer=" + ISSUER,
        "--trialward.cds.issuers[0].key-file=" + keyFile);
  }

  /** The next call. */
  HttpRequest next(URI root) {
    physicians++;
    String physician = "Practitioner/p-" + physicians;
    return HttpRequest.newBuilder(root.resolve(PATH))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token())
        .POST(BodyPublishers.ofString(body(physician, OpenMatches.patient(physicians))))
        .build();
  }

  private static String body(String physician, String patient) {
    return """
    {"hook": "patient-view", "hookInstance": "%1$s",
     "context": {"userId": "%2$s", "patientId": "%3$s"},
     "prefetch": {
       "patient": {"resourceType": "Patient", "id": "%3$s", "generalPractitioner": [{"reference": "%2$s"}]},
       "role": {"resourceType": "Bundle", "entry": [{"resource":
         {"resourceType": "PractitionerRole", "practitioner": {"reference": "%2$s"},
          "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "394583002"}]}]}}]}}}
    """
        .formatted(UUID.randomUUID(), physician, patient);
  }

  private String token() {
    Instant now = Instant.now();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(BASE + PATH)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALID)))
                .jwtID(UUID.randomUUID().toString())
                .build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("A key that was just made signs.", e);
    }
    return jwt.serialize();
  }
}
