package org.trialward.workbench.mllp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Senders that are set up wrongly, and what the log says of them. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerRoutesTest {
  private static final String PASSWORD = "only-for-this-run";
  private static final String MESSAGE = "\u000bMSH|^~\\&|A\rPID|1||4711||Zimmerlingen\r\u001c\r";

  @TempDir private Path folder;
  private final CamelContext camel = new DefaultCamelContext();
  private int plain;
  private int secret;

  @BeforeEach
  void listen() throws Exception {
    plain = freePort();
    secret = freePort();
    camel.addRoutes(
        new ListenerRoutes(
            List.of(
                listener("plain", plain, Optional.empty()),
                listener("secret", secret, Optional.of(tls()))),
            "seda:nobody?size=2&discardWhenFull=true"));
    camel.start();
  }

  @AfterEach
  void end() {
    camel.stop();
  }

  @Test
  void aSenderWithoutTlsIsNamedAndNoneOfItsBytes(CapturedOutput log) throws IOException {
    assertThat(answer(secret, MESSAGE)).isEmpty();
    awaitLine(log, "secret: a sender does not speak TLS");
    assertThat(log.getAll())
        .doesNotContain("Zimmerlingen", "0b4d5348", "NotSslRecordException", "\tat io.netty");
  }

  @Test
  void aSenderThatWritesNoBlocksIsNamedOnceAndItsBlocksAreTaken(CapturedOutput log)
      throws IOException {
    assertThat(answer(plain, "MSH|^~\\&|A\rPID|1||4711||Zimmerlingen\rPV1|1\r" + MESSAGE))
        .isEqualTo("\u000btaken\u001c\r");
    awaitLine(log, "plain: what a sender sends is not within MLLP blocks");
    assertThat(log.getAll()).doesNotContain("Zimmerlingen").containsOnlyOnce("MLLP blocks");
  }

  @Test
  void aLineEndBetweenBlocksIsNothingToHearOf(CapturedOutput log) throws IOException {
    assertThat(answer(plain, "\r\n" + MESSAGE)).isEqualTo("\u000btaken\u001c\r");
    assertThat(log.getAll()).doesNotContain("MLLP blocks");
  }

  @Test
  void whatIsTooLargeGoesToWhoRefusesIt() throws IOException {
    assertThat(answer(plain, "\u000b" + "x".repeat(2_000) + "\u001c\r"))
        .isEqualTo("\u000btoo large\u001c\r");
  }

  @Test
  void aSenderThatClosesItsSideBehindItsMessagesGetsAllAnswersAndThenTheEnd() throws IOException {
    assertThat(allAnswers(MESSAGE.repeat(50))).isEqualTo("\u000btaken\u001c\r".repeat(50));
  }

  @Test
  void aSenderThatClosesItsSideAndWantsNoAnswerGetsTheEnd() throws IOException {
    assertThat(allAnswers("")).isEmpty();
    assertThat(allAnswers(MESSAGE.replace("Zimmerlingen", "wants no answer") + MESSAGE))
        .isEqualTo("\u000btaken\u001c\r");
  }

  @Test
  void overTlsFromItsVersion13OnTheyComeToo() throws Exception {
    assertThat(allAnswers(secretly("TLSv1.3"), MESSAGE.repeat(5)))
        .isEqualTo("\u000btaken\u001c\r".repeat(5));
    assertThat(allAnswers(secretly("TLSv1.3"), "")).isEmpty();
  }

  @Test
  void whoClosesBothSidesByTls12BeforeTheAnswerIsNotSaidToBeTurnedAway(CapturedOutput log)
      throws Exception {
    assertThat(allAnswers(secretly("TLSv1.2"), MESSAGE.repeat(5)))
        .isIn(IntStream.rangeClosed(0, 5).mapToObj("\u000btaken\u001c\r"::repeat).toList());
    assertThat(answer(plain, MESSAGE)).isEqualTo("\u000btaken\u001c\r");
    camel.stop();
    assertThat(log.getAll()).doesNotContain("is turned away");
  }

  private Socket secretly(String version) throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), secret);
    socket.setEnabledProtocols(new String[] {version});
    socket.startHandshake();
    return socket;
  }

  private String allAnswers(String text) throws IOException {
    return allAnswers(new Socket(InetAddress.getLoopbackAddress(), plain), text);
  }

  /** What comes until the connection ends. */
  private static String allAnswers(Socket opened, String text) throws IOException {
    try (var socket = opened) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void awaitLine(CapturedOutput log, String line) {
    await().atMost(Duration.ofSeconds(30)).until(() -> log.getAll().contains(line));
  }

  private static String answer(int port, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      var answer = new StringBuilder();
      int sign = socket.getInputStream().read();
      while (sign >= 0) {
        answer.append((char) sign);
        sign = answer.toString().endsWith("\u001c\r") ? -1 : socket.getInputStream().read();
      }
      return answer.toString();
    }
  }

  private static Listener listener(String name, int port, Optional<SSLContextParameters> tls) {
    return new Listener(
        name,
        "127.0.0.1",
        port,
        tls,
        false,
        1_000,
        message ->
            new String(message, US_ASCII).contains("wants no answer")
                ? Optional.empty()
                : Optional.of("taken".getBytes(US_ASCII)),
        _ -> Optional.of("too large".getBytes(US_ASCII)));
  }

  private SSLContextParameters tls() throws IOException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "listener",
                "-keyalg",
                "EC",
                "-dname",
                "CN=listener",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    var store = new KeyStoreParameters();
    store.setResource("file:" + file);
    store.setType("PKCS12");
    store.setPassword(PASSWORD);
    var keys = new KeyManagersParameters();
    keys.setKeyStore(store);
    keys.setKeyPassword(PASSWORD);
    var parameters = new SSLContextParameters();
    parameters.setKeyManagers(keys);
    return parameters;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
