package org.trialward.workbench.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.trialward.workbench.settings.TrialwardSettings.Hook;

class HookGuardTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> SECRET = Optional.of("shared with the EMR");
  private static final Optional<String> TOKEN = Optional.of("only-the-emr-knows-this");
  private static final byte[] BODY =
      "{\"resourceType\":\"Bundle\",\r\n \"id\":\"ü\"}".getBytes(UTF_8);

  @AfterEach
  void forgetWhoCame() {
    SecurityContextHolder.clearContext();
  }

  private record Answer(int status, String text, boolean isLetThrough) {}

  private static Answer knock(Hook settings, byte[] body, Map<String, String> headers)
      throws ServletException, IOException {
    var request = new MockHttpServletRequest("POST", "/hook");
    request.setContent(body);
    headers.forEach(request::addHeader);
    var response = new MockHttpServletResponse();
    var chain = new MockFilterChain();
    new HookGuard(settings).doFilter(request, response, chain);
    boolean passed = chain.getRequest() != null;
    if (passed) {
      assertThat(request.getAttribute(HookGuard.BODY)).isEqualTo(body);
      assertThat(SecurityContextHolder.getContext().getAuthentication()).isNotNull();
    } else {
      assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }
    return new Answer(response.getStatus(), response.getContentAsString(), passed);
  }

  private static Answer signed(Hook settings, String signature)
      throws ServletException, IOException {
    return knock(settings, BODY, Map.of("X-Hub-Signature", signature));
  }

  private static byte[] hmac(String method, byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(method);
    mac.init(new SecretKeySpec(SECRET.orElseThrow().getBytes(UTF_8), method));
    return mac.doFinal(body);
  }

  private static String hex() throws GeneralSecurityException {
    return HexFormat.of().formatHex(hmac("HmacSHA256", BODY));
  }

  @Test
  void theSignatureOfRfc4231IsKnown() {
    // RFC 4231, test case 2.
    assertThat(
            new HubSignature("Jefe")
                .isOf(
                    "what do ya want for nothing?".getBytes(UTF_8),
                    "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
        .isTrue();
  }

  @Test
  void whoeverSignsTheBodyAsItWasSentIsLetThrough() throws Exception {
    Hook settings = new Hook(NONE, SECRET);
    String base64 = Base64.getEncoder().encodeToString(hmac("HmacSHA256", BODY));

    assertThat(signed(settings, "sha256=" + hex()).isLetThrough()).isTrue();
    SecurityContextHolder.clearContext();
    assertThat(signed(settings, "sha256=" + hex().toUpperCase(Locale.ROOT)).isLetThrough())
        .isTrue();
    SecurityContextHolder.clearContext();
    assertThat(signed(settings, "sha256=" + base64).isLetThrough()).isTrue();
  }

  @Test
  void bytesThatAreNoTextAreSignedAsTheyAre() throws Exception {
    byte[] latin = "{\"id\":\"ü\"}".getBytes(ISO_8859_1);
    String signature = "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", latin));

    assertThat(
            knock(new Hook(NONE, SECRET), latin, Map.of("X-Hub-Signature", signature))
                .isLetThrough())
        .isTrue();
  }

  @Test
  void aSignatureOfAnotherBodyIsRefusedWithTheRemedy() throws Exception {
    byte[] other = (new String(BODY, UTF_8) + "\n").getBytes(UTF_8);

    Answer answer =
        knock(new Hook(NONE, SECRET), other, Map.of("X-Hub-Signature", "sha256=" + hex()));

    assertThat(answer.isLetThrough()).isFalse();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("trialward.hook.secret").doesNotContain(hex());
  }

  @Test
  void sha1IsRefused() throws Exception {
    String sha1 = HexFormat.of().formatHex(hmac("HmacSHA1", BODY));

    assertThat(signed(new Hook(NONE, SECRET), "sha1=" + sha1).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "sha256=00", "sha256=?", "sha256", "=", "sha512=00"})
  void whatIsNoSignatureIsRefused(String header) throws Exception {
    assertThat(signed(new Hook(NONE, SECRET), header).status()).isEqualTo(401);
    assertThat(signed(new Hook(NONE, SECRET), hex()).status())
        .as("without its method")
        .isEqualTo(401);
  }

  @Test
  void aMissingSignatureIsRefusedWithTheRemedy() throws Exception {
    Answer answer = knock(new Hook(NONE, SECRET), BODY, Map.of());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).startsWith("X-Hub-Signature is missing: ");
  }

  @Test
  void withBothSetEitherWillDoButAWrongSignatureIsNotMadeGoodByTheToken() throws Exception {
    Hook both = new Hook(TOKEN, SECRET);
    String bearer = "Bearer " + TOKEN.orElseThrow();

    assertThat(knock(both, BODY, Map.of("Authorization", bearer)).isLetThrough()).isTrue();
    SecurityContextHolder.clearContext();
    assertThat(signed(both, "sha256=" + hex()).isLetThrough()).isTrue();
    SecurityContextHolder.clearContext();
    assertThat(
            knock(both, BODY, Map.of("Authorization", bearer, "X-Hub-Signature", "sha256=00"))
                .status())
        .isEqualTo(401);
    assertThat(knock(both, BODY, Map.of()).text()).contains("trialward.hook.token");
  }

  @Test
  void withoutASecretASignatureProvesNothing() throws Exception {
    assertThat(signed(new Hook(TOKEN, NONE), "sha256=" + hex()).status()).isEqualTo(401);
  }

  @Test
  void whereNothingIsSetNobodyIsHeard() throws Exception {
    Hook empty = new Hook(Optional.of(""), Optional.of(" "));

    assertThat(knock(empty, BODY, Map.of("Authorization", "Bearer ")).text())
        .contains("set trialward.hook.secret or trialward.hook.token");
    assertThat(signed(new Hook(NONE, NONE), "sha256=" + hex()).status()).isEqualTo(401);
  }

  @Test
  void aBodyWithoutEndIsNotReadToItsEnd() throws Exception {
    byte[] endless = new byte[(8 << 20) + 1];
    Hook both = new Hook(TOKEN, SECRET);

    Answer ofTheEmr =
        knock(both, endless, Map.of("Authorization", "Bearer " + TOKEN.orElseThrow()));
    assertThat(ofTheEmr.status()).isEqualTo(413);
    assertThat(ofTheEmr.isLetThrough()).isFalse();
    assertThat(knock(both, endless, Map.of("X-Hub-Signature", "sha256=00")).status())
        .isEqualTo(413);
  }

  @Test
  void ofAStrangersBodyNothingIsRead() throws Exception {
    var request = new MockHttpServletRequest("POST", "/hook");
    request.setContent(BODY);
    var response = new MockHttpServletResponse();

    new HookGuard(new Hook(TOKEN, SECRET)).doFilter(request, response, new MockFilterChain());

    assertThat(response.getStatus()).isEqualTo(401);
    assertThat(request.getInputStream().readAllBytes()).isEqualTo(BODY);
  }
}
