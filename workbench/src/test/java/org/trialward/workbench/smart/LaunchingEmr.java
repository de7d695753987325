package org.trialward.workbench.smart;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * An EMR that launches us: Spring's authorization server, which checks PKCE, the client's assertion
 * against our published keys, and the redirect address. What SMART adds is put on top: the
 * smart-configuration, {@code launch} and {@code aud}, the launch context, {@code fhirUser}.
 */
final class LaunchingEmr implements AutoCloseable {
  static final String CLIENT = "trialward-details";

  private final AnnotationConfigServletWebServerApplicationContext server;
  private final State state;

  /** What a test makes it say. */
  static final class State {
    final Map<String, Map<String, Object>> launches = new ConcurrentHashMap<>();
    final AtomicReference<String> fhirUser = new AtomicReference<>("Practitioner/house");
    final AtomicReference<String> application = new AtomicReference<>("");
    final AtomicReference<String> issuerInTokens = new AtomicReference<>("");
    final AtomicReference<List<String>> challenges = new AtomicReference<>(List.of("S256"));
  }

  private LaunchingEmr() {
    server = new AnnotationConfigServletWebServerApplicationContext();
    server.register(Parts.class);
    server.refresh();
    state = server.getBean(State.class);
  }

  static LaunchingEmr start() {
    return new LaunchingEmr();
  }

  State says() {
    return state;
  }

  /** {@code localhost}, where we are {@code 127.0.0.1}: cookies do not know ports. */
  URI root() {
    return URI.create(
        "http://localhost:%d".formatted(Objects.requireNonNull(server.getWebServer()).getPort()));
  }

  String iss() {
    return root() + "/fhir";
  }

  /** Registers the application, as hospital IT does. */
  void register(URI application) {
    state.application.set(application.toString().replaceAll("/$", ""));
  }

  /**
   * Somebody opens our page in the EMR.
   *
   * @param context what the token response will say, e.g. {@code patient}
   * @return the path that the EMR opens
   */
  String launch(Map<String, Object> context) {
    String launch = "launch-" + state.launches.size();
    state.launches.put(launch, context);
    return path(iss(), launch);
  }

  static String path(String iss, String launch) {
    return "/smart/launch?iss=%s&launch=%s"
        .formatted(URLEncoder.encode(iss, StandardCharsets.UTF_8), launch);
  }

  @Override
  public void close() {
    server.close();
  }

  /** What the EMR says of itself. */
  @RestController
  static class Discovery {
    private final State state;

    Discovery(State state) {
      this.state = state;
    }

    @GetMapping("/fhir/.well-known/smart-configuration")
    Map<String, Object> smart(HttpServletRequest request) {
      String root = "http://localhost:" + request.getServerPort();
      return Map.of(
          "issuer",
          root,
          "jwks_uri",
          root + "/oauth2/jwks",
          "authorization_endpoint",
          root + "/oauth2/authorize",
          "token_endpoint",
          root + "/oauth2/token",
          "token_endpoint_auth_signing_alg_values_supported",
          List.of("RS384"),
          "code_challenge_methods_supported",
          state.challenges.get(),
          "capabilities",
          List.of("launch-ehr", "sso-openid-connect"));
    }
  }

  /** The server's parts. */
  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  @EnableWebSecurity
  static class Parts {

    @Bean
    State state() {
      return new State();
    }

    @Bean
    Discovery discovery(State state) {
      return new Discovery(state);
    }

    @Bean
    TomcatServletWebServerFactory tomcat() {
      return new TomcatServletWebServerFactory(0);
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
      return new DispatcherServlet();
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> servlet(DispatcherServlet servlet) {
      return new ServletRegistrationBean<>(servlet, "/");
    }

    @Bean
    DelegatingFilterProxyRegistrationBean filters() {
      var filters = new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
      filters.setDispatcherTypes(DispatcherType.REQUEST);
      return filters;
    }

    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().build();
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
      return new InMemoryOAuth2AuthorizationService();
    }

