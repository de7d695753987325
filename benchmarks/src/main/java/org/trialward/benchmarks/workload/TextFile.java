package org.trialward.benchmarks.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of lines in UTF-8, plain or gzipped, read one by one. */
final class TextFile {

  /** What to do with a line; says what is wrong with one that it cannot use. */
  interface LineReader {
    void read(String line) throws IllegalLine;
  }

  /** A line that is not what the file should hold; the message names the remedy. */
  static final class IllegalLine extends Exception {
    private static final long serialVersionUID = 1;

    IllegalLine(String message) {
      super(message);
    }
  }

  private TextFile() {}

  /**
   * @throws IOException with file and line when a line cannot be used
   */
  static void readEach(Path file, LineReader reader) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          reader.read(line);
        } catch (IllegalLine e) {
          throw new IOException("%s:%d: %s".formatted(file, number, e.getMessage()), e);
        }
      }
    }
  }
}
