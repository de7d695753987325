package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.DockerClientFactory;

/**
 * Every command of README's section "In a container" and of docs/operations.md, typed as it stands
 * there. One installation lives from its first start to its removal, so the order counts.
 */
@TestMethodOrder(OrderAnnotation.class)
class AHandbookIsFollowedIT {
  private static final Handbook README = Handbook.read("README.md");
  private static final Handbook OPERATIONS = Handbook.read("docs/operations.md");
  private static final String THE_COMMAND = "The command";
  private static final String PROJECT = "trialward-handbook";
  private static final Pattern PASSWORD =
      Pattern.compile("^(\\w+) \\(\\w+\\): (\\S+)", Pattern.MULTILINE);
  private static final Pattern ROW = Pattern.compile("^row:(.*)$", Pattern.MULTILINE);
  private static final String CANDIDATES =
      "select 'row:' || patient || ' ' || trial || ' ' || revision % 1000000 || ' ' || state from candidate order by 1";
  private static final String SCHEMA =
      "select 'row:' || max(version::int) from flyway_schema_history where success";

  /** Its successors change tables that are there. */
  private static final String OLDER_SCHEMA = "13";

  private static final String EVES_PASSWORD = "of an older program";

  private static final String NEWER_SCHEMA = "999";

  private static final Set<String> followed = new HashSet<>(Set.of(THE_COMMAND));
  private static @Nullable Terminal opened;
  private static String annsPassword = "";

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    opened = Terminal.open(PROJECT);
    removeContainers(); // What a run that was cut off may have left.
  }

  @AfterAll
  static void close() {
    if (opened != null) {
      removeContainers(); // Where the story ended before its end.
      clear();
    }
  }

  private static void removeContainers() {
    terminal().write("docker/site.yaml", "services: {}\n");
    type("compose down -t 1 -v");
    terminal().follow("docker compose -p rehearsal -f docker/compose.yaml down -t 1 -v");
  }

  /** Tags of this run are of no use to anybody, and podman-compose leaves networks behind. */
  private static void clear() {
    DockerClient engine = DockerClientFactory.lazyClient();
    engine.listNetworksCmd().exec().stream()
        .map(Network::getName)
        .filter(name -> name.startsWith(PROJECT))
        .forEach(name -> engine.removeNetworkCmd(name).exec());
    Stream.of("latest", "1.0.0", "1.1.0")
        .map(tag -> "localhost/" + PROJECT + ":" + tag)
        .filter(Image::isHere)
        .forEach(image -> engine.removeImageCmd(image).exec());
  }

  @Test
  @Order(1)
  void whoFollowsTheReadmeHasAWorkingQueue() throws Exception {
    String printed = terminal().follow(withoutBuild(README.commands("In a container")));

    annsPassword = passwordOf("ann", printed);
    assertThat(page(ann(), "/")).contains("<h1>Trials</h1>", "NCT00498537");
    assertThat(page(new Browser(), "/"))
        .contains("name=\"password\"")
        .doesNotContain("NCT00498537");
  }

  @Test
  @Order(2)
  void aCommandThatFailsInAContainerIsNoticed() {
    assertThatThrownBy(() -> type("compose exec -T database false")).hasMessageContaining("failed");
  }

  @Test
  @Order(3)
  void theSettingsOfASiteAreTaken() throws Exception {
    terminal().write("docker/site.yaml", OPERATIONS.yaml("Settings of this site"));
    follow("Settings of this site");
    follow("Start and stop");

    String ida = passwordOf("ida", follow("Users"));
    Browser administrator = Browser.logIn(terminal(), "ida", ida);
    assertThat(page(administrator, "/operations")).contains("laboratory", "IT-CONTAINER");
  }

  @Test
  @Order(4)
  void whatCouldNotBeReadIsListedAndReadAgain() throws Exception {
    String withoutType = "MSH|^~\\&|LAB|HOSP|TW|HOSP|20261101|||BAD|P|2.5.1\r";
    assertThat(terminal().laboratory().send(withoutType)).contains("MSA|AE|BAD");

    assertThat(follow("What could not be read"))
        .containsPattern("m\\d+ +laboratory")
        .contains("1 messages are open again");
    assertThat(follow("What to watch")).contains("org.trialward");
  }

  @Test
  @Order(5)
  void aRestoreBringsBackExactlyWhatTheBackupHeld() throws Exception {
    for (int i = 0; i < 5; i++) {
      examine("backed-up-" + i);
    }
    awaitCandidates(5);
    String counted = rows(follow("Counts"));
    assertThat(follow("Backup")).contains("The audit holds");
    List<String> backedUp = ask(CANDIDATES);
    assertThat(follow("Rehearsal"))
        .containsPattern("candidates\\s+-+\\s+5\\s")
        .contains("The audit holds");
    for (int i = 0; i < 3; i++) {
      examine("too-late-" + i);
    }
    awaitCandidates(8);

    assertThat(follow("Restore")).contains("The audit holds");

    assertThat(ask(CANDIDATES)).hasSize(5).isEqualTo(backedUp);
    assertThat(rows(follow("Counts"))).isEqualTo(counted);
    assertThat(page(ann(), "/trials/IT-CONTAINER"))
        .contains("backed-up-4")
        .doesNotContain("too-late");
  }

  @Test
  @Order(6)
  void afterARestoreNoNumberOfACandidateIsGivenTwice() throws Exception {
    examine("after-the-restore");
    awaitCandidates(6);

    assertThat(ask("select 'row:' || max(number) from candidate"))
        .singleElement()
        .satisfies(number -> assertThat(Long.parseLong(number)).isGreaterThan(1_000_000));
  }

  @Test
  @Order(7)
  void anotherPasswordOfTheDatabaseIsTakenByBoth() throws Exception {
    Path secret = terminal().folder().resolve("docker/private/secrets/trialward.database.password");
    String before = Files.readString(secret);

    follow("Secrets");

    assertThat(Files.readString(secret)).isNotEqualTo(before);
    assertThat(page(new Browser(), "/actuator/health")).contains("UP");
    assertThatThrownBy(() -> connectWith(before)).hasMessageContaining("authentication failed");
    assertThat(follow("When something is wrong")).contains("candidate");
  }

  /** The image is the same under another name; the database is really one of an older program. */
  @Test
  @Order(8)
  void anUpgradeBringsAnOlderSchemaUpToDate() throws Exception {
    type("compose stop -t 30 workbench");
    type(
        "compose exec -T database psql -U trialward -d postgres -c 'drop database trialward' -c 'create database trialward'");
    type(
        "compose run --rm -T --no-deps -e SPRING_FLYWAY_TARGET=%s workbench audit-verify"
            .formatted(OLDER_SCHEMA));
    ask(
        "insert into app_user (name, password, role, created_at) values ('eve', '{noop}%s', 'COORDINATOR', now())"
            .formatted(EVES_PASSWORD));
    assertThat(ask(SCHEMA)).containsExactly(OLDER_SCHEMA);

    follow("Upgrade");

    assertThat(ask(SCHEMA)).containsExactly(newestMigration());
    Browser eve = Browser.logIn(terminal(), "eve", EVES_PASSWORD);
    assertThat(page(eve, "/")).contains("IT-CONTAINER");
    examine("after-the-upgrade");
    awaitCandidates(1);
  }

  @Test
  @Order(9)
  void aRollBackSaysThatTheSchemaIsNewerAndWorks() throws Exception {
    ask(
        "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) values (%1$s, '%1$s', 'of a newer program', 'SQL', 'V%1$s__of_a_newer_program.sql', 'trialward', 0, true)"
            .formatted(NEWER_SCHEMA));

    String printed = follow("Roll-back");

    assertThat(printed)
        .contains("The database's schema is version " + NEWER_SCHEMA, newestMigration());
    assertThat(printed).doesNotContain(" ERROR ");
    examine("after-the-roll-back");
    awaitCandidates(2);
  }

  @Test
  @Order(10)
  void afterTheRemovalNothingIsLeft() {
    follow("Removing everything");

    assertThat(terminal().folder().resolve("docker/private")).doesNotExist();
    assertThat(
            DockerClientFactory.lazyClient()
                .listVolumesCmd()
                .withFilter("name", List.of(PROJECT))
                .exec()
                .getVolumes())
        .isNullOrEmpty();
  }

  @Test
  @Order(11)
  void noCommandOfTheHandbookIsLeftOut() {
    assertThat(followed).containsExactlyInAnyOrderElementsOf(OPERATIONS.headings());
  }

  private static Terminal terminal() {
    Terminal known = opened;
    if (known == null) {
      throw new IllegalStateException("No terminal is open.");
    }
    return known;
  }

  /** What stands under a heading of docs/operations.md, after the line that all need. */
  private static String follow(String heading) {
    followed.add(heading);
    return type(OPERATIONS.commands(heading));
  }

  private static String type(String commands) {
    return terminal().follow(OPERATIONS.commands(THE_COMMAND) + commands);
  }

  /** The application was packaged before this test began. */
  private static String withoutBuild(String commands) {
    assertThat(commands).startsWith("mvn ");
    return commands.substring(commands.indexOf('\n') + 1);
  }

  private static String passwordOf(String name, String printed) {
    return PASSWORD
        .matcher(printed)
        .results()
        .filter(line -> line.group(1).equals(name))
        .map(line -> line.group(2))
        .findFirst()
        .orElseThrow();
  }

  private static Browser ann() throws IOException, InterruptedException {
    return Browser.logIn(terminal(), "ann", annsPassword);
  }

  private static String page(Browser browser, String path)
      throws IOException, InterruptedException {
    HttpResponse<String> page = browser.get(terminal(), path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  private static void examine(String patient) throws IOException {
    terminal().laboratory().sendHba1c(patient, "9.1", LocalDate.now(ZoneOffset.UTC).minusDays(9));
  }

  private static void awaitCandidates(int expected) {
    await("candidates")
        .atMost(Site.GENEROUS)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> ask(CANDIDATES).size(), found -> found == expected);
  }

  private static List<String> ask(String sql) {
    return ROW.matcher(
            type("compose exec -T database psql -U trialward -d trialward -At -c \"" + sql + "\""))
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  /** The lines of psql's table, without what the tool says of itself. */
  private static String rows(String printed) {
    Matcher table =
        Pattern.compile("^ *candidates .*?rows?\\)$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(printed);
    assertThat(table.find()).as(printed).isTrue();
    return table.group();
  }

  /** Over the network of the containers: within its own container the database asks for nothing. */
  private static String connectWith(String password) {
    return type(
        "compose exec -T -e PGPASSWORD=%s database psql -h database -U trialward -d trialward -c 'select 1'"
            .formatted(password));
  }

  private static String newestMigration() throws IOException {
    try (Stream<Path> files =
        Files.list(Image.ROOT.resolve("workbench/src/main/resources/db/migration"))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(file -> Integer.parseInt(file.substring(1, file.indexOf("__"))))
          .max(Integer::compare)
          .map(String::valueOf)
          .orElseThrow();
    }
  }
}
