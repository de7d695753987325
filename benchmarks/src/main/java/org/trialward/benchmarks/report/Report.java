package org.trialward.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Findings on one workload and one machine.
 *
 * @param command what was typed, so that it can be typed again
 * @param workload what it is and how it came about
 */
public record Report(Machine machine, String command, String workload, Findings findings) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public String json() {
    return JSON.writeValueAsString(this);
  }

  public void writeJson(Path file) {
    JSON.writeValue(file, this);
  }

  /** For people. */
  public String text() {
    List<String> parts = new ArrayList<>();
    parts.add(head());
    findings.experiments().stream().map(Table::of).forEach(parts::add);
    if (!findings.amounts().isEmpty()) {
      parts.add(Table.ofAmounts(findings.amounts()));
    }
    if (!findings.goals().isEmpty()) {
      parts.add(Table.ofGoals(findings.goals()));
    }
    return String.join(System.lineSeparator(), parts);
  }

  private String head() {
    return String.format(
        Locale.ROOT,
        "%s%n%s, %d cores, %,d MB; %s; %s, heap %,d MB%nworkload: %s%n",
        command,
        machine.processor(),
        machine.cores(),
        machine.memoryMegabytes(),
        machine.java(),
        machine.collector(),
        machine.heapMegabytes(),
        workload);
  }
}
