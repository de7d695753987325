package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.trialward.rules.patient.PatientId;
import org.trialward.workbench.Application;
import org.trialward.workbench.inbox.EmrPolling;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.FeedCursors.FeedState;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.PatientWork;
import org.trialward.workbench.outbox.DeliveryWork;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.queue.Candidates.Entry;

/**
 * The application in this JVM, with an embedded PostgreSQL of its own. Its own timer polls once at
 * the start and then after an hour, so that a test decides when it polls.
 */
final class Workbench implements AutoCloseable {
  /** For what takes up to a minute or two on a machine that has nothing else to do. */
  static final Duration GENEROUS = Duration.ofMinutes(20);

  private final ConfigurableApplicationContext context;
  private final Path folder;

  private Workbench(ConfigurableApplicationContext context, Path folder) {
    this.context = context;
    this.folder = folder;
  }

  /**
   * Starts, and waits until the EMR's patients of this moment are read and delivered.
   *
   * @param more settings beside, or instead of, the usual ones
   */
  static Workbench start(String name, String fhir, Path trials, String... more) {
    Path folder = Scratch.folder(name);
    Workbench workbench =
        new Workbench(
            Application.start(
                Stream.concat(
                        settings(folder, fhir, trials).stream()
                            .filter(usual ->
                                Stream.of(more).noneMatch(m -> name(m).equals(name(usual)))),
                        Stream.concat(
                            Stream.of("logging.file.name=" + folder.resolve("trialward.log")),
                            Stream.of(more)))
                    .map(setting -> "--" + setting)
                    .toArray(String[]::new)),
            folder);
    await("the first poll").atMost(GENEROUS).until(() -> workbench.polledAt().isPresent());
    workbench.settle();
    return workbench;
  }

  private static String name(String setting) {
    return setting.substring(0, setting.indexOf('='));
  }

  /** What a child process is given, too. */
  static List<String> settings(Path folder, String fhir, Path trials) {
    return List.of(
        "server.port=0",
        "server.address=127.0.0.1",
        "trialward.data-dir=" + folder,
        "trialward.site.name=Hospital of the integration tests",
        "trialward.site.as-of=" + Ward.TODAY,
        "trialward.trials.path=" + trials,
        "trialward.emr.url=" + fhir,
        "trialward.emr.poll-interval=1h",
        "trialward.emr.page-size=500",
        "trialward.deliver.on=detection",
        "trialward.deliver.retry-first=1s",
        "trialward.ctms.screening-log.folder="
            + Scratch.folder(folder.getFileName() + "/screening-log"),
        "logging.level.org.trialward=debug");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  String pages() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  /** One look at the EMR's changes. */
  void poll() {
    bean(EmrPolling.class).poll();
  }

  /** Looks until a look went through to its end: the EMR may have asked to be left alone. */
  void pollUntilHeard() {
    Optional<Instant> before = polledAt();
    await("the EMR to be heard")
        .atMost(GENEROUS)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> {
          poll();
          return !polledAt().equals(before);
        });
  }

  /**
   * Works off what is stored. The application's own workers may be doing it already.
   *
   * @param down destinations that take nothing now
   */
  void settle(String... down) {
    bean(PatientWork.class).drain();
    bean(DeliveryWork.class).drain();
    await("inbox and outbox to be worked off")
        .atMost(GENEROUS)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> bean(Inbox.class).backlog().open() == 0 && deliveries("OPEN", down) == 0);
  }

  /** How many there are to other destinations than these. */
  long deliveries(String state, String... butTo) {
    return bean(Outbox.class).counts().entrySet().stream()
        .filter(counts -> !List.of(butTo).contains(counts.getKey()))
        .mapToLong(counts -> counts.getValue().getOrDefault(state, 0L))
        .sum();
  }

  /** The feed of the EMR's changes, once one was chosen. */
  Optional<FeedState> feed() {
    return bean(FeedCursors.class).states().stream()
        .filter(feed -> feed.feed().startsWith("emr-"))
        .findFirst();
  }

  /** When a look last went through to its end. */
  Optional<Instant> polledAt() {
    return feed().flatMap(FeedState::polledAt);
  }

  /** What stands on the operations page about the EMR. */
  List<String> feedProblems() {
    return bean(FeedCursors.class).states().stream().flatMap(f -> f.problem().stream()).toList();
  }

  Optional<Entry> candidate(String trial, PatientId patient) {
    return bean(Candidates.class).ofPatient(patient).stream()
        .filter(entry -> entry.key().trial().value().equals(trial))
        .findFirst();
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    context.close();
    assertThat(context.isActive()).isFalse();
  }
}
