package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.workbench.database.Rows;
import org.trialward.workbench.it.Senders.Answer;
import org.trialward.workbench.it.Senders.Sending;

/**
 * A thousand messages of foreign senders, some twice, some late, some garbage, and the workbench
 * killed twice under way: what was acknowledged is there once, and the charts are those of a quiet
 * day.
 */
@Order(5)
class MessagesKilledIT {
  private static final int MESSAGES = 1000;
  private static final int PATIENTS = 60;

  /** Give {@code -Dit.seed} to repeat a run. */
  private static final long SEED = Long.getLong("it.seed", System.nanoTime());

  private static final Path TRIALS = DemoBundles.HOME.resolve("demo/trials");
  private static final Path DISTURBED = Scratch.folder("messages-killed");
  private static final Path QUIET = Scratch.folder("messages-quiet");

  @AfterAll
  static void leaveNothingRunning() throws IOException {
    WorkbenchProcess.endDatabase(DISTURBED);
    WorkbenchProcess.endDatabase(QUIET);
  }

  private record Progress(long messages, long open, long events) {}

  /** Empty where the database does not answer now. */
  private static Optional<Progress> progress(Path folder) {
    return WorkbenchProcess.ask(
        folder,
        jdbc ->
            jdbc.sql(
                    """
                    select (select count(*) from message) as messages,
                           (select count(*) from message where state = 'OPEN') as open,
                           (select count(*) from inbox where state = 'OPEN') as events
                    """)
                .query(Progress.class)
                .single());
  }

  private static WorkbenchProcess start(Path folder, String console, int port) throws IOException {
    WorkbenchProcess workbench =
        WorkbenchProcess.start(
            folder,
            console,
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--trialward.data-dir=" + folder,
                "--trialward.trials.path=" + TRIALS,
                "--trialward.hl7.listeners[0].name=adt",
                "--trialward.hl7.listeners[0].host=127.0.0.1",
                "--trialward.hl7.listeners[0].port=" + port,
                "--logging.level.org.trialward=debug"));
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

