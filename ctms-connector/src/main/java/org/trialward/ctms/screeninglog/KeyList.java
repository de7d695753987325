package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.trialward.rules.trial.TrialId;

/**
 * Who the numbers of a log are. Stays in the hospital; with the day found, it also turns distances
 * back into days.
 */
public final class KeyList {
  private final TrialId study;
  private final Writer out;

  public KeyList(TrialId study, OutputStream out) throws IOException {
    this.study = study;
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    row(Stream.of("study", "candidate_no", "name", "record_number", "found_on"));
  }

  public void write(long candidate, String name, String recordNumber, LocalDate found)
      throws IOException {
    row(Stream.of(study.value(), Long.toString(candidate), name, recordNumber, found.toString()));
  }

  public void finish() throws IOException {
    out.flush();
  }

  private void row(Stream<String> cells) throws IOException {
    out.write(CSVFormat.RFC4180.format(cells.map(LogRow::harmless).toArray()) + "\r\n");
  }
}