    @Bean
    JWKSource<SecurityContext> keys() throws JOSEException {
      RSAKey key = new RSAKeyGenerator(2048).keyID("emr").generate();
      return new ImmutableJWKSet<>(new JWKSet(key));
    }

    @Bean
    JwtDecoder tokens(JWKSource<SecurityContext> keys) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    RegisteredClientRepository clients(State state) {
      return new OneClient(state);
    }

    @Bean
    SecurityFilterChain chain(
        HttpSecurity http, OAuth2AuthorizationService authorizations, State state) {
      var response = new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
      response.setAccessTokenResponseCustomizer(context -> {
        OAuth2AccessTokenAuthenticationToken token = context.getAuthentication();
        OAuth2Authorization granted =
            authorizations.findByToken(
                token.getAccessToken().getTokenValue(), OAuth2TokenType.ACCESS_TOKEN);
        Map<String, Object> all = new HashMap<>(token.getAdditionalParameters());
        all.putAll(state.launches.get(asked(granted, "launch")));
        context.getAccessTokenResponse().additionalParameters(all);
      });
      return http.with(
              new OAuth2AuthorizationServerConfigurer(),
              server ->
                  server
                      .oidc(withDefaults())
                      .tokenEndpoint(endpoint -> endpoint.accessTokenResponseHandler(response)))
          .csrf(csrf -> csrf.disable())
          .addFilterAfter(new PhysicianAtWork(), SecurityContextHolderFilter.class)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .build();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(State state) {
      return context -> {
        if (!"id_token".equals(context.getTokenType().getValue())) {
          return;
        }
        if (!asked(context.getAuthorization(), "aud").endsWith("/fhir")) {
          throw new OAuth2AuthenticationException("invalid_request");
        }
        context.getClaims().claim("fhirUser", state.fhirUser.get());
        if (!state.issuerInTokens.get().isEmpty()) {
          context.getClaims().issuer(state.issuerInTokens.get());
        }
      };
    }

    private static String asked(@Nullable OAuth2Authorization granted, String parameter) {
      if (granted == null) {
        throw new IllegalStateException("A token was granted.");
      }
      OAuth2AuthorizationRequest request =
          granted.getAttribute(OAuth2AuthorizationRequest.class.getName());
      if (request == null) {
        throw new IllegalStateException("Somebody asked for it.");
      }
      return String.valueOf(request.getAdditionalParameters().get(parameter));
    }
  }

  /** Our registration, as soon as the test knows our address. */
  private record OneClient(State state) implements RegisteredClientRepository {
    @Override
    public void save(RegisteredClient client) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RegisteredClient findById(String id) {
      return findByClientId(id);
    }

    @Override
    public RegisteredClient findByClientId(String id) {
      String application = state.application.get();
      return RegisteredClient.withId(CLIENT)
          .clientId(CLIENT)
          .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
          .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
          .redirectUri(application + "/smart/callback")
          .scopes(scopes ->
              scopes.addAll(
                  List.of(
                      "launch", "openid", "fhirUser", "patient/Patient.rs", "user/Practitioner.r")))
          .clientSettings(
              ClientSettings.builder()
                  .requireProofKey(true)
                  .requireAuthorizationConsent(false)
                  .jwkSetUrl(application + "/.well-known/jwks.json")
                  .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.RS384)
                  .build())
          .build();
    }
  }

  /** Whoever comes to the EMR is logged in there. */
  private static final class PhysicianAtWork extends OncePerRequestFilter {
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
      return !request.getRequestURI().equals("/oauth2/authorize");
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          UsernamePasswordAuthenticationToken.authenticated(
              "house",
              "",
              List.of(
                  FactorGrantedAuthority.fromAuthority(
                      FactorGrantedAuthority.PASSWORD_AUTHORITY))));
      SecurityContextHolder.setContext(context);
      chain.doFilter(request, response);
    }
  }
}
