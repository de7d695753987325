package org.trialward.fhir.emr.smart;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.trialward.fhir.Resources;

/** An authorization server that believes nothing it has not checked with our public keys. */
final class TokenEndpoint implements ResponseDefinitionTransformerV2 {
  static final String NAME = "token-endpoint";

  private final InstantSource clock;
  private final Set<String> jtis = new HashSet<>();
  private final List<String> scopes = new ArrayList<>();
  private final List<String> signedBy = new ArrayList<>();
  private String publicKeys = "{\"keys\":[]}";
  private Predicate<String> grants = scope -> true;
  private int tokens;

  TokenEndpoint(InstantSource clock) {
    this.clock = clock;
  }

  /** What the EMR's administrator registered, or the EMR fetched from us. */
  void registered(String jwks) {
    publicKeys = jwks;
  }

  void grants(Predicate<String> scope) {
    grants = scope;
  }

  /** The scopes of each request that proved who it is. */
  List<String> scopes() {
    return scopes;
  }

  /** The kid of each. */
  List<String> signedBy() {
    return signedBy;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Map<String, String> form = form(event.getRequest());
    try {
      String error = error(event.getRequest().getAbsoluteUrl(), form);
      return error.isEmpty()
          ? answer(
              200,
              "{'access_token':'token-%d','token_type':'bearer','expires_in':300,'scope':'%s'}"
                  .formatted(++tokens, form.get("scope")))
          : answer(400, "{'error':'%s','error_description':'secret text'}".formatted(error));
    } catch (ParseException | JOSEException e) {
      return answer(400, "{'error':'invalid_request'}");
    }
  }

  private static ResponseDefinition answer(int status, String json) {
    return new ResponseDefinitionBuilder()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(Resources.json(json))
        .build();
  }

  private String error(String address, Map<String, String> form)
      throws ParseException, JOSEException {
    if (!"client_credentials".equals(form.get("grant_type"))
        || !"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            .equals(form.get("client_assertion_type"))) {
      return "unsupported_grant_type";
    }
    SignedJWT jwt = SignedJWT.parse(form.get("client_assertion"));
    JWK key = JWKSet.parse(publicKeys).getKeyByKeyId(jwt.getHeader().getKeyID());
    if (key == null
        || key.isPrivate()
        || !JOSEObjectType.JWT.equals(jwt.getHeader().getType())
        || !isSigned(jwt, key)
        || !isClaimed(jwt.getJWTClaimsSet(), address)) {
      return "invalid_client";
    }
    String scope = form.getOrDefault("scope", "");
    scopes.add(scope);
    signedBy.add(key.getKeyID());
    return List.of(scope.split(" ", -1)).stream().allMatch(grants) ? "" : "invalid_scope";
  }

  private static boolean isSigned(SignedJWT jwt, JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa ->
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS384)
              && jwt.verify(new RSASSAVerifier(rsa));
      case ECKey ec ->
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES384)
              && jwt.verify(new ECDSAVerifier(ec));
      default -> false;
    };
  }

  private boolean isClaimed(JWTClaimsSet claims, String address) {
    Instant now = clock.instant();
    Instant end = claims.getExpirationTime().toInstant();
    return "our-client".equals(claims.getIssuer())
        && "our-client".equals(claims.getSubject())
        && List.of(address).equals(claims.getAudience())
        && end.isAfter(now)
        && !end.isAfter(now.plus(Duration.ofMinutes(5)))
        && jtis.add(claims.getJWTID());
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new HashMap<>();
    for (String field : request.getBodyAsString().split("&", -1)) {
      int equals = field.indexOf('=');
      form.put(
          field.substring(0, equals),
          URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }
}
