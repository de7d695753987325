package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;

/** Log-ins are rows: they outlive a restart, so what ends them must end the row. */
class LogInsTest extends RunningApplication {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String NAME = "lena";

  @Autowired private Users users;
  @Autowired private JdbcClient jdbc;
  @Autowired private AuditLog audit;

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  @BeforeEach
  void lenaLogsIn() throws Exception {
    users.admit(NAME, Role.COORDINATOR, PASSWORD, "test");
    assertThat(logIn(NAME, PASSWORD).statusCode()).isEqualTo(302);
    assertThat(get("").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> logIn(String name, String password) throws Exception {
    Matcher csrf = CSRF.matcher(get("login").body());
    assertThat(csrf.find()).isTrue();
    return http.send(
        HttpRequest.newBuilder(root().resolve("login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "username=%s&password=%s&_csrf=%s"
                        .formatted(encoded(name), encoded(password), encoded(csrf.group(1)))))
            .build(),
        BodyHandlers.ofString());
  }

  @AfterEach
  void close() {
    http.close();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(root().resolve(path)).build(), BodyHandlers.ofString());
  }

  private List<String> rows() {
    return jdbc.sql(
            "select session_id || ' ' || last_access_time from spring_session where principal_name = :name")
        .param("name", NAME)
        .query(Rows.text())
        .list();
  }

  @Test
  void aNewPasswordEndsWhatWasOpenedByTheOldOne() throws Exception {
    users.admit(NAME, Role.COORDINATOR, "another long pass phrase", "test");
    assertThat(rows()).isEmpty();
    assertThat(get("").headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith("/login"));
  }

  @Test
  void whoLogsInStandsInTheAudit() {
    assertThat(audit.about(NAME, 5).getFirst())
        .satisfies(entry -> {
          assertThat(entry.who()).isEqualTo(NAME);
          assertThat(entry.action()).isEqualTo(AuditAction.SIGNED_IN.name());
          assertThat(entry.detail()).isEqualTo("by password");
        });
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aWrongPasswordIsToldInTheLogAndAWrongNameIsNotQuoted(CapturedOutput log) throws Exception {
    logIn(NAME, "not the pass phrase");
    logIn("my pass phrase by mistake", PASSWORD);
    assertThat(log.getOut())
        .contains("The password of " + NAME + " was wrong")
        .contains("no user has")
        .doesNotContain("by mistake", "not the pass phrase");
  }

  @Test
  void behindAProxyThatSpeaksTlsTheCookieIsForTlsAlone() throws Exception {
    try (HttpClient stranger = HttpClient.newHttpClient()) {
      HttpResponse<String> door =
          stranger.send(
              HttpRequest.newBuilder(root().resolve("login"))
                  .header("X-Forwarded-Proto", "https")
                  .build(),
              BodyHandlers.ofString());
      assertThat(door.headers().firstValue("Set-Cookie"))
          .hasValueSatisfying(cookie -> assertThat(cookie).contains("SESSION=", "Secure"));
    }
  }

  @Test
  void aPageThatAsksAllTheTimeIsNotWrittenEachTime() throws Exception {
    List<String> before = rows();
    assertThat(before).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThat(get("").statusCode()).isEqualTo(200);
    }
    assertThat(rows()).isEqualTo(before);

    jdbc.sql(
            "update spring_session set last_access_time = last_access_time - 61000 where principal_name = :name")
        .param("name", NAME)
        .update();
    List<String> aMinuteAgo = rows();
    assertThat(get("").statusCode()).isEqualTo(200);
    assertThat(rows()).isNotEqualTo(aMinuteAgo);
  }
}
