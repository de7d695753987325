package org.trialward.ctms.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;

/** The line to one system: an answer of whatever status, or a {@link DeliveryException}. */
public final class HttpLine implements AutoCloseable {
  private static final long LONGEST_ANSWER = 64L * 1024 * 1024;

  private final String system;
  private final String afterwards;
  private final Duration requestTimeout;
  private final HttpClient http;

  /**
   * @param system its name in messages, e.g. {@code OnCore}
   * @param afterwards a sentence on how an unknown outcome is settled
   * @param requestTimeout for one whole answer
   */
  public HttpLine(
      String system, String afterwards, Duration connectTimeout, Duration requestTimeout) {
    this.system = system;
    this.afterwards = afterwards;
    this.requestTimeout = requestTimeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
  }

  /** {@code HttpRequest.timeout} ends with the headers; this one covers the whole answer. */
  public HttpResponse<byte[]> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return answer.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw noAnswer(request, "did not answer within " + requestTimeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw noAnswer(request, "was not waited for, because this program is stopping", e);
    } catch (ExecutionException e) {
      throw noAnswer(request, why(e.getCause()), e);
    }
  }

  /** The system failed after it may have carried the request out. */
  public DeliveryException failed(int status) {
    return new DeliveryException(
        Category.UNAVAILABLE, "%s failed (HTTP %d). %s".formatted(system, status, afterwards));
  }

  /** The system asked to come back later. */
  public DeliveryException busy(HttpResponse<?> response, Instant now) {
    return new DeliveryException(
        Category.BUSY,
        "%s asks to come back later (HTTP %d).".formatted(system, response.statusCode()),
        RetryAfter.of(response, now),
        Optional.empty());
  }

  private static String why(@Nullable Throwable cause) {
    return switch (cause) {
      case SSLException _ ->
          "could not be reached safely; check its certificate, or add its authority to the trust store";
      case ConnectException _ -> "could not be reached; check its address and the firewall";
      case HttpTimeoutException _ -> "did not answer in time";
      case IOException _ -> "broke off the connection";
      case null, default -> "could not be asked";
    };
  }

  private DeliveryException noAnswer(HttpRequest request, String why, Exception cause) {
    URI url = request.uri();
    String host = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    return new DeliveryException(
        Category.UNAVAILABLE,
        "%s at `%s` %s. %s".formatted(system, host, why, afterwards),
        Optional.empty(),
        Optional.of(cause));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
