package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person, with a password or without, and the cookies of that person's browser. */
final class Browser {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.NORMAL)
          .build();

  Browser() {}

  /** Fills in the form. */
  static Browser logIn(Pages at, String name, String password)
      throws IOException, InterruptedException {
    Browser browser = new Browser();
    Matcher csrf = CSRF.matcher(browser.get(at, "/login").body());
    assertThat(csrf.find()).as("a form with a CSRF token").isTrue();
    HttpResponse<String> answer =
        browser.http.send(
            HttpRequest.newBuilder(at.page("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "username=%s&password=%s&_csrf=%s"
                            .formatted(name, encoded(password), encoded(csrf.group(1)))))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.uri().getPath()).as("where the log-in leads").isNotEqualTo("/login");
    return browser;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(Pages at, String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(at.page(path)).build(), BodyHandlers.ofString());
  }
}
