package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.rules.logic.Truth;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.trial.TrialId;
import org.trialward.rules.verdict.Outcome;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;

/** Senders of a hospital send messages and documents: nobody polls here for an hour. */
@Order(3)
class AMessageArrivesIT {
  private static final String TRIAL = "IT-HOOK";
  private static final String PASSWORD = "only-for-this-run";

  private static Ward ward;
  private static Workbench workbench;
  private static Path keys;
  private static int hints;
  private static int facts;
  private static int secret;

  @BeforeAll
  static void start() throws Exception {
    ward = Ward.shared();
    keys = Scratch.folder("message-keys");
    makeKeys("trialward");
    makeKeys("hospital");
    trust("hospital", "trialward");
    trust("trialward", "hospital");
    hints = freePort();
    facts = freePort();
    secret = freePort();
    workbench =
        Workbench.start(
            "messages", ward.fhir(), Ward.trials("hook"), settings().toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    workbench.close();
  }

  private static List<String> settings() {
    List<String> settings = new ArrayList<>();
    settings.addAll(listener(0, "hints", hints));
    settings.add("trialward.hl7.listeners[0].mode=hint");
    settings.add("trialward.hl7.listeners[0].authorities.HOSP=urn:hospital:mrn");
    settings.addAll(listener(1, "facts", facts));
    settings.addAll(listener(2, "secret", secret));
    String tls = "trialward.hl7.listeners[2].tls.";
    settings.add(tls + "key-store=" + keys.resolve("trialward.p12"));
    settings.add(tls + "key-password=" + PASSWORD);
    settings.add(tls + "trust-store=" + keys.resolve("trialward-trusts.p12"));
    settings.add(tls + "trust-password=" + PASSWORD);
    settings.add("trialward.documents.folder=" + documents());
    return settings;
  }

  private static List<String> listener(int number, String name, int port) {
    String prefix = "trialward.hl7.listeners[%d].".formatted(number);
    return List.of(prefix + "name=" + name, prefix + "host=127.0.0.1", prefix + "port=" + port);
  }

  private static Path documents() {
    return Scratch.folder("documents-in");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void makeKeys(String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-keystore",
        name + ".p12",
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-alias",
        name,
        "-file",
        name + ".cer",
        "-keystore",
        name + ".p12",
        "-storepass",
        PASSWORD);
  }

  private static void trust(String who, String whom) throws Exception {
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        whom,
        "-file",
        whom + ".cer",
        "-keystore",
        who + "-trusts.p12",
        "-storepass",
        PASSWORD);
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(keys.toFile())
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("keytool.out").toFile())
            .start();
    assertThat(process.waitFor()).as("keytool").isZero();
  }

  private static SSLContext hospital(boolean withCertificate) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store("hospital-trusts.p12"));
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store("hospital.p12"), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(withCertificate ? own.getKeyManagers() : null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore store(String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys.resolve(file))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String send(int port, String message) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return send(socket, message);
    }
  }

  private static String send(Socket socket, String message) throws IOException {
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(("\u000b" + message + "\u001c\r").getBytes(UTF_8));
    var answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int sign = in.read(); sign >= 0 && sign != 0x1c; sign = in.read()) {
      answer.append((char) sign);
    }
    return answer.toString();
  }

  private static String header(String type, String time, String number) {
    return "MSH|^~\\&|EMR|HOSP|TW|HOSP|%s||%s|%s|P|2.5.1\r".formatted(time, type, number);
  }

  private static String numberOf(PatientId patient) {
    return ward.read("Patient/" + patient).path("identifier").path(0).path("value").asString();
  }

  private static Optional<Entry> candidate(PatientId patient) {
    return workbench.candidate(TRIAL, patient);
  }

  private static void met(String number, String name) {
    People.met(
        Json.mapper()
            .readTree(
                """
                {"identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "%s"}],
                 "name": [{"family": "%s"}], "birthDate": "1961-07-14"}
                """
                    .formatted(number, name)));
  }

  @Test
  void aHintHasTheChartReadAtOnce() throws Exception {
    PatientId patient = ward.admitDiabetic("it-msg-hint", "9.0");
    String answer =
        send(
            hints,
            header("ADT^A08", "20241211080000", "H1")
                + "EVN|A08|20241211080000\rPID|1||%s^^^HOSP^MR\r".formatted(numberOf(patient)));
    assertThat(answer).contains("MSA|AA|H1");
    await("the candidate").atMost(Workbench.GENEROUS).until(() -> candidate(patient).isPresent());
    assertThat(candidate(patient).orElseThrow().candidate().outcome()).isEqualTo(Outcome.ELIGIBLE);
  }

  @Test
  void aMergeInTheEmrMovesTheCandidateToTheSurvivor() {
    PatientId survivor = ward.admit("it-msg-survivor");
    PatientId retired = ward.admitDiabetic("it-msg-retired", "9.0");
    workbench.bean(Inbox.class).lookAt(List.of(survivor, retired), "admitted by hand");
    workbench.settle();
    assertThat(candidate(retired)).isPresent();
    ward.admit(
        retired.value(),
        """
        "active": false, "link": [{"other": {"reference": "Patient/%s"}, "type": "replaced-by"}],
        """
            .formatted(survivor));
    ward.put(
        "Condition/" + retired + "-dm",
        ward.read("Condition/" + retired + "-dm")
            .toString()
            .replace("Patient/" + retired, "Patient/" + survivor));
    ward.put(
        Ward.labOf(retired),
        ward.read(Ward.labOf(retired))
            .toString()
            .replace("Patient/" + retired, "Patient/" + survivor));
    workbench.bean(Inbox.class).lookAt(List.of(retired), "merged by hand");
    await("the survivor")
        .atMost(Workbench.GENEROUS)
        .until(() -> candidate(survivor).map(e -> e.candidate().outcome()).isPresent());
    assertThat(candidate(retired).orElseThrow().candidate().state())
        .isEqualTo(CandidateState.LAPSED);
  }

  @Test
  void aHospitalWithoutAServerIsMatchedFromItsMessages() throws Exception {
    met("0815-4711-77", "Zimmerlingen");
    String pid = "PID|1||0815-4711-77^^^OLD^MR||Zimmerlingen^Anna||19610714|F\r";
    send(
        facts,
        header("ADT^A01", "20241201080000", "F1")
            + "EVN|A01|20241201080000\r"
            + pid
            + "DG1|1||44054006^Diabetes^SCT||20150301|F\r");
    String answer =
        send(
            facts,
            header("ORU^R01", "20241211080000", "F2")
                + pid
                + "OBR|1||F77|4548-4^HbA1c^LN|||20241210\r"
                + "OBX|1|NM|4548-4^HbA1c^LN||9.0|%|||||F|||20241210\r");
    assertThat(answer).contains("MSA|AA|F2");
    // DG1 has no clinical status: that the diabetes is still there, a person has to say.
    await("the candidate")
        .atMost(Workbench.GENEROUS)
        .until(
            () -> ofMessages().stream().map(AMessageArrivesIT::open).toList(),
            open -> open.equals(List.of(List.of("diabetes"))));
    assertThat(ofMessages().getFirst().candidate().outcome()).isEqualTo(Outcome.POSSIBLE);

    send(
        facts,
        header("ORU^R01", "20241212080000", "F3")
            + pid
            + "OBR|1||F77|4548-4^HbA1c^LN|||20241210\r"
            + "OBX|1|NM|4548-4^HbA1c^LN||6.0|%|||||C|||20241210\r");
    await("the correction")
        .atMost(Workbench.GENEROUS)
        .until(() -> ofMessages().getFirst().candidate().state() == CandidateState.LAPSED);
  }

  private static List<String> open(Entry candidate) {
    return candidate.verdict().favouring(Truth.UNKNOWN).stream().map(it -> it.id()).toList();
  }

  private static List<Entry> ofMessages() {
    return workbench.bean(Candidates.class).ofTrial(new TrialId(TRIAL)).stream()
        .filter(e -> e.key().patient().value().startsWith("record-"))
        .toList();
  }

  @Test
  void aSecretChannelTakesOnlySendersThatWeTrust() throws Exception {
    String message = header("ADT^A08", "20241211080000", "S1") + "PID|1||S-1^^^OLD^MR\r";
    try (Socket socket =
        hospital(true).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), secret)) {
      assertThat(send(socket, message)).contains("MSA|AA|S1");
    }
    assertThatThrownBy(
            () -> {
              try (Socket socket =
                  hospital(false)
                      .getSocketFactory()
                      .createSocket(InetAddress.getLoopbackAddress(), secret)) {
                assertThat(send(socket, message)).as("without a certificate").contains("MSA|AA");
              }
            })
        .isInstanceOfAny(IOException.class, AssertionError.class);
    assertThat(send(secret, message)).as("in plain text").doesNotContain("MSA|");
  }

  @Test
  void garbageIsAnsweredAndKeptWhereAPersonSeesIt() throws Exception {
    assertThat(send(facts, "x")).contains("MSA|AE|");
    assertThat(workbench.bean(MessageStore.class).parked(10))
        .anySatisfy(line -> assertThat(line.problem()).contains("MSH"));
  }
}
