package org.trialward.ctms.screeninglog;

import static org.trialward.ctms.Deliveries.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A process of its own that delivers candidates and prints each number once acknowledged. */
final class Appender {
  private Appender() {}

  static Process start(Path folder, long first, long last) throws IOException {
    return start(folder, first, last, "unlimited");
  }

  /** The same on a disk that is full once a file has so many KiB. */
  static Process start(Path folder, long first, long last, String kibibytes) throws IOException {
    return new ProcessBuilder(
            "bash",
            "-c",
            "ulimit -f " + kibibytes + "; exec \"$@\"",
            "appender",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            folder.toString(),
            Long.toString(first),
            Long.toString(last))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) {
    var log =
        new ScreeningLog(new ScreeningLogSettings(Path.of(args[0]), "Site 12"), Clock.systemUTC());
    for (long number = Long.parseLong(args[1]); number <= Long.parseLong(args[2]); number++) {
      log.deliver(delivery().ofCandidate(number).build());
      System.out.println(number);
      System.out.flush();
    }
  }
}
