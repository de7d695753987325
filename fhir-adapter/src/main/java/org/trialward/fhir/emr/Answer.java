package org.trialward.fhir.emr;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.client.methods.CloseableHttpResponse;

/** A successful answer whose body is read while it arrives; to be closed. */
public final class Answer implements AutoCloseable {
  private final CloseableHttpResponse response;
  private final Optional<Duration> retryAfter;

  Answer(CloseableHttpResponse response, Optional<Duration> retryAfter) {
    this.response = response;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return response.getStatusLine().getStatusCode();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** How long the EMR asks us to wait until we ask again. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Empty where there is none. */
  public InputStream body() throws IOException {
    return response.getEntity() == null
        ? InputStream.nullInputStream()
        : response.getEntity().getContent();
  }

  @Override
  public void close() {
    try {
      response.close();
    } catch (IOException alreadyGone) {
      // Nothing is lost: what was read was read.
    }
  }
}
