package org.trialward.workbench.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application's logging as it is configured, in a process of its own, as JSON. */
class StructuredLogsTest {
  private static final List<String> PATIENT = List.of("Nightingale", "90210467", "1937-05-12");

  /** The application's settings and nothing else of it. */
  @SpringBootConfiguration
  static class Logging {
    private static final Logger LOG = LoggerFactory.getLogger("org.trialward.workbench.Example");

    public static void main(String[] args) {
      SpringApplication.run(Logging.class, args);
      try (var _ = MDC.putCloseable("event.id", "4711")) {
        LOG.warn("{} events put off", 2, quoting());
      }
    }

    private static RuntimeException quoting() {
      return new IllegalStateException(
          "no chart of Nightingale",
          new SQLException("Key (patient)=(90210467) exists\n1937-05-12"));
    }
  }

  private static List<JsonNode> lines(String format) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Logging.class.getName(),
                "--spring.main.web-application-type=none",
                "--logging.structured.format.console=" + format)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    PATIENT.forEach(part -> assertThat(output).doesNotContain(part));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : output.lines().toList()) {
      lines.add(new JsonMapper().readTree(line));
    }
    assertThat(lines).hasSizeGreaterThan(1).allMatch(JsonNode::isObject);
    return lines;
  }

  @Test
  void eachLineIsAnObjectThatSaysWhenHowGraveWhoAndWhat() throws Exception {
    List<JsonNode> lines = lines("ecs");
    for (JsonNode line : lines) {
      for (String field : List.of("/@timestamp", "/log/level", "/log/logger", "/message")) {
        assertThat(line.at(field).isString()).as("%s in %s", field, line).isTrue();
      }
    }
    JsonNode last = lines.getLast();
    assertThat(last.at("/message").stringValue()).isEqualTo("2 events put off");
    assertThat(last.at("/event/id").stringValue()).isEqualTo("4711");
    assertThat(last.at("/error/type").stringValue()).isEqualTo("java.lang.IllegalStateException");
    assertThat(last.at("/error/stack_trace").stringValue())
        .contains("StructuredLogsTest$Logging.quoting", "Caused by: java.sql.SQLException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logstash", "gelf"})
  void theOtherFormatsSayNoMoreOfAPatient(String format) throws Exception {
    assertThat(lines(format).getLast().toString()).contains("events put off", "4711");
  }
}
