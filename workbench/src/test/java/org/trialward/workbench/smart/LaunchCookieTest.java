package org.trialward.workbench.smart;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LaunchCookieTest {
  private static final Secret SECRET = new Secret("s3cret");

  private static String written(Optional<URI> pages) {
    var response = new MockHttpServletResponse();
    new LaunchCookie("launch", pages)
        .write(new MockHttpServletRequest(), response, SECRET, Duration.ofMinutes(30));
    return String.valueOf(response.getHeader("Set-Cookie"));
  }

  @Test
  void overHttpsItComesWithinTheFrameOfTheEmr() {
    assertThat(written(Optional.of(URI.create("https://trialward.example"))))
        .startsWith("launch=s3cret; Path=/smart; Max-Age=1800;")
        .contains("SameSite=None", "Secure", "HttpOnly", "Partitioned");
  }

  @Test
  void overHttpItStaysWithOurOwnWindows() {
    assertThat(written(Optional.empty()))
        .contains("SameSite=Lax", "HttpOnly")
        .doesNotContain("Secure", "Partitioned");
  }

  @Test
  void anEmptyOneIsNone() {
    var request = new MockHttpServletRequest();
    request.setCookies(new Cookie("launch", ""), new Cookie("other", "x"));
    assertThat(new LaunchCookie("launch", Optional.empty()).read(request)).isEmpty();
  }

  @Test
  void theSecretIsNotPrintedAndWhatFollowsFromItIsAnother() {
    assertThat(SECRET.toString()).doesNotContain("s3cret");
    assertThat(SECRET.derived("form")).isNotEqualTo(SECRET).isEqualTo(SECRET.derived("form"));
    assertThat(Secret.random()).isNotEqualTo(Secret.random());
  }
}
