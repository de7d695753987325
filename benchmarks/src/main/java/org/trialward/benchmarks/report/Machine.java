package org.trialward.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where it was measured, as far as it matters for speed; nothing that tells whose machine it is.
 *
 * @param memoryMegabytes of the machine; 0 where the system does not say
 * @param heapMegabytes the most that Java may use for objects
 */
public record Machine(
    String processor,
    int cores,
    long memoryMegabytes,
    String system,
    String java,
    String collector,
    long heapMegabytes) {

  private static final long KILO = 1024;

  public static Machine here() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        processor(lines(Path.of("/proc/cpuinfo"))),
        runtime.availableProcessors(),
        memoryMegabytes(lines(Path.of("/proc/meminfo"))),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", ")),
        runtime.maxMemory() / KILO / KILO);
  }

  static String processor(List<String> cpuinfo) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("not said");
  }

  static long memoryMegabytes(List<String> meminfo) {
    return meminfo.stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILO)
        .findFirst()
        .orElse(0);
  }

  /** None where the system has no such file: only Linux has. */
  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ".", e);
    }
  }
}
