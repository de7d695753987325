package org.trialward.workbench.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of docs/metrics.md. */
final class MetricsTable {
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final int CELLS = 8;

  private MetricsTable() {}

  /** By name: type and labels, as both the table and a scrape tell them. */
  static SortedMap<String, String> read() throws IOException {
    SortedMap<String, String> table = new TreeMap<>();
    for (String row : Files.readAllLines(DOCUMENT)) {
      if (row.startsWith("| `trialward_")) {
        String[] cells = row.substring(1).split("\\|", -1);
        if (cells.length != CELLS || Arrays.stream(cells, 0, CELLS - 2).anyMatch(String::isBlank)) {
          throw new IllegalStateException("A cell is missing or empty: " + row);
        }
        String name = word(cells[0]);
        if (table.put(name, line(cells[1].strip(), labels(cells[2]))) != null) {
          throw new IllegalStateException("Twice in the table: " + name);
        }
      }
    }
    return table;
  }

  static String line(String type, Set<String> labels) {
    return type + " " + new TreeSet<>(labels);
  }

  private static Set<String> labels(String cell) {
    return cell.strip().equals("–")
        ? Set.of()
        : Arrays.stream(cell.split(",")).map(MetricsTable::word).collect(Collectors.toSet());
  }

  private static String word(String cell) {
    return cell.strip().replace("`", "");
  }
}
