package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code ./trialward demo}, as a stranger runs it. */
@Order(5)
class DemoIT {
  private static final Duration AT_MOST = Duration.ofMinutes(45);

  private static Path folder;

  @BeforeAll
  static void whatThisBuildMadeIsBuilt() throws IOException {
    folder = Scratch.folder("demo");
    for (Path jar : List.of(WorkbenchProcess.APP_JAR, Ward.EMR_JAR)) {
      assertThat(jar).exists();
      // Reproducible builds date their jars alike; the launcher compares dates to see what is
      // built.
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    }
  }

  private record Run(int exitCode, String console) {
    long number(String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(console);
      assertThat(matcher.find()).as(pattern + " in:\n" + console).isTrue();
      return Long.parseLong(matcher.group(1));
    }
  }

  private static Run demo(String name) throws IOException, InterruptedException {
    Path console = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                DemoBundles.HOME.resolve("trialward").toString(),
                "demo",
                "--once",
                "--port",
                "0",
                "--dir",
                folder.resolve("var").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .redirectInput(new File("/dev/null"));
    // No build within the build: should the launcher want one, it says so and fails.
    Path tools = Scratch.folder("demo/tools");
    Path noMaven = tools.resolve("mvn");
    Files.writeString(noMaven, "#!/bin/sh\necho 'no build within the build' >&2\nexit 99\n");
    Files.setPosixFilePermissions(noMaven, PosixFilePermissions.fromString("rwxr-xr-x"));
    builder
        .environment()
        .merge("PATH", tools.toString(), (path, t) -> t + File.pathSeparator + path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      Instant giveUp = Instant.now().plus(AT_MOST);
      while (!process.waitFor(1, TimeUnit.MINUTES)) {
        System.out.printf("DemoIT: %s: %s%n", name, lastLine(console));
        assertThat(Instant.now()).as("within " + AT_MOST).isBefore(giveUp);
      }
      return new Run(process.exitValue(), Files.readString(console));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static String lastLine(Path console) throws IOException {
    String text = Files.readString(console).strip();
    return text.substring(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  }

  @Test
  void theDemoReadsMatchesAndDeliversAndASecondRunDeliversNothingNew() throws Exception {
    Instant began = Instant.now();
    Run first = demo("first");
    Duration firstTook = Duration.between(began, Instant.now());
    assertThat(first.exitCode()).as(first.console()).isZero();
    assertThat(first.number("Patients read from \\S+: (\\d+)")).isGreaterThanOrEqualTo(40);
    assertThat(first.console())
        .containsPattern("trial +area +eligible +possible +lapsed")
        .containsPattern("NCT\\d{8} .+ \\d+ +\\d+ +\\d+");
    for (String destination : List.of("emr-flag", "emr-subject", "screening-log")) {
      assertThat(first.number(destination + " +(\\d+) +0 +0")).isGreaterThanOrEqualTo(10);
    }
    long delivered = first.number("Deliveries of this run: (\\d+)");
    assertThat(delivered).isGreaterThanOrEqualTo(30);

    Instant again = Instant.now();
    Run second = demo("second");
    Duration secondTook = Duration.between(again, Instant.now());
    assertThat(second.exitCode()).as(second.console()).isZero();
    assertThat(second.number("Deliveries of this run: (\\d+)")).isZero();
    assertThat(second.number("Patients read from \\S+: (\\d+)"))
        .isEqualTo(first.number("Patients read from \\S+: (\\d+)"));
    System.out.printf(
        "DemoIT: %d deliveries; first run %d s, second %d s%n",
        delivered, firstTook.toSeconds(), secondTook.toSeconds());
  }
}
