package org.trialward.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.workbench.TestDatabase;

class BulkCommandTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"1980-01-01\"}";

  @TempDir Path folder;

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private record Ran(int exit, String out, String err) {}

  private static Ran bulk(Object... arguments) {
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exit =
          Commands.run(
              Stream.concat(
                      Stream.of("bulk"),
                      Stream.concat(
                          Stream.of(arguments).map(Object::toString),
                          Stream.of(
                              "--trialward.database.url=" + DATABASE.url(),
                              "--trialward.database.user=postgres")))
                  .toArray(String[]::new));
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private static void assertRefused(Ran ran, String remedy) {
    assertThat(ran.err()).contains(remedy).doesNotContain("Exception");
    assertThat(ran.exit()).isEqualTo(2);
  }

  @Test
  void whatToLoadIsSaidOnceFilesOrAGroupOrAll() throws IOException {
    String remedy = "Name files, or give --group ID, or --system.";
    Path file = file("a.ndjson", PATIENT);

    assertRefused(bulk(), remedy);
    assertRefused(bulk("--system", file), remedy);
    assertRefused(bulk("--group=1", file), remedy);
    assertRefused(bulk("--group=1", "--system"), remedy);
  }

  @Test
  void filesDoNotSaySinceWhenTheyAre() throws IOException {
    assertRefused(
        bulk("--since=2026-11-20T00:00:00Z", file("a.ndjson", PATIENT)),
        "--since: only with --group or --system.");
  }

  @Test
  void aMomentThatIsNoneIsRefusedWithAnExample() {
    assertRefused(
        bulk("--system", "--since=yesterday"),
        "--since: `yesterday` is no moment: write it as 2026-11-20T00:00:00Z.");
  }

  @Test
  void anExportNeedsAnEmr() {
    Ran ran = bulk("--system");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("No EMR is set: give --trialward.emr.url=");
  }

  @Test
  void aFileThatIsNotThereIsToldByName() {
    Path missing = folder.resolve("missing.ndjson");

    Ran ran = bulk(missing);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains(missing.toString());
  }

  @Test
  void aFolderWithoutFilesIsToldByName() {
    Ran ran = bulk(folder);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains(folder.toString());
  }

  @Test
  void anOptionThatIsNoneIsTold() throws IOException {
    Ran ran = bulk(file("a.ndjson", PATIENT), "--everything");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("`--everything` is not a setting: write it as");
  }

  @Test
  void whatWasLoadedIsCounted() throws IOException {
    Ran ran = bulk(file("b.ndjson", PATIENT));

    assertThat(ran.err()).doesNotContain("could not be read");
    assertThat(ran.out()).contains("1 lines, 1 resources", "1 patients");
    assertThat(ran.exit()).isZero();
  }

  @Test
  void aLineThatCannotBeReadIsToldAndTheRestIsLoaded() throws IOException {
    Ran ran =
        bulk(
            file(
                "c.ndjson",
                PATIENT,
                "{\"resourceType\":",
                "{\"resourceType\":\"Condition\",\"id\":\"c1\",\"subject\":{\"reference\":\"Patient/nobody\"}}"));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("1 patients");
    assertThat(ran.err())
        .contains("1 lines could not be read.", "1 resources do not say whose they are")
        .contains("c.ndjson");
  }
}
