package org.trialward.benchmarks.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.uhn.fhir.parser.IParser;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.trialward.fhir.bulk.Place;
import org.trialward.fhir.emr.FhirR4;

/** Lines of an export in one file, and what HAPI's parser alone takes for them. */
record ExportFile(Path path, long lines, long bytes) {
  /** Lines that a thread takes at once. */
  private static final int BATCH = 500;

  static ExportFile written(NdjsonLines lines, Path path) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      lines.read(
          Place.START,
          (line, after, where) -> {
            try {
              out.write(line);
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          },
          (where, what) -> {
            throw new IllegalStateException(where + ": " + what);
          });
    }
    return new ExportFile(path, lines.lines(), Files.size(path));
  }

  /** Every line becomes a resource, of which nothing is kept. */
  void parsedByHapi(int threads) throws IOException {
    LongAdder parsed = new LongAdder();
    try (BufferedReader reader = Files.newBufferedReader(path, UTF_8);
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      IntStream.range(0, threads)
          .mapToObj(_ -> CompletableFuture.runAsync(() -> parse(reader, parsed), pool))
          .toList()
          .forEach(CompletableFuture::join);
    }
    if (parsed.sum() != lines) {
      throw new IllegalStateException(
          "HAPI's parser met %d of %d lines.".formatted(parsed.sum(), lines));
    }
  }

  private static void parse(BufferedReader reader, LongAdder parsed) {
    IParser parser = FhirR4.get().newJsonParser();
    for (List<String> some = next(reader); !some.isEmpty(); some = next(reader)) {
      some.forEach(parser::parseResource);
      parsed.add(some.size());
    }
  }

  private static List<String> next(BufferedReader reader) {
    List<String> some = new ArrayList<>(BATCH);
    synchronized (reader) {
      try {
        String line;
        while (some.size() < BATCH && (line = reader.readLine()) != null) {
          some.add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return some;
  }
}
