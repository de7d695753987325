package org.trialward.workbench.smart;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings.Launch;
import org.trialward.workbench.settings.TrialwardSettings.LaunchServer;
import tools.jackson.databind.JsonNode;

/** The EMRs that may launch us, with what each says of its authorization server. */
final class EmrServers implements ClientRegistrationRepository {
  /** So often may an EMR move its endpoints without our noticing. */
  private static final Duration KEPT = Duration.ofHours(1);

  private record Server(LaunchServer settings, Optional<ClientKeys> keys) {}

  private final List<Server> servers = new ArrayList<>();
  private final Map<String, Said> known = new ConcurrentHashMap<>();
  private final RestClient http;
  private final String redirectUri;
  private final SiteClock clock;

  private record Said(SmartConfiguration configuration, Instant until) {}

  /**
   * @param pages where a browser reaches us; else as it called
   */
  EmrServers(Launch settings, Optional<URI> pages, SiteClock clock) {
    for (LaunchServer server : settings.servers()) {
      String setting = "trialward.smart.servers[%d].key-file".formatted(servers.size());
      servers.add(
          new Server(server, server.keyFile().map(file -> new ClientKeys(Path.of(file), setting))));
    }
    this.http = RestClient.builder().requestFactory(requests(settings.timeout())).build();
    this.redirectUri =
        pages.map(root -> root.toString().replaceAll("/$", "")).orElse("{baseUrl}")
            + "/smart/callback";
    this.clock = clock;
  }

  /** No redirects: they would carry our word elsewhere. */
  static JdkClientHttpRequestFactory requests(Duration timeout) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build());
    requests.setReadTimeout(timeout);
    return requests;
  }

  boolean isEmpty() {
    return servers.isEmpty();
  }

  /** Our keys, to be published. */
  List<ClientKeys> keys() {
    return servers.stream().flatMap(server -> server.keys().stream()).toList();
  }

  /** The name of the server that calls itself so; of an unknown one, nothing. */
  Optional<String> named(String iss) {
    return servers.stream()
        .filter(server -> same(server.settings().iss().toString(), iss))
        .map(server -> name(servers.indexOf(server)))
        .findFirst();
  }

  private static boolean same(String iss, String other) {
    return iss.replaceAll("/+$", "").equals(other.replaceAll("/+$", ""));
  }

  private static String name(int index) {
    return "emr-" + index;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String name) {
    return server(name).map(server -> registration(name, server)).orElse(null);
  }

  private Optional<Server> server(String name) {
    return servers.stream()
        .filter(server -> name(servers.indexOf(server)).equals(name))
        .findFirst();
  }

  private ClientRegistration registration(String name, Server server) {
    SmartConfiguration emr = configuration(server.settings().iss());
    ClientRegistration.Builder registration =
        ClientRegistration.withRegistrationId(name)
            .clientId(server.settings().clientId())
            .clientAuthenticationMethod(
                server.keys().isPresent()
                    ? ClientAuthenticationMethod.PRIVATE_KEY_JWT
                    : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri(redirectUri)
            .scope(server.settings().scopes())
            .authorizationUri(emr.authorizationEndpoint())
            .tokenUri(emr.tokenEndpoint())
            .issuerUri(emr.issuer())
            .jwkSetUri(emr.keys())
            .clientSettings(ClientSettings.builder().requireProofKey(true).build());
    server.settings().clientSecret().ifPresent(registration::clientSecret);
    return registration.build();
  }

  /** The key that signs our assertions to this server. */
  JWK signing(ClientRegistration registration) {
    Server server = server(registration.getRegistrationId()).orElseThrow();
    JWK key =
        server.keys().orElseThrow().signing(configuration(server.settings().iss()).algorithms());
    return key instanceof RSAKey rsa
        ? new RSAKey.Builder(rsa).algorithm(ClientKeys.algorithm(key)).build()
        : new ECKey.Builder(key.toECKey()).algorithm(ClientKeys.algorithm(key)).build();
  }

  private SmartConfiguration configuration(URI iss) {
    Said last = known.get(iss.toString());
    if (last != null && clock.now().isBefore(last.until())) {
      return last.configuration();
    }
    SmartConfiguration fresh = SmartConfiguration.of(iss, ask(iss));
    known.put(iss.toString(), new Said(fresh, clock.now().plus(KEPT)));
    return fresh;
  }

  private JsonNode ask(URI iss) {
    try {
      JsonNode said =
          http.get()
              .uri(
                  URI.create(
                      iss.toString().replaceAll("/+$", "") + "/.well-known/smart-configuration"))
              .header("Accept", "application/json")
              .retrieve()
              .body(JsonNode.class);
      if (said == null) {
        throw SmartConfiguration.unusable(iss, "is empty");
      }
      return said;
    } catch (RestClientException e) {
      throw SmartConfiguration.unusable(
          iss, "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
