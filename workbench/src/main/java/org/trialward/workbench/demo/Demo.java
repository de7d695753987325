package org.trialward.workbench.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.Application;
import org.trialward.workbench.chart.ChartStore;
import org.trialward.workbench.inbox.FeedCursors;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.outbox.Outbox;
import org.trialward.workbench.queue.Candidates;
import org.trialward.workbench.security.Role;
import org.trialward.workbench.security.Users;
import org.trialward.workbench.trials.TrialLibrary;

/** Runs the whole way once, and tells what came of it. */
public final class Demo {

  /** The demo patients' records end on this day. */
  private static final String AS_OF = "2025-01-01";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final List<String> SUBSCRIBED =
      List.of(
          "Patient",
          "Condition",
          "Observation",
          "MedicationRequest",
          "Procedure",
          "Immunization",
          "AllergyIntolerance");

  private final Path home;
  private final Path folder;
  private final int port;
  private final PrintWriter out;

  /**
   * @param home the checkout, with demo/ and the built emr-sim
   * @param folder where the demo keeps everything; delete it to begin afresh
   * @param port of the pages; 0 takes a free one
   */
  public Demo(Path home, Path folder, int port, PrintWriter out) {
    this.home = home;
    this.folder = folder;
    this.port = port;
    this.out = out;
  }

