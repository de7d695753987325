package org.trialward.workbench.smart;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/** Reads ID tokens: signed by the EMR's published keys, for us, by the issuer, not outdated. */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
  /** OpenID Connect demands RS256; SMART 2 recommends the two others. */
  private static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.RS384, SignatureAlgorithm.ES384);

  private record Place(String issuer, String keys, String client) {}

  private final Map<Place, JwtDecoder> decoders = new ConcurrentHashMap<>();
  private final RestTemplate http;

  IdTokens(Duration timeout) {
    this.http = new RestTemplate(EmrServers.requests(timeout));
  }

  /** One for each place, because it keeps the keys that it fetched. */
  @Override
  public JwtDecoder createDecoder(ClientRegistration server) {
    var provider = server.getProviderDetails();
    return decoders.computeIfAbsent(
        new Place(
            String.valueOf(provider.getIssuerUri()),
            String.valueOf(provider.getJwkSetUri()),
            server.getClientId()),
        place -> decoder(place, server));
  }

  private JwtDecoder decoder(Place place, ClientRegistration server) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(place.keys())
            .jwsAlgorithms(algorithms -> algorithms.addAll(ALGORITHMS))
            .restOperations(http)
            .build();
    decoder.setJwtValidator(new OidcIdTokenValidator(server));
    decoder.setClaimSetConverter(
        new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
    return decoder;
  }
}
