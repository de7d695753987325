package org.trialward.workbench.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Cds;
import org.trialward.workbench.settings.TrialwardSettings.Issuer;

/**
 * Verifies the token that an EMR sends with every call (CDS Hooks 2.0, Trusting CDS Clients). Keys
 * come from the settings alone: whatever a token says of keys ({@code jku}, {@code jwk}, {@code
 * x5u}) is compared or not looked at, never followed.
 */
public final class CallerTokens {

  /** How far two clocks may be apart. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /** No HMAC: its secret would be a public key for whoever confuses the two. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES384, JWSAlgorithm.RS384);

  private static final int LONGEST_JTI = 255;

  private final Map<String, Caller> callers = new HashMap<>();
  private final String base;
  private final Duration validAtMost;
  private final UsedTokens used;
  private final SiteClock clock;

  private record Caller(Issuer issuer, DefaultJWTProcessor<SecurityContext> keys) {}

  /** As the settings list them. */
  public CallerTokens(Cds settings, UsedTokens used, SiteClock clock) {
    this.base = settings.url().map(url -> url.toString().replaceAll("/+$", "")).orElse("");
    this.validAtMost = settings.validAtMost();
    this.used = used;
    this.clock = clock;
    for (Issuer issuer : settings.issuers()) {
      if (callers.put(issuer.issuer(), new Caller(issuer, signatures(issuer))) != null) {
        throw new IllegalArgumentException(
            "trialward.cds.issuers names `%s` twice: remove one.".formatted(issuer.issuer()));
      }
    }
  }

  /** A token that is not accepted; the message is for our log, not for the caller. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Accepts a token, once.
   *
   * @param path of the call, from the root of the application
   */
  void accept(String token, String path) throws Refused {
    SignedJWT jwt = parse(token);
    Caller caller = caller(jwt);
    JWTClaimsSet claims = verified(jwt, caller);
    checkAudience(claims, caller.issuer(), path);
    Instant expiresAt = checkTimes(claims);
    String jti = text(claims.getJWTID(), "jti");
    if (jti.length() > LONGEST_JTI) {
      throw new Refused("its jti has more than %d characters".formatted(LONGEST_JTI));
    }
    if (!used.use(caller.issuer().issuer(), jti, expiresAt)) {
      throw new Refused("it was used before: every call needs a jti of its own");
    }
  }

  private static SignedJWT parse(String token) throws Refused {
    try {
      return SignedJWT.parse(token);
    } catch (ParseException | IllegalArgumentException e) {
      // Its message may quote the token.
      throw new Refused("it is no signed JWT");
    }
  }

  private Caller caller(SignedJWT jwt) throws Refused {
    JWSHeader header = jwt.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new Refused("it is not signed by ES384 or RS384");
    }
    text(header.getKeyID(), "kid");
    Caller caller = callers.get(text(claims(jwt).getIssuer(), "iss"));
    if (caller == null) {
      throw new Refused("its iss is not in trialward.cds.issuers");
    }
    if (header.getJWKURL() != null
        && !caller.issuer().jku().equals(Optional.of(header.getJWKURL()))) {
      throw new Refused("its jku is not that of its issuer in trialward.cds.issuers");
    }
    return caller;
  }

  private static JWTClaimsSet claims(SignedJWT jwt) throws Refused {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new Refused("its claims cannot be read");
    }
  }

  private static JWTClaimsSet verified(SignedJWT jwt, Caller caller) throws Refused {
    try {
      return caller.keys().process(jwt, null);
    } catch (KeySourceException e) {
      throw new Refused(
          "the keys of its issuer cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    } catch (BadJOSEException | JOSEException e) {
      throw new Refused("no key of its issuer with its kid and algorithm has signed it");
    }
  }

  /** The algorithm and the kind of key must fit; times and audience are checked by us. */
  private static DefaultJWTProcessor<SecurityContext> signatures(Issuer issuer) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, CallerKeys.of(issuer)));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    return processor;
  }

  private void checkAudience(JWTClaimsSet claims, Issuer issuer, String path) throws Refused {
    if (!claims.getAudience().contains(issuer.audience().orElse(base + path))) {
      throw new Refused(
          "its aud is not the called address under trialward.cds.url, nor what the site agreed on as audience");
    }
  }

  private Instant checkTimes(JWTClaimsSet claims) throws Refused {
    Instant now = clock.now();
    Instant expires = time(claims.getExpirationTime(), "exp");
    Instant issued = time(claims.getIssueTime(), "iat");
    if (!expires.isAfter(now.minus(SKEW))) {
      throw new Refused("it has expired: compare the clocks");
    }
    if (issued.isAfter(now.plus(SKEW))) {
      throw new Refused("it was issued in the future: compare the clocks");
    }
    if (claims.getNotBeforeTime() != null
        && claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW))) {
      throw new Refused("it is not valid yet: compare the clocks");
    }
    if (expires.isAfter(issued.plus(validAtMost))) {
      throw new Refused("it is valid for longer than trialward.cds.valid-at-most");
    }
    return expires;
  }

  private static Instant time(@Nullable Date time, String claim) throws Refused {
    if (time == null) {
      throw new Refused("it has no " + claim);
    }
    return time.toInstant();
  }

  private static String text(@Nullable String text, String claim) throws Refused {
    if (text == null || text.isBlank()) {
      throw new Refused("it has no " + claim);
    }
    return text;
  }
}
