package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Controller;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.trialward.workbench.Application;
import org.trialward.workbench.TestDatabase;
import org.trialward.workbench.TestTrials;
import org.trialward.workbench.feed.FeedWatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole application as a monitoring system sees it: a message came in over HL7, its patient was
 * matched and handed over, an EMR that answers nobody was asked, a collector takes the traces.
 */
@SpringBootTest(
    classes = {Application.class, ObservedApplicationTest.Failing.class},
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "logging.level.org.apache.catalina=warn")
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class ObservedApplicationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final HttpServer COLLECTOR = collector();
  private static final Queue<String> EXPORTED = new ConcurrentLinkedQueue<>();
  private static final int LAB = freePort();
  private static final String TOKEN = "what the monitoring system sends";

  /** Of the only patient; none of it may leave the house. */
  private static final List<String> PATIENT =
      List.of("Nightingale", "Florence", "90210467", "19370512", "1937-05-12");

  @Autowired private FeedWatch feeds;
  @Autowired private AuditWatch audit;
  @Autowired private JdbcClient jdbc;
  @LocalServerPort private int port;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) throws IOException {
    Path folder = Path.of("target", "observed").toAbsolutePath();
    FileSystemUtils.deleteRecursively(folder); // What an earlier run left.
    Path trials = Files.createDirectories(folder.resolve("trials"));
    TestTrials.write(trials, "OBSERVED-1", "1", "recruiting", TestTrials.WITH_HBA1C);
    String outside = "http://127.0.0.1:" + COLLECTOR.getAddress().getPort();
    settings.add("trialward.data-dir", folder::toString);
    settings.add("trialward.trials.path", trials::toString);
    settings.add("trialward.database.url", DATABASE::url);
    settings.add("trialward.database.user", () -> "postgres");
    settings.add("trialward.emr.url", () -> outside + "/fhir");
    settings.add("trialward.emr.write-back.enabled", () -> "false");
    settings.add("trialward.cds.access", () -> "open");
    settings.add("trialward.deliver.on", () -> "detection");
    settings.add(
        "trialward.ctms.screening-log.folder",
        Files.createDirectory(folder.resolve("screening-log"))::toString);
    settings.add("trialward.hl7.listeners[0].name", () -> "lab");
    settings.add("trialward.hl7.listeners[0].host", () -> "127.0.0.1");
    settings.add("trialward.hl7.listeners[0].port", () -> LAB);
    settings.add("trialward.hl7.listeners[0].sender.authority", () -> "WARD");
    settings.add("trialward.metrics.token", () -> TOKEN);
    settings.add("trialward.traces.endpoint", () -> outside + "/v1/traces");
  }

  /** Fails as nobody foresaw, quoting whom it was about. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Failing {
    @Bean
    Broken broken() {
      return new Broken();
    }
  }

  @Controller
  static class Broken {
    @GetMapping("/webjars/broken/{patient}")
    void fail(@PathVariable String patient) {
      throw new IllegalStateException(
          "no chart of Florence Nightingale " + patient, new IOException("born 1937-05-12"));
    }
  }

  private static HttpServer collector() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", ObservedApplicationTest::take);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      EXPORTED.add(
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    COLLECTOR.stop(0);
  }

  @BeforeEach
  void onePatientWasHandedOver() throws Exception {
    if (jdbc.sql("select count(*) from delivery").query(Long.class).single() == 0) {
      send(
          """
          MSH|^~\\&|T|T|TW|TW|20250101120000||ADT^A01^ADT_A01|T1|P|2.5.1
          EVN|A01|20250101120000
          PID|1||90210467^^^WARD^MR||Nightingale^Florence||19370512|F
          PV1|1|I
          DG1|1||44054006^Type 2 diabetes^SCT|||A
          """);
      await()
          .atMost(PATIENCE)
          .until(() ->
              jdbc.sql("select count(*) from delivery where state = 'DONE'")
                      .query(Long.class)
                      .single()
                  == 1);
      get("/webjars/broken/90210467");
      get("/candidates/Nightingale-90210467");
      call();
      feeds.look();
      audit.walk();
    }
  }

  private static void send(String message) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), LAB)) {
      OutputStream out = socket.getOutputStream();
      out.write(0x0b);
      out.write(message.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {0x1c, '\r'});
      out.flush();
      InputStream in = socket.getInputStream();
      for (int octet = in.read(); octet != 0x1c; octet = in.read()) {
        assertThat(octet).isNotNegative();
      }
    }
  }

  private int get(String path) throws Exception {
    return answer(path).statusCode();
  }

  private HttpResponse<String> answer(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Authorization", "Bearer " + TOKEN)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private void call() throws Exception {
    String body =
        """
        {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
         "context": {"userId": "Practitioner/7", "patientId": "90210467"}}
        """;
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(
              http.send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + port + "/cds-services/trialward"))
                          .header("Content-Type", "application/json")
                          .POST(BodyPublishers.ofString(body))
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  private Scrape scrape() throws Exception {
    var answer = answer("/actuator/prometheus");
    assertThat(answer.statusCode()).isEqualTo(200);
    return new Scrape(answer.body());
  }

  @Test
  void theTableOfMetricsSaysWhatAScrapeGivesNoMoreAndNoLess() throws Exception {
    await().atMost(PATIENCE).until(() -> scrape().ours().containsKey("trialward_index_patients"));
    assertThat(scrape().ours()).isEqualTo(MetricsTable.read());
  }

  @Test
  void theNumbersTellWhatHappened() throws Exception {
    Scrape scrape = scrape();
    assertThat(scrape.value("trialward_database_up")).isEqualTo(1);
    assertThat(scrape.value("trialward_ready")).isEqualTo(1);
    assertThat(scrape.value("trialward_audit_intact")).isEqualTo(1);
    assertThat(scrape.value("trialward_feed_open{feed=\"lab\"}")).isEqualTo(1);
    assertThat(scrape.value("trialward_feed_open{feed=\"emr\"}")).isZero();
    assertThat(scrape.value("trialward_feed_arrivals{feed=\"lab\"}")).isEqualTo(1);
    assertThat(scrape.value("trialward_event_wait_seconds_count")).isEqualTo(1);
    assertThat(scrape.value("trialward_match_seconds_count{error=\"none\"}")).isPositive();
    assertThat(
            scrape.value(
                "trialward_delivery_seconds_count{destination=\"screening-log\",error=\"none\",outcome=\"delivered\"}"))
        .isEqualTo(1);
    assertThat(scrape.names()).anyMatch(name -> name.startsWith("disk_free_bytes"));
    PATIENT.forEach(part -> assertThat(scrape.text()).doesNotContain(part));
  }

  @Test
  void theDashboardAsksOnlyForWhatThereIs() throws Exception {
    JsonNode dashboard =
        new JsonMapper().readTree(Path.of("..", "docker", "grafana", "trialward.json").toFile());
    Set<Integer> ids = new HashSet<>();
    Set<String> asked = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").intValue())).as("id of %s", panel.get("title")).isTrue();
      assertThat(panel.get("title").stringValue()).isNotBlank();
      if (!panel.get("type").stringValue().equals("row")) {
        assertThat(panel.get("description").stringValue()).isNotBlank();
        assertThat(panel.at("/fieldConfig/defaults/unit").stringValue()).isNotBlank();
        assertThat(panel.at("/datasource/uid").stringValue()).isEqualTo("${datasource}");
        panel
            .get("targets")
            .forEach(target -> asked.addAll(Expression.metrics(target.get("expr").stringValue())));
      }
    }
    assertThat(dashboard.at("/templating/list/0/type").stringValue()).isEqualTo("datasource");
    assertThat(asked).hasSizeGreaterThan(20).isSubsetOf(known());
  }

  @Test
  void theAlertsAskOnlyForWhatThereIs() throws Exception {
    YamlPropertiesFactoryBean file = new YamlPropertiesFactoryBean();
    file.setResources(new FileSystemResource("../docker/prometheus-alerts.yaml"));
    Properties alerts = Objects.requireNonNull(file.getObject());
    Set<String> asked = new TreeSet<>();
    for (int i = 0; alerts.containsKey(rule(i, "alert")); i++) {
      for (String part : List.of("labels.severity", "annotations.summary", "annotations.remedy")) {
        assertThat(alerts.getProperty(rule(i, part))).as(rule(i, part)).isNotBlank();
      }
      asked.addAll(Expression.metrics(alerts.getProperty(rule(i, "expr"))));
    }
    assertThat(asked).hasSizeGreaterThan(8).isSubsetOf(known());
  }

  private static String rule(int number, String part) {
    return "groups[0].rules[%d].%s".formatted(number, part);
  }

  @Test
  void anExpressionThatAsksForAnotherMetricIsFound() throws Exception {
    assertThat(
            Expression.metrics(
                "sum by (feed) (rate(trialward_no_such_total{feed=~\"lab.*\"}[5m])) / on (x) up > 3"))
        .containsExactly("trialward_no_such_total", "up");
    assertThat(known()).contains("up").doesNotContain("trialward_no_such_total");
  }

  /** What a scrape gives, and what Prometheus itself says of the scrape. */
  private Set<String> known() throws Exception {
    await().atMost(PATIENCE).until(() -> scrape().ours().containsKey("trialward_index_patients"));
    Set<String> known = scrape().names();
    known.add("up");
    return known;
  }

  @Test
  void spansNameStepsAndRoutesAndNobody() throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(String.join("", EXPORTED))
                .contains("patient work", "read chart", "match", "deliver", "read message")
                .contains("screening-log", "http get /webjars/broken/{patient}")
                .contains("IllegalStateException"));
    String all = String.join("", EXPORTED);
    PATIENT.forEach(part -> assertThat(all).doesNotContain(part));
    assertThat(all).doesNotContain("exception.message", "http.url", "/actuator");
  }

  @Test
  void whatNobodyForesawIsLoggedWithoutWhatItSays(CapturedOutput log) throws Exception {
    assertThat(get("/webjars/broken/90210467")).isEqualTo(500);
    assertThat(log.getAll())
        .contains("A request failed: ", "IllegalStateException at ", "because of IOException");
    PATIENT.forEach(part -> assertThat(log.getAll()).doesNotContain(part));
  }

  @Test
  void theScrapeOutlivesTheDatabase() throws Exception {
    String name = DATABASE.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
    JdbcClient server =
        JdbcClient.create(
            new DriverManagerDataSource(DATABASE.url().replace("/" + name + "?", "/postgres?")));
    server.sql("alter database " + name + " allow_connections false").update();
    try {
      server
          .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
          .param("name", name)
          .query()
          .listOfRows();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            Scrape scrape = scrape();
            assertThat(scrape.value("trialward_database_up")).isZero();
            assertThat(scrape.names())
                .contains("jvm_memory_used_bytes", "trialward_ready")
                .doesNotContain("trialward_inbox_events", "trialward_candidates");
          });
    } finally {
      server.sql("alter database " + name + " allow_connections true").update();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(scrape().value("trialward_database_up")).isEqualTo(1));
  }

  @Test
  void nobodyElseReadsTheMetrics() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI metrics = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
      assertThat(
              http.send(
                      HttpRequest.newBuilder(metrics)
                          .header("Authorization", "Bearer something else")
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(401);
    }
    assertThat(get("/actuator/info")).as("the token opens nothing else").isEqualTo(401);
  }
}
