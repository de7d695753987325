package org.trialward.workbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Tables for the hospital's mapping work as CSV (RFC 4180). The columns left empty are for the
 * people who know; those of the codes are called as in a FHIR ConceptMap.
 */
public final class MappingTable {
  private static final Pattern FORMULA = Pattern.compile("^\\s*[=+\\-@|%].*", Pattern.DOTALL);
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+");

  private MappingTable() {}

  public static String ofCodes(List<LocalCode> codes) {
    return csv(
        List.of(
            "feed",
            "times",
            "source",
            "code",
            "display",
            "target",
            "target code",
            "target display",
            "equivalence"),
        codes.stream()
            .map(it ->
                List.of(
                    it.feed(),
                    String.valueOf(it.times()),
                    it.code().system(),
                    it.code().value(),
                    it.code().display(),
                    "",
                    "",
                    "",
                    "")));
  }

  public static String ofUnits(List<ArrivalGap> gaps) {
    return csv(
        List.of("feed", "times", "where", "element", "found", "why", "ucum"),
        gaps.stream()
            .filter(ArrivalGap::isAboutUnit)
            .map(it ->
                List.of(
                    it.feed(),
                    String.valueOf(it.times()),
                    it.type(),
                    it.what(),
                    it.found(),
                    it.why(),
                    "")));
  }

  public static String ofOtherGaps(List<ArrivalGap> gaps) {
    return csv(
        List.of("feed", "times", "where", "element", "found", "why"),
        gaps.stream()
            .filter(gap -> !gap.isAboutUnit())
            .map(it ->
                List.of(
                    it.feed(),
                    String.valueOf(it.times()),
                    it.type(),
                    it.what(),
                    it.found(),
                    it.why())));
  }

  private static String csv(List<String> header, Stream<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord(header);
      for (List<String> row : rows.toList()) {
        printer.printRecord(row.stream().map(MappingTable::harmless).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Keeps a row on one line, and a spreadsheet from running a cell (OWASP "CSV injection"). */
  public static String harmless(String cell) {
    String line = CONTROL.matcher(cell).replaceAll(" ");
    return FORMULA.matcher(line).matches() ? "'" + line : line;
  }
}
