package org.trialward.fhir.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks files and reads their JSON. A file that breaks off gives what stands before the break.
 */
final class FileReader {
  static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ChartCollector collector;

  FileReader(ChartCollector collector) {
    this.collector = collector;
  }

  static boolean isReadable(Path file) {
    return isReadable(file.toString());
  }

  private static boolean isReadable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json")
        || lower.endsWith(".ndjson")
        || lower.endsWith(".json.gz")
        || lower.endsWith(".ndjson.gz")
        || lower.endsWith(".zip");
  }

  /**
   * Reads one file.
   *
   * @param name for problems
   */
  void read(Path file, String name) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      read(in, name);
    } catch (IOException e) {
      // A JSON parser's message would quote the text; the class says enough.
      collector.problem(
          name,
          "the file cannot be read (%s): check that it is whole and that we may read it."
              .formatted(e.getClass().getSimpleName()));
    }
  }

  private void read(InputStream in, String name) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".gz")) {
      read(new GZIPInputStream(in), name.substring(0, name.length() - ".gz".length()));
    } else if (lower.endsWith(".zip")) {
      zip(in, name);
    } else if (lower.endsWith(".ndjson")) {
      lines(in, name);
    } else {
      document(in, name);
    }
  }

  private void zip(InputStream in, String name) throws IOException {
    var zip = new ZipInputStream(in);
    boolean any = false;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory() && isReadable(entry.getName())) {
        any = true;
        read(new Unclosed(zip), name + "!" + entry.getName());
      }
    }
    if (!any) {
      collector.problem(name, "no .json or .ndjson file is in it: check the archive.");
    }
  }

  private void lines(InputStream in, String name) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int number = 0;
    boolean any = false;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (!line.replace(BYTE_ORDER_MARK, "").isBlank()) {
        any = true;
        line(line.replace(BYTE_ORDER_MARK, ""), name, number);
      }
    }
    if (!any) {
      collector.problem(name, "the file is empty: export it again.");
    }
  }

  private void line(String line, String name, int number) {
    String where = name + ", line " + number;
    try {
      collector.document(Json.READER.readTree(line), where);
    } catch (JsonProcessingException e) {
      collector.problem(where, "this is not JSON: correct or remove the line.");
    }
  }

  /** One document, or several behind one another. */
  private void document(InputStream in, String name) throws IOException {
    boolean any = false;
    try (MappingIterator<JsonNode> documents = Json.READER.readValues(in)) {
      while (documents.hasNextValue()) {
        any = true;
        collector.document(documents.nextValue(), name);
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      any = true;
      collector.problem(
          at == null ? name : name + ", line " + at.getLineNr(),
          "this is not JSON: the file may have been cut off; export it again.");
    }
    if (!any) {
      collector.problem(name, "the file is empty: export it again.");
    }
  }

  /** A stream inside another that goes on after it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The archive is closed by who opened it.
    }
  }
}
