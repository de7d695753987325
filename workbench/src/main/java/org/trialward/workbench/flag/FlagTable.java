package org.trialward.workbench.flag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.trialward.workbench.report.MappingTable;

/** The page's numbers as CSV (RFC 4180), a line for each week, trial and group. */
public final class FlagTable {
  private FlagTable() {}

  public static String of(List<FlagStatistics.Line> lines) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord(
          "week",
          "trial",
          "group",
          "shown",
          "proposals",
          "answered",
          "referred",
          "not suitable",
          "snoozed",
          "never this trial",
          "waved away",
          "details opened",
          "decided",
          "kept");
      for (FlagStatistics.Line line : lines) {
        printer.printRecord(cells(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<String> cells(FlagStatistics.Line line) {
    Figures it = line.figures();
    return Stream.concat(
            Stream.of(
                line.week().toString(),
                MappingTable.harmless(line.trial().value()),
                MappingTable.harmless(line.team().words())),
            LongStream.of(
                    it.shown(),
                    it.proposals(),
                    it.answered(),
                    it.referred(),
                    it.notSuitable(),
                    it.snoozed(),
                    it.never(),
                    it.wavedAway(),
                    it.seen(),
                    it.decided(),
                    it.kept())
                .mapToObj(Long::toString))
        .toList();
  }
}
