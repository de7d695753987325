package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.it.RedcapStub.Import;

/**
 * The CTMS refuses connections for an hour while candidates keep changing, and the workbench is
 * killed meanwhile: every state arrives once, in order for each candidate. The hour is compressed
 * 1:60, and with it the pauses between retries: 33 ms instead of 2 s at first, 5 s instead of 5
 * minutes at most.
 */
@Order(6)
class DestinationDownIT {
  private static final Duration DOWN = Duration.ofMinutes(1);
  private static final int PATIENTS = 8;
  private static final Path FOLDER = Scratch.folder("destination-down");
  private static final DateTimeFormatter MESSAGE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  private int messages;

  @AfterAll
  static void leaveNothingRunning() throws IOException {
    WorkbenchProcess.endDatabase(FOLDER);
  }

  private static WorkbenchProcess start(String console, int port, RedcapStub redcap)
      throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "trialward.data-dir=" + FOLDER,
                "trialward.site.as-of=" + Ward.TODAY,
                "trialward.trials.path=" + Ward.trials("down"),
                "trialward.hl7.listeners[0].name=lab",
                "trialward.hl7.listeners[0].host=127.0.0.1",
                "trialward.hl7.listeners[0].port=" + port,
                "trialward.deliver.on=detection",
                "trialward.deliver.retry-first=33ms",
                "trialward.deliver.retry-most=5s",
                "logging.level.org.trialward=debug"));
    settings.addAll(redcap.settings());
    WorkbenchProcess workbench =
        WorkbenchProcess.start(
            FOLDER, console, settings.stream().map(setting -> "--" + setting).toList());
    await("the listener")
        .atMost(Workbench.GENEROUS)
        .failFast("The application ended by itself.", () -> !workbench.isAlive())
        .until(() -> isOpen(port));
    return workbench;
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The HbA1c of 10 December, written or corrected. */
  private void hba1c(int port, int patient, String percent) throws IOException {
    messages++;
    String time = MESSAGE_TIME.format(LocalDateTime.of(2024, 12, 11, 8, 0).plusSeconds(messages));
    String answer =
        send(
            port,
            "MSH|^~\\&|EMR|HOSP|TW|HOSP|%s||ORU^R01|D%d|P|2.5.1\r".formatted(time, messages)
                + "PID|1||55-%d^^^LAB^MR||||19610714|F\r".formatted(patient)
                + "OBR|1||F%d|4548-4^HbA1c^LN|||20241210\r".formatted(patient)
                + "OBX|1|NM|4548-4^HbA1c^LN||%s|%%|||||%s|||20241210\r"
                    .formatted(percent, messages <= PATIENTS ? "F" : "C"));
    assertThat(answer).contains("MSA|AA|D" + messages);
  }

  private static String send(int port, String message) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(("\u000b" + message + "\u001c\r").getBytes(UTF_8));
      var answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int sign = in.read(); sign >= 0 && sign != 0x1c; sign = in.read()) {
        answer.append((char) sign);
      }
      return answer.toString();
    }
  }

  /** Each patient once out of the criteria or in again. */
  private void round(int port, String percent) throws IOException {
    for (int patient = 1; patient <= PATIENTS; patient++) {
      hba1c(port, patient, percent);
    }
    workedOff();
  }

  private static long count(String what) {
    return WorkbenchProcess.ask(
            FOLDER, jdbc -> jdbc.sql("select count(*) from " + what).query(Long.class).single())
        .orElse(-1L);
  }

  private static void workedOff() {
    await("messages and charts")
        .atMost(Workbench.GENEROUS)
        .until(() ->
            count("message where state = 'OPEN'") == 0 && count("inbox where state = 'OPEN'") == 0);
  }

  private static void delivered() {
    await("deliveries")
        .atMost(Workbench.GENEROUS)
        .until(() -> count("delivery where state = 'OPEN'") == 0);
  }

  @Test
  void everyStateArrivesOnceAndInOrderThoughTheCtmsWasDownAndTheWorkbenchWasKilled()
      throws Exception {
    int port = freePort();
    Instant away;
    try (RedcapStub redcap = RedcapStub.open()) {
      try (WorkbenchProcess workbench = start("first", port, redcap)) {
        round(port, "9.0");
        delivered();
        assertThat(redcap.imports()).hasSize(PATIENTS);

        redcap.goAway();
        away = Instant.now();
        round(port, "6.0");
        round(port, "9.1");
        assertThat(redcap.imports()).hasSize(PATIENTS);
        workbench.kill(Duration.ofMillis(200));
      }
      try (WorkbenchProcess workbench = start("second", port, redcap)) {
        round(port, "6.1");
        round(port, "9.2");
        await("the end of the hour")
            .atMost(DOWN)
            .until(() -> !Instant.now().isBefore(away.plus(DOWN)));
        assertThat(redcap.imports()).hasSize(PATIENTS);
        long waiting = count("delivery where state = 'OPEN'");
        Instant back = Instant.now();
        redcap.comeBack();
        workbench.kill(Duration.ofMillis(300));
        System.out.printf(
            "DestinationDownIT: away for %d s, %d deliveries waited%n",
            Duration.between(away, back).toSeconds(), waiting);
      }
      try (WorkbenchProcess _ = start("third", port, redcap)) {
        delivered();
        assertEachStateOnceAndInOrder(redcap.imports());
      }
    }
  }

  private static void assertEachStateOnceAndInOrder(List<Import> imports) {
    Map<String, List<Long>> revisions =
        imports.stream()
            .collect(
                Collectors.groupingBy(
                    Import::record,
                    TreeMap::new,
                    Collectors.mapping(Import::revision, Collectors.toList())));
    assertThat(revisions).hasSize(PATIENTS);
    assertThat(revisions.values())
        .allSatisfy(
            each -> assertThat(each).isEqualTo(LongStream.rangeClosed(1, 5).boxed().toList()));
    assertThat(count("delivery where state <> 'DONE'")).isZero();
    assertThat(count("candidate where revision <> 5 or state <> 'DETECTED'")).isZero();
    System.out.printf(
        "DestinationDownIT: %d candidates, %d imports, each revision once and in order%n",
        revisions.size(), imports.size());
  }
}
