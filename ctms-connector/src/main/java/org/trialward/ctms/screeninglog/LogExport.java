package org.trialward.ctms.screeninglog;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the state of a study's candidates at one moment, one candidate at a time. What was not
 * {@link #finish finished} is not whole and must not be taken for it.
 */
public interface LogExport {
  void write(LogEntry entry) throws IOException;

  /** Writes what comes after the last candidate. The stream stays open. */
  void finish() throws IOException;

  /** One row a candidate, two columns a criterion. */
  static LogExport csv(LogStudy study, Disclosure disclosure, OutputStream out) throws IOException {
    return new CsvExport(study, disclosure, out);
  }

  /** CDISC ODM 1.3.2, a snapshot with its own definitions. */
  static LogExport odm(LogStudy study, Disclosure disclosure, OutputStream out) throws IOException {
    return new OdmExport(study, disclosure, out);
  }
}