  private static void until(Path folder, String what, Predicate<Progress> reached) {
    await(what)
        .atMost(Workbench.GENEROUS)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> progress(folder).filter(reached).isPresent());
  }

  /** The answers that arrived before the workbench was killed. */
  private static List<Answer> killed(
      WorkbenchProcess workbench, Sending sending, long stored, Random random) throws Exception {
    until(DISTURBED, "the moment to kill", progress -> progress.messages() >= stored);
    workbench.kill(Duration.ofMillis(random.nextInt(200)));
    return ended(sending);
  }

  private static List<Answer> ended(Sending sending) throws Exception {
    assertThat(sending.process().waitFor(Workbench.GENEROUS)).as("the sender ended").isTrue();
    return sending.answers();
  }

  private static Path file(String name, List<String> messages) throws IOException {
    return Senders.file(DISTURBED, name, messages);
  }

  @Test
  void whatWasAcknowledgedIsThereOnceAndTheChartsAreThoseOfAQuietDay() throws Exception {
    assumeThat(Senders.hasMllpSend())
        .as("mllp_send is not installed: apt-get install python3-hl7")
        .isTrue();
    assumeThat(Senders.hasNodeClient())
        .as("node-hl7-client cannot be fetched: it needs npm and the network")
        .isTrue();
    System.out.printf("MessagesKilledIT: -Dit.seed=%d%n", SEED);
    Random random = new Random(SEED);
    var mix = new MessageMix(SEED, PATIENTS);
    List<String> day = mix.messages(MESSAGES);
    List<String> arriving = mix.disturbed(day);
    List<Answer> answers = new ArrayList<>();
    int port = freePort();

    try (WorkbenchProcess workbench = start(DISTURBED, "killed-first", port)) {
      Sending sending =
          Senders.mllpSend(port, file("first", arriving), DISTURBED.resolve("first.answers"));
      answers.addAll(killed(workbench, sending, 200 + random.nextInt(100), random));
    }
    List<String> left = arriving.subList(answers.size(), arriving.size());
    List<String> wellFormed = left.stream().filter(m -> m.contains("|2.5.1\r")).limit(300).toList();
    List<Answer> ofNode;
    try (WorkbenchProcess workbench = start(DISTURBED, "killed-second", port)) {
      Sending sending =
          Senders.nodeClient(port, file("second", wellFormed), DISTURBED.resolve("second.answers"));
      ofNode =
          killed(
              workbench,
              sending,
              progress(DISTURBED).orElseThrow().messages() + 60 + random.nextInt(100),
              random);
      answers.addAll(ofNode);
    }
    assertThat(ofNode).as("answers to node-hl7-client").isNotEmpty();
    List<String> rest = new ArrayList<>(left);
    wellFormed.subList(0, ofNode.size()).forEach(rest::remove);
    List<String> facts;
    try (WorkbenchProcess _ = start(DISTURBED, "to-the-end", port)) {
      answers.addAll(
          ended(Senders.mllpSend(port, file("third", rest), DISTURBED.resolve("third.answers"))));
      assertThat(answers).hasSameSizeAs(arriving);
      workedOff(DISTURBED);
      assertThat(WorkbenchProcess.ask(DISTURBED, MessagesKilledIT::twice).orElseThrow()).isEmpty();
      assertStored(answers);
      facts = WorkbenchProcess.ask(DISTURBED, MessagesKilledIT::facts).orElseThrow();
    }

    int quietPort = freePort();
    try (WorkbenchProcess _ = start(QUIET, "quiet", quietPort)) {
      ended(
          Senders.mllpSend(
              quietPort, Senders.file(QUIET, "day", day), QUIET.resolve("day.answers")));
      workedOff(QUIET);
      assertThat(WorkbenchProcess.ask(QUIET, MessagesKilledIT::facts).orElseThrow())
          .isNotEmpty()
          .isEqualTo(facts);
    }
    System.out.printf(
        "MessagesKilledIT: %d sent, %d answered AA, %d AE; %d lines of charts are the same%n",
        arriving.size(),
        answers.stream().filter(a -> a.code().equals("AA")).count(),
        answers.stream().filter(a -> a.code().equals("AE")).count(),
        facts.size());
  }

  private static void workedOff(Path folder) {
    until(folder, "everything to be read", p -> p.open() == 0 && p.events() == 0);
  }

  private static List<String> twice(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select min(type) from message
            group by rtrim(convert_from(body, 'UTF8'), E'\\r') having count(*) > 1
            """)
        .query(Rows.text())
        .list();
  }

  /**
   * Every number that was acknowledged stands there once; garbage stands where a person sees it.
   */
  private static void assertStored(List<Answer> answers) {
    List<String> acknowledged =
        answers.stream()
            .filter(a -> a.code().equals("AA"))
            .map(Answer::number)
            .distinct()
            .sorted()
            .toList();
    List<String> stored =
        WorkbenchProcess.ask(
                DISTURBED,
                jdbc ->
                    jdbc.sql(
                            """
                            select substring(convert_from(body, 'UTF8') from '\\|(M\\d{5})\\|') from message
                            where state = 'DONE' order by 1
                            """)
                        .query(Rows.text())
                        .list())
            .orElseThrow();
    assertThat(stored).isEqualTo(acknowledged).hasSize(MESSAGES);
    assertThat(
            WorkbenchProcess.ask(
                    DISTURBED,
                    jdbc ->
                        jdbc.sql(
                                "select count(*) from message where state = 'PARKED' and problem <> ''")
                            .query(Long.class)
                            .single())
                .orElseThrow())
        .isEqualTo(MESSAGES / 100);
    assertThat(answers.stream().filter(a -> a.code().equals("AE"))).hasSize(MESSAGES / 100);
  }

  /**
   * What stands of each record, and the charts; our own keys of patients differ from run to run.
   */
  private static List<String> facts(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select r.number || ' ' || s.reference || ' ' || s.said::text
            from statement s join hospital_record r on r.id = s.record
            union all
            select r.number || ' ' || replace(c.facts::text, r.patient, 'patient')
            from chart c join hospital_record r on r.patient = c.patient
            order by 1
            """)
        .query(Rows.text())
        .list();
  }
}