  /**
   * Runs until inbox and outbox are drained, then ends or stays up.
   *
   * @return 0 when every delivery was acknowledged, else 1
   */
  public int run(boolean once) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    say("Starting the simulated EMR (HAPI FHIR JPA, R4) …");
    Path jar = home.resolve("emr-sim/target/emr-sim-1.0.0-SNAPSHOT.jar");
    try (SimulatedEmr emr = SimulatedEmr.start(jar, folder.resolve("emr"))) {
      int patients =
          new DemoPatients(home.resolve("demo/patients/patients.zip"))
              .load(
                  emr,
                  folder.resolve("emr/loaded"),
                  n -> progress("Patients loaded into the EMR", n));
      out.println();
      say("Starting Trialward against " + emr.fhir() + " …");
      String hookToken = secret();
      try (ConfigurableApplicationContext workbench = Application.start(settings(emr, hookToken))) {
        subscribe(emr, pages(workbench), hookToken);
        return follow(workbench, emr, patients, once);
      }
    }
  }

  private String[] settings(SimulatedEmr emr, String hookToken) {
    return Stream.of(
            "server.port=" + port,
            "server.address=127.0.0.1",
            "trialward.data-dir=" + folder,
            "trialward.site.name=Demo Hospital",
            "trialward.site.zone=America/New_York",
            "trialward.site.as-of=" + AS_OF,
            "trialward.trials.path=" + home.resolve("demo/trials"),
            "trialward.emr.url=" + emr.fhir(),
            "trialward.emr.poll-interval=2s",
            "trialward.emr.page-size=500",
            "trialward.hook.token=" + hookToken,
            "trialward.deliver.on=detection",
            "trialward.ctms.screening-log.folder=" + screeningLog(),
            "trialward.cds.access=open",
            "trialward.flags.show=card",
            "logging.level.root=warn",
            "logging.level.org.trialward=warn",
            "logging.file.name=" + folder.resolve("trialward.log"))
        .map(setting -> "--" + setting)
        .toArray(String[]::new);
  }

  private Path screeningLog() {
    Path log = folder.resolve("screening-log");
    try {
      return Files.createDirectories(log);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write in " + folder + ".", e);
    }
  }

  private int follow(
      ConfigurableApplicationContext workbench, SimulatedEmr emr, int patients, boolean once)
      throws InterruptedException {
    State before = State.of(workbench);
    State now = before;
    while (!now.isDrained(patients)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
      now = State.of(workbench);
      out.printf(
          "\rPatients read %d of %d, events waiting %d, deliveries acknowledged %d, waiting %d   ",
          now.charts, patients, now.eventsOpen, now.delivered, now.deliveriesOpen);
      out.flush();
    }
    out.println();
    report(workbench, emr, now, now.delivered - before.delivered);
    boolean clean = now.parked == 0 && now.eventsParked == 0;
    if (!once) {
      invite(workbench, emr);
      new CountDownLatch(1).await();
    }
    return clean ? 0 : 1;
  }

  /** What has come in and gone out so far. */
  private record State(
      long charts,
      boolean polled,
      long eventsOpen,
      long eventsParked,
      long delivered,
      long deliveriesOpen,
      long parked) {
    static State of(ConfigurableApplicationContext workbench) {
      boolean polled =
          workbench.getBean(FeedCursors.class).states().stream()
              .anyMatch(feed -> feed.feed().startsWith("emr-") && feed.polledAt().isPresent());
      Inbox.Backlog backlog = workbench.getBean(Inbox.class).backlog();
      Map<String, Map<String, Long>> deliveries = workbench.getBean(Outbox.class).counts();
      return new State(
          workbench.getBean(ChartStore.class).count(),
          polled,
          backlog.open(),
          backlog.parked(),
          sum(deliveries, "DONE"),
          sum(deliveries, "OPEN"),
          sum(deliveries, "PARKED"));
    }

    boolean isDrained(int patients) {
      return polled
          && eventsOpen == 0
          && deliveriesOpen == 0
          && (charts >= patients || eventsParked > 0);
    }

    private static long sum(Map<String, Map<String, Long>> deliveries, String state) {
      return deliveries.values().stream().mapToLong(d -> d.getOrDefault(state, 0L)).sum();
    }
  }

  private void report(
      ConfigurableApplicationContext workbench, SimulatedEmr emr, State state, long fresh) {
    Candidates candidates = workbench.getBean(Candidates.class);
    out.printf("%nPatients read from %s: %d%n%n", emr.fhir(), state.charts);
    out.printf("%-12s %-30s %9s %9s %7s%n", "trial", "area", "eligible", "possible", "lapsed");
    for (Trial trial : workbench.getBean(TrialLibrary.class).inForce()) {
      Map<String, Integer> counts = counts(candidates, trial.id());
      out.printf(
          "%-12s %-30s %9d %9d %7d%n",
          trial.id(),
          trial.area(),
          counts.getOrDefault("ELIGIBLE", 0),
          counts.getOrDefault("POSSIBLE", 0),
          counts.getOrDefault("LAPSED", 0));
    }
    out.printf("%n%-16s %13s %6s %7s%n", "delivered to", "acknowledged", "open", "parked");
    workbench
        .getBean(Outbox.class)
        .counts()
        .forEach((destination, counts) ->
            out.printf(
                "%-16s %13d %6d %7d%n",
                destination,
                counts.getOrDefault("DONE", 0L),
                counts.getOrDefault("OPEN", 0L),
                counts.getOrDefault("PARKED", 0L)));
    out.printf("%nDeliveries of this run: %d%n", fresh);
    out.printf("Screening log: %s%n", screeningLog());
  }

  private static Map<String, Integer> counts(Candidates candidates, TrialId trial) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Candidates.Entry entry : candidates.ofTrial(trial)) {
      String column =
          entry.candidate().state().isOpen() ? entry.candidate().outcome().name() : "LAPSED";
      counts.merge(column, 1, Integer::sum);
    }
    return counts;
  }

  private void invite(ConfigurableApplicationContext workbench, SimulatedEmr emr) {
    Users users = workbench.getBean(Users.class);
    out.printf("%nThe match queue:   %s%n", pages(workbench));
    List<String> lines = new ArrayList<>();
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      lines.add("  %-14s %s".formatted(name, users.admit(name, role, "demo")));
    }
    out.printf("Log in as (name, password of this run):%n%s%n", String.join("\n", lines));
    out.printf("The EMR (FHIR R4): %s%n", emr.fhir());
    out.printf("Everything lies in %s; delete it to begin afresh. Ctrl-C ends the demo.%n", folder);
  }

  /** The EMR tells of changes at once; what it fails to tell, the next poll finds. */
  private static void subscribe(SimulatedEmr emr, String pages, String token)
      throws IOException, InterruptedException {
    for (String type : SUBSCRIBED) {
      String body =
          """
          {"resourceType": "Subscription", "id": "trialward-%s", "status": "requested",
           "reason": "Trial matching", "criteria": "%s?",
           "channel": {"type": "rest-hook", "endpoint": "%s/hook", "payload": "application/fhir+json",
                       "header": ["Authorization: Bearer %s"]}}
          """
              .formatted(type.toLowerCase(Locale.ROOT), type, pages, token);
      HttpResponse<String> answer =
          emr.send("PUT", "Subscription/trialward-" + type.toLowerCase(Locale.ROOT), body);
      if (answer.statusCode() >= 300) {
        throw new IOException("The EMR refused a subscription: " + answer.statusCode() + ".");
      }
    }
  }

  private static String pages(ConfigurableApplicationContext workbench) {
    return "http://127.0.0.1:" + workbench.getEnvironment().getProperty("local.server.port");
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void progress(String what, int n) {
    out.printf("\r%s: %d   ", what, n);
    out.flush();
  }

  private void say(String line) {
    out.println(line);
  }
}
