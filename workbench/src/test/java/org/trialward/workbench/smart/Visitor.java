package org.trialward.workbench.smart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser with cookies that follows a redirect only when it is told to. */
final class Visitor {
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final int MOST_REDIRECTS = 10;

  private final URI root;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .build();

  Visitor(URI root) {
    this.root = root;
  }

  /** What came back. */
  record Page(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    String path() {
      return response.uri().getPath();
    }

    URI redirect() {
      return response.uri().resolve(response.headers().firstValue("Location").orElseThrow());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Page get(String address) {
    return send(HttpRequest.newBuilder(root.resolve(address)).GET());
  }

  /** To the end of all redirects. */
  Page follow(String address) {
    Page page = get(address);
    for (int i = 0; i < MOST_REDIRECTS && page.status() / 100 == 3; i++) {
      page = get(page.redirect().toString());
    }
    return page;
  }

  /** A launch up to the address with which the EMR sends the browser back to us. */
  URI throughTheEmr(String launch) {
    return get(get(launch).redirect().toString()).redirect();
  }

  Page post(String address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(root.resolve(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** The fields and the token that stands in the forms of this page. */
  Map<String, String> form(String page, Map<String, String> fields) {
    Matcher token = FORM_TOKEN.matcher(get(page).text());
    if (!token.find()) {
      throw new AssertionError("There is no form on " + page);
    }
    Map<String, String> form = new HashMap<>(fields);
    form.put("_csrf", token.group(1));
    return form;
  }

  /** Sends a form of a candidate's page and looks at what follows. */
  Page answer(String page, Map<String, String> fields) {
    Page answered = post(page + "/answer", form(page, fields));
    return answered.status() / 100 == 3 ? get(answered.redirect().toString()) : answered;
  }

  private Page send(HttpRequest.Builder request) {
    try {
      return new Page(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
