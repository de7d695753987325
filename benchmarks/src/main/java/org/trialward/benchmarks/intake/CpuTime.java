package org.trialward.benchmarks.intake;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process took, with its compiler and its garbage collector, and what its database. */
final class CpuTime {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final double NANOS = 1e9;

  private final ProcessHandle postgres;

  /**
   * Reads the clocks of a database.
   *
   * @param folder of its data
   */
  CpuTime(Path folder) throws IOException {
    String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip();
    postgres = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  double secondsHere() {
    return PROCESS.getProcessCpuTime() / NANOS;
  }

  /** Of the sessions that live: the pool must not end any. */
  double secondsOfDatabase() {
    return postgres
            .children()
            .map(session -> session.info().totalCpuDuration().orElse(Duration.ZERO))
            .reduce(Duration.ZERO, Duration::plus)
            .toNanos()
        / NANOS;
  }
}
