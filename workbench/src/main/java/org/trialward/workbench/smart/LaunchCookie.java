package org.trialward.workbench.smart;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A cookie of the launched pages alone. Over https it also comes within the EMR's frame: {@code
 * SameSite=None}, and {@code Partitioned}, because browsers keep other sites' cookies apart by the
 * page around them. Browsers take neither over http: there only a launch in a window of its own
 * works.
 *
 * @param pages where browsers reach us, if that is known
 */
record LaunchCookie(String name, Optional<URI> pages) {

  /** Which browser began a launch. */
  static final String BROWSER = "trialward-browser";

  /** What a launch opened. */
  static final String SESSION = "trialward-launch";

  Optional<Secret> read(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(name))
        .map(Cookie::getValue)
        .filter(value -> !value.isBlank())
        .findFirst()
        .map(Secret::new);
  }

  void write(
      HttpServletRequest request, HttpServletResponse response, Secret secret, Duration lasts) {
    boolean secure =
        request.isSecure() || pages.filter(url -> "https".equals(url.getScheme())).isPresent();
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name, secret.value())
            .path(request.getContextPath() + "/smart")
            .maxAge(lasts)
            .httpOnly(true)
            .secure(secure)
            .partitioned(secure)
            .sameSite(secure ? "None" : "Lax")
            .build()
            .toString());
  }
}
