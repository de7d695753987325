package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.trialward.ctms.screeninglog.LogEntry.CriterionResult;
import org.trialward.ctms.screeninglog.LogStudy.Criterion;

/** The log as a table: UTF-8, RFC 4180. */
final class CsvExport implements LogExport {
  /** Tells an export from the rows that are appended at each delivery. */
  static final String LOG_VERSION = "export-1";

  private final LogStudy study;
  private final Disclosure disclosure;
  private final Writer out;

  CsvExport(LogStudy study, Disclosure disclosure, OutputStream out) throws IOException {
    this.study = study;
    this.disclosure = disclosure;
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    row(
        Stream.of(
                Stream.of("log_version", "site", "study", "candidate_no"),
                Arrays.stream(LogField.values()).map(LogField::column),
                study.criteria().stream().flatMap(CsvExport::columns))
            .flatMap(Function.identity()));
  }

  private static Stream<String> columns(Criterion criterion) {
    String column = "criterion_" + criterion.id();
    return Stream.of(column, column + "_evidence");
  }

  @Override
  public void write(LogEntry entry) throws IOException {
    LogValues values = new LogValues(entry, disclosure);
    Map<String, CriterionResult> results =
        entry.criteria().stream()
            .collect(Collectors.toMap(CriterionResult::id, Function.identity(), (a, b) -> a));
    String number = Long.toString(entry.candidate().number());
    row(
        Stream.of(
                Stream.of(LOG_VERSION, study.site(), study.id().value(), number),
                Arrays.stream(LogField.values()).map(values::of),
                study.criteria().stream()
                    .map(criterion -> Optional.ofNullable(results.get(criterion.id())))
                    .flatMap(result ->
                        Stream.of(
                            result.map(LogValues::result).orElse(""),
                            result.map(values::evidence).orElse(""))))
            .flatMap(Function.identity()));
  }

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  private void row(Stream<String> cells) throws IOException {
    List<String> harmless = cells.map(LogRow::harmless).toList();
    out.write(CSVFormat.RFC4180.format(harmless.toArray()) + "\r\n");
  }
}
