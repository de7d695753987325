package org.trialward.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a container's one process has used so far, as the kernel of this machine counts it.
 *
 * @param cpu of its control group
 * @param resident bytes of the process in memory (VmRSS)
 * @param anonymous of these, what no file backs (RssAnon)
 * @param charged bytes to its control group, with the cache of files
 */
record Consumption(Duration cpu, long resident, long anonymous, long charged) {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  static Consumption of(long pid) {
    return new Consumption(
        cpu(pid), kilobytes(pid, "VmRSS"), kilobytes(pid, "RssAnon"), charged(pid));
  }

  /** Version 1 of control groups where it counts this, else version 2. */
  private static Duration cpu(long pid) {
    return group(pid, "cpuacct")
        .map(path ->
            Duration.ofNanos(number(GROUPS.resolve("cpuacct" + path).resolve("cpuacct.usage"))))
        .orElseGet(() ->
            Duration.ofNanos(
                1_000
                    * Long.parseLong(
                        line(unified(pid).resolve("cpu.stat"), "usage_usec").split(" ", -1)[1])));
  }

  private static long charged(long pid) {
    return group(pid, "memory")
        .map(path -> number(GROUPS.resolve("memory" + path).resolve("memory.usage_in_bytes")))
        .orElseGet(() -> number(unified(pid).resolve("memory.current")));
  }

  private static Optional<String> group(long pid, String controller) {
    return lines(Path.of("/proc/" + pid + "/cgroup"))
        .map(line -> line.split(":", 3))
        .filter(parts -> Stream.of(parts[1].split(",", -1)).anyMatch(controller::equals))
        .map(parts -> parts[2])
        .findFirst();
  }

  private static Path unified(long pid) {
    return Path.of(
        GROUPS + line(Path.of("/proc/" + pid + "/cgroup"), "0::").substring("0::".length()));
  }

  private static long kilobytes(long pid, String what) {
    return 1024
        * Long.parseLong(
            line(Path.of("/proc/" + pid + "/status"), what + ":").replaceAll("\\D", ""));
  }

  private static long number(Path file) {
    return Long.parseLong(lines(file).findFirst().orElseThrow());
  }

  private static String line(Path file, String start) {
    return lines(file).filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
