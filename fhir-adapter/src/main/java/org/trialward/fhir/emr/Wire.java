package org.trialward.fhir.emr;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IClientInterceptor;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.IHttpRequest;
import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * HAPI's client set up for an EMR: time limits, no redirects (they would carry the token to another
 * host), no start-up query, and refusals turned into {@link EmrException} while their headers are
 * still at hand.
 */
final class Wire implements IClientInterceptor {
  private static final int CONNECTIONS = 16;

  private final EmrSettings settings;
  private final InstantSource clock;

  /** When the server says it gave the last answer on this thread. */
  private final ThreadLocal<Optional<Instant>> answered = ThreadLocal.withInitial(Optional::empty);

  Wire(EmrSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  IGenericClient client() {
    // HAPI asks the context, not the client, for the factory of each request.
    FhirContext context = FhirR4.context();
    var factory = new ApacheRestfulClientFactory(context);
    context.setRestfulClientFactory(factory);
    factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
    factory.setHttpClient(http());
    IGenericClient client = factory.newGenericClient(settings.base());
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
        .disableCookieManagement()
        .build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  @Override
  public void interceptRequest(IHttpRequest request) {
    answered.set(Optional.empty());
    settings
        .bearerToken()
        .filter(token -> settings.isOwn(URI.create(request.getUri())))
        .ifPresent(token -> request.addHeader("Authorization", "Bearer " + token));
  }

  @Override
  public void interceptResponse(IHttpResponse response) {
    int status = response.getStatus();
    if (status < 200 || status > 299) {
      throw Refusals.of(status, header(response, "Retry-After"), clock.instant());
    }
    answered.set(header(response, "Date").flatMap(Wire::instant));
  }

  Optional<Instant> lastAnswered() {
    return answered.get();
  }

  private static Optional<Instant> instant(String httpDate) {
    try {
      return Optional.of(Refusals.httpDate(httpDate));
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
