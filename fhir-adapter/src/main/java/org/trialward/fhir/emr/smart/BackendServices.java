package org.trialward.fhir.emr.smart;

import com.nimbusds.jose.jwk.JWK;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.fhir.emr.EmrException;
import org.trialward.fhir.emr.EmrException.Category;
import org.trialward.fhir.emr.TokenSource;
import org.trialward.fhir.emr.smart.AuthorizationServer.Answer;

/**
 * SMART Backend Services: a token by {@code client_credentials} with a signed assertion, kept until
 * shortly before it ends.
 */
public final class BackendServices implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(BackendServices.class);

  /** A token that ends on its way is refused. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** Where the server does not say how long (RFC 6749, 5.1 only recommends it): SMART's example. */
  private static final int SECONDS_IF_NOT_SAID = 300;

  /** Some say a number without meaning for a token that does not end. */
  private static final int MOST_SECONDS = 24 * 60 * 60;

  /** Who was refused asks again no sooner: servers lock a client that hammers at the door. */
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

  private record Token(String value, Instant until) {}

  private record Refusal(Category category, String message, Instant until) {}

  private final SmartSettings settings;
  private final ClientKeys keys;
  private final InstantSource clock;
  private final AuthorizationServer server;
  private final ReentrantLock one = new ReentrantLock();
  private Optional<Token> token = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private Instant renewedOnRefusal = Instant.MIN;
  private boolean oldScopes;
  private List<String> lacking = List.of();

  public BackendServices(SmartSettings settings, ClientKeys keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
    this.server = new AuthorizationServer(settings.timeout());
  }

  @Override
  public Optional<String> token() {
    return alone(() -> Optional.of(current().value()));
  }

  @Override
  public boolean refused(String refused) {
    return alone(() -> {
      if (token.filter(held -> held.value().equals(refused)).isEmpty()) {
        return true; // Another thread was faster.
      }
      if (clock.instant().isBefore(soonestRenewal())) {
        return false;
      }
      renewedOnRefusal = clock.instant();
      token = Optional.empty();
      return true;
    });
  }

  private Instant soonestRenewal() {
    return renewedOnRefusal.equals(Instant.MIN)
        ? Instant.MIN
        : renewedOnRefusal.plus(AFTER_REFUSAL);
  }

  @Override
  public String remedy() {
    return "check that its administrator allows the client of trialward.emr.smart.client-id to"
        + " read these records, and that trialward.emr.url belongs to the server that issues its"
        + " tokens.";
  }

  private <T> T alone(Supplier<T> work) {
    one.lock();
    try {
      return work.get();
    } finally {
      one.unlock();
    }
  }

  private Token current() {
    Instant now = clock.instant();
    refusal
        .filter(recent -> now.isBefore(recent.until()))
        .ifPresent(recent -> {
          throw new EmrException(recent.category(), recent.message());
        });
    Token held = token.filter(t -> now.isBefore(t.until())).orElseGet(this::fetch);
    token = Optional.of(held);
    return held;
  }

  private Token fetch() {
    token = Optional.empty();
    try {
      return fetchFrom(discovery());
    } catch (EmrException e) {
      if (!e.isRetryable()) {
        refusal =
            Optional.of(
                new Refusal(
                    e.category(),
                    String.valueOf(e.getMessage()),
                    clock.instant().plus(AFTER_REFUSAL)));
      }
      throw e;
    }
  }

  /** What the EMR says of its authorization server; a setting counts more. */
  private Discovery discovery() {
    Optional<String> set = settings.tokenUrl().map(URI::toString);
    try {
      Discovery said = said(set.isPresent());
      return set.map(said::at).orElse(said);
    } catch (EmrException e) {
      return set.map(Discovery.NOTHING::at).orElseThrow(() -> e);
    }
  }

  /**
   * What stands in its smart-configuration, else in its {@code /metadata}.
   *
   * @param endpointIsSet so that it need not be found
   */
  private Discovery said(boolean endpointIsSet) {
    URI address = under("/.well-known/smart-configuration");
    Answer answer = server.get(address);
    Discovery said =
        answer.isGood() && answer.json().isObject()
            ? Discovery.of(answer.json(), address)
            : Discovery.NOTHING;
    if (said.tokenEndpoint().isPresent() || endpointIsSet) {
      return said;
    }
    Optional<String> stated = Discovery.tokenEndpointIn(server.get(under("/metadata")).json());
    if (stated.isEmpty() && TokenErrors.isPassing(answer)) {
      throw TokenErrors.of(answer, clock.instant());
    }
    return stated.map(said::at).orElse(said);
  }

  private URI under(String path) {
    return URI.create(settings.base().toString().replaceAll("/+$", "") + path);
  }

  private Token fetchFrom(Discovery discovery) {
    URI endpoint = endpoint(discovery);
    Scopes wanted = settings.scopes().among(discovery.scopes());
    boolean old = oldScopes || Scopes.areOldOnly(discovery.scopes());
    Answer answer = ask(endpoint, discovery, old ? wanted.v1() : wanted.v2());
    if (!old && TokenErrors.isInvalidScope(answer)) {
      answer = ask(endpoint, discovery, wanted.v1());
      oldScopes = answer.isGood();
    }
    Token granted = read(answer);
    tellWhatIsLacking(wanted, answer);
    return granted;
  }

  /** What was not granted fails later, far from the cause. */
  private void tellWhatIsLacking(Scopes wanted, Answer answer) {
    List<String> without =
        Optional.ofNullable(answer.json().path("scope").textValue())
            .map(scope -> wanted.lacking(List.of(scope.split(" ", -1))))
            .orElse(List.of());
    if (!without.isEmpty() && !without.equals(lacking)) {
      LOG.warn(
          "The EMR's authorization server does not grant {}: ask its administrator to allow these,"
              + " or set trialward.emr.smart.scopes to what is allowed",
          String.join(" ", without));
    }
    lacking = without;
  }

  private URI endpoint(Discovery discovery) {
    String address =
        discovery
            .tokenEndpoint()
            .orElseThrow(() ->
                new EmrException(
                    Category.FAULT,
                    "The EMR names no token endpoint, neither in its /.well-known/smart-configuration nor in its /metadata: set trialward.emr.smart.token-url."));
    try {
      URI endpoint = URI.create(address);
      SmartSettings.requireSecure(settings.base(), endpoint);
      return endpoint;
    } catch (IllegalArgumentException e) {
      throw new EmrException(
          Category.FAULT,
          "The EMR names a token endpoint that is no https address: set trialward.emr.smart.token-url.");
    }
  }

  private Answer ask(URI endpoint, Discovery discovery, List<String> scopes) {
    return server.post(
        endpoint,
        Map.of(
            "grant_type",
            "client_credentials",
            "scope",
            String.join(" ", scopes),
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion",
            assertion(endpoint, discovery)));
  }

  private String assertion(URI endpoint, Discovery discovery) {
    try {
      JWK key = keys.signing(discovery.algorithms());
      return Assertion.sign(settings.clientId(), endpoint, key, clock.instant());
    } catch (IllegalArgumentException e) {
      // The file was changed since the start; the message names no secret.
      throw new EmrException(Category.REJECTED, String.valueOf(e.getMessage()));
    }
  }

  private Token read(Answer answer) {
    if (!answer.isGood()) {
      throw TokenErrors.of(answer, clock.instant());
    }
    String value = answer.json().path("access_token").asText("");
    String type = answer.json().path("token_type").asText("bearer");
    if (value.isBlank() || !type.equalsIgnoreCase("bearer")) {
      throw TokenErrors.notOne();
    }
    Duration valid =
        Duration.ofSeconds(
            Math.clamp(
                answer.json().path("expires_in").asLong(SECONDS_IF_NOT_SAID), 0, MOST_SECONDS));
    Duration margin = MARGIN.compareTo(valid.dividedBy(2)) < 0 ? MARGIN : valid.dividedBy(2);
    refusal = Optional.empty();
    return new Token(value, clock.instant().plus(valid).minus(margin));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "BackendServices[%s, client %s]".formatted(settings.base(), settings.clientId());
  }
}
