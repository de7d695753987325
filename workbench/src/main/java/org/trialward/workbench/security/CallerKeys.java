package org.trialward.workbench.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import org.trialward.workbench.settings.TrialwardSettings.Issuer;

/**
 * The public keys of a caller: read once, kept, and read again after a while or where a token names
 * a key that is not among them, but not at the pace of whoever invents key names.
 */
final class CallerKeys {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final Duration WAIT_FOR_ANOTHER_THREAD = Duration.ofSeconds(10);

  /** Two readings in this time at most, whatever is asked. */
  private static final Duration PACE = Duration.ofSeconds(30);

  /** The caller's server may be down so long before its tokens are refused. */
  private static final Duration OUTAGE = Duration.ofHours(1);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 1 << 18;

  private CallerKeys() {}

  /** The keys of an issuer: of its file, else of its address. */
  static JWKSource<SecurityContext> of(Issuer issuer) {
    return JWKSourceBuilder.<SecurityContext>create(place(issuer), CallerKeys::read)
        .cache(KEPT.toMillis(), WAIT_FOR_ANOTHER_THREAD.toMillis())
        .refreshAheadCache(false)
        .rateLimited(PACE.toMillis())
        .retrying(true)
        .outageTolerant(OUTAGE.toMillis())
        .build();
  }

  private static URL place(Issuer issuer) {
    try {
      if (issuer.keyFile().isEmpty()) {
        return issuer.jku().orElseThrow().toURL();
      }
      Path file = Path.of(issuer.keyFile().get()).toAbsolutePath();
      JWKSet.parse(Files.readString(file));
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw wrong(issuer, "its jku is no address", e);
    } catch (IOException e) {
      throw wrong(issuer, "its key-file cannot be read: check the path and our rights", e);
    } catch (ParseException e) {
      throw wrong(issuer, "its key-file is no JSON Web Key set, `{\"keys\": [...]}`", e);
    }
  }

  private static IllegalArgumentException wrong(Issuer issuer, String what, Exception cause) {
    return new IllegalArgumentException(
        "trialward.cds.issuers, `%s`: %s.".formatted(issuer.issuer(), what), cause);
  }

  private static Resource read(URL place) throws IOException {
    URI address = URI.create(place.toString());
    String keys =
        "file".equals(address.getScheme()) ? Files.readString(Path.of(address)) : download(address);
    return new Resource(keys, "application/json");
  }

  /** Follows no redirects: only the listed address is trusted. */
  private static String download(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .build();
    try (HttpClient http =
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
        InputStream body = body(http.send(request, BodyHandlers.ofInputStream()))) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("The key set is too long.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Stopped while reading a key set.", e);
    }
  }

  private static InputStream body(HttpResponse<InputStream> answer) throws IOException {
    if (answer.statusCode() != 200) {
      answer.body().close();
      throw new IOException("The key set's server answered %d.".formatted(answer.statusCode()));
    }
    return answer.body();
  }
}
