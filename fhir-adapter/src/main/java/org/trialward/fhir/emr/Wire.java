package org.trialward.fhir.emr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestFormatParamStyleEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * HAPI's client set up for an EMR: time limits, no redirects of resources (the address is set
 * wrong; files may lie behind some), no retries past the governor, no start-up query, and refusals
 * turned into {@link EmrException} while their headers are still at hand. The token goes to the EMR
 * alone.
 */
final class Wire implements IClientInterceptor {
  private static final int CONNECTIONS = 16;
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** In characters: an OperationOutcome is short, a login page need not be. */
  private static final int LONGEST_OUTCOME = 100_000;

  private final EmrSettings settings;
  private final TokenSource tokens;
  private final InstantSource clock;
  private final CloseableHttpClient streams;

  /** When the server says it gave the last answer on this thread. */
  private final ThreadLocal<Optional<Instant>> answered = ThreadLocal.withInitial(Optional::empty);

  /** The token that the last request on this thread carried. */
  private final ThreadLocal<Optional<String>> sent = ThreadLocal.withInitial(Optional::empty);

  /** Whether the last refusal on this thread was an OperationOutcome. */
  private final ThreadLocal<Boolean> refusedInFhir = ThreadLocal.withInitial(() -> false);

  Wire(EmrSettings settings, TokenSource tokens, InstantSource clock) {
    this.settings = settings;
    this.tokens = tokens;
    this.clock = clock;
    this.streams = http();
  }

  /**
   * Opens an address of the EMR, or one that it gave, to read the answer while it arrives.
   *
   * @param authorized whether our token may go along; it never goes to another host
   * @throws IOException where the EMR cannot be reached
   */
  Answer open(HttpRequestBase request, boolean authorized) throws IOException {
    CloseableHttpResponse response = followed(request, authorized);
    int status = response.getStatusLine().getStatusCode();
    Optional<String> wait =
        Optional.ofNullable(response.getFirstHeader("Retry-After")).map(Header::getValue);
    if (status < 200 || status > 299) {
      response.close();
      throw status == 401
          ? Refusals.credentials(tokens.remedy())
          : Refusals.of(status, wait, clock.instant());
    }
    return new Answer(response, wait.flatMap(text -> RetryAfter.read(text, clock.instant())));
  }

  /** Files of an export may lie behind redirects (RFC 9110, 15.4). */
  private CloseableHttpResponse followed(HttpRequestBase request, boolean authorized)
      throws IOException {
    Header[] asked = request.getAllHeaders();
    CloseableHttpResponse response = execute(request, authorized);
    Optional<URI> onward = onward(request, response);
    for (int hops = 0; onward.isPresent() && hops < MOST_REDIRECTS; hops++) {
      response.close();
      HttpRequestBase next = new HttpGet(onward.get());
      next.setHeaders(asked);
      response = execute(next, authorized);
      onward = onward(next, response);
    }
    return response;
  }

  private CloseableHttpResponse execute(HttpRequestBase request, boolean authorized)
      throws IOException {
    sent.set(authorized && settings.isOwn(request.getURI()) ? tokens.token() : Optional.empty());
    sent.get().ifPresent(token -> request.setHeader("Authorization", "Bearer " + token));
    return streams.execute(request);
  }

  /** Never from a secure address to one that is not: what is read is a patient's. */
  private static Optional<URI> onward(HttpRequestBase request, CloseableHttpResponse response) {
    if (!request.getMethod().equals("GET")
        || !REDIRECTS.contains(response.getStatusLine().getStatusCode())) {
      return Optional.empty();
    }
    URI from = request.getURI();
    return Optional.ofNullable(response.getFirstHeader("Location"))
        .flatMap(location -> resolved(from, location.getValue()))
        .filter(to -> to.getHost() != null)
        .filter(to ->
            "https".equalsIgnoreCase(to.getScheme())
                || ("http".equalsIgnoreCase(to.getScheme())
                    && "http".equalsIgnoreCase(from.getScheme())));
  }

  private static Optional<URI> resolved(URI from, String location) {
    try {
      return Optional.of(from.resolve(location));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  IGenericClient client() {
    // HAPI asks the context, not the client, for the factory of each request.
    FhirContext context = FhirR4.context();
    var factory = new ApacheRestfulClientFactory(context);
    context.setRestfulClientFactory(factory);
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    factory.setHttpClient(http());
    IGenericClient client = factory.newGenericClient(settings.base());
    // Epic answers with XML where both are welcome, and its codes are read from JSON.
    client.setEncoding(EncodingEnum.JSON);
    client.setFormatParamStyle(RequestFormatParamStyleEnum.NONE);
    client.registerInterceptor(this);
    return client;
  }

  private CloseableHttpClient http() {
    RequestConfig limits =
        RequestConfig.custom()
            .setConnectTimeout(millis(settings.connectTimeout()))
            .setConnectionRequestTimeout(millis(settings.readTimeout()))
            .setSocketTimeout(millis(settings.readTimeout()))
            .build();
    return HttpClients.custom()
        .useSystemProperties()
        .setDefaultRequestConfig(limits)
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .setConnectionTimeToLive(5, TimeUnit.MINUTES)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  @Override
  public void interceptRequest(IHttpRequest request) {
    answered.set(Optional.empty());
    refusedInFhir.set(false);
    sent.set(settings.isOwn(URI.create(request.getUri())) ? tokens.token() : Optional.empty());
    sent.get().ifPresent(token -> request.addHeader("Authorization", "Bearer " + token));
  }

  /** After a 401 on this thread: whether there is a fresh token to try once more with. */
  boolean hasFreshToken() {
    return sent.get().filter(tokens::refused).isPresent();
  }

  @Override
  public void interceptResponse(IHttpResponse response) {
    int status = response.getStatus();
    if (status < 200 || status > 299) {
      throw refusal(response, status);
    }
    answered.set(header(response, "Date").flatMap(Wire::instant));
  }

  private EmrException refusal(IHttpResponse response, int status) {
    if (status == 401) {
      return Refusals.credentials(tokens.remedy());
    }
    String body = body(response);
    refusedInFhir.set(body.contains("OperationOutcome"));
    return EpicCodes.in(body)
        .map(reason -> Refusals.of(reason, status, clock.instant(), settings.zone()))
        .orElseGet(() -> Refusals.of(status, header(response, "Retry-After"), clock.instant()));
  }

  /** Whether the EMR itself refused the last request on this thread, and no proxy before it. */
  boolean isRefusedInFhir() {
    return refusedInFhir.get();
  }

  /** Empty where it cannot be read: then the status alone says what is wrong. */
  private static String body(IHttpResponse response) {
    try (Reader reader = response.createReader()) {
      char[] text = new char[LONGEST_OUTCOME];
      int length = 0;
      int more = reader.read(text);
      while (more > 0) {
        length += more;
        more = reader.read(text, length, text.length - length);
      }
      return new String(text, 0, length);
    } catch (IOException unreadable) {
      return "";
    }
  }

  Optional<Instant> lastAnswered() {
    return answered.get();
  }

  private static Optional<Instant> instant(String httpDate) {
    try {
      return Optional.of(RetryAfter.httpDate(httpDate));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<String> header(IHttpResponse response, String name) {
    return Optional.ofNullable(response.getHeaders(name)).stream()
        .flatMap(List::stream)
        .findFirst();
  }
}
