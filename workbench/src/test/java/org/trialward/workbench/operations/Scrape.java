package org.trialward.workbench.operations;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer of {@code /actuator/prometheus}, in Prometheus' text format. */
record Scrape(String text) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:]\\w*)(\\{(.*)})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  /** Ours by name: type and labels. The greatest of a while belongs to its histogram. */
  SortedMap<String, String> ours() {
    SortedMap<String, String> types = new TreeMap<>();
    TYPE.matcher(text)
        .results()
        .filter(found -> found.group(1).startsWith("trialward_"))
        .forEach(found -> types.put(found.group(1), found.group(2)));
    types
        .keySet()
        .removeIf(name ->
            name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - 4)));
    SortedMap<String, String> ours = new TreeMap<>();
    types.forEach((name, type) -> ours.put(name, MetricsTable.line(type, labels(name))));
    return ours;
  }

  private Set<String> labels(String family) {
    Set<String> labels = new TreeSet<>();
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .filter(line ->
            line.group(1).equals(family)
                || PART.matcher(line.group(1)).replaceFirst("").equals(family))
        .filter(line -> line.group(3) != null)
        .forEach(line ->
            LABEL.matcher(line.group(3)).results().forEach(label -> labels.add(label.group(1))));
    labels.remove("le");
    return labels;
  }

  /** The names of all samples. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> names.add(line.group(1)));
    return names;
  }

  /** The value of a sample, written with its labels as it stands there. */
  double value(String sample) {
    return text.lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + sample + " in\n" + text));
  }
}
