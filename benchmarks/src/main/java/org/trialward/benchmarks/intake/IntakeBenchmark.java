package org.trialward.benchmarks.intake;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.trialward.fhir.intake.PatientFiles;

/**
 * What it costs to read a patient: our intake from a file to facts, HAPI's parser alone, and the
 * bare tokens of the JSON, below which nothing that reads JSON can go.
 */
public final class IntakeBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_A_MILLI = 1e6;
  private static final double BYTES_A_MEGABYTE = 1e6;
  private static final double MILLIS_A_SECOND = 1e3;

  /**
   * One method, the median over the rounds.
   *
   * @param found bundle entries, facts or tokens, so that it is seen to have worked
   * @param millisABundle milliseconds of CPU time
   * @param megabytesASecond megabytes of JSON in a second of CPU time
   */
  public record Timing(String name, long found, double millisABundle, double megabytesASecond) {}

  private interface Reader {
    long read(Path file) throws IOException;
  }

  private record Method(String name, Reader reader) {}

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final JsonFactory JSON = new JsonFactory();
  private static final PatientFiles INTAKE = new PatientFiles(ZoneOffset.UTC);

  private static final List<Method> METHODS =
      List.of(
          new Method("our intake to facts", IntakeBenchmark::facts),
          new Method("HAPI parse alone", IntakeBenchmark::entries),
          new Method("Jackson tokens alone", IntakeBenchmark::tokens));

  private IntakeBenchmark() {}

  /** The methods take turns, round by round. */
  public static List<Timing> measure(BundleFiles bundles, int warmUp, int rounds)
      throws IOException {
    double[][] millis = new double[METHODS.size()][rounds];
    long[] found = new long[METHODS.size()];
    for (int round = -warmUp; round < rounds; round++) {
      for (int method = 0; method < METHODS.size(); method++) {
        long start = THREADS.getCurrentThreadCpuTime();
        found[method] = 0;
        for (Path file : bundles.files()) {
          found[method] += METHODS.get(method).reader().read(file);
        }
        if (round >= 0) {
          millis[method][round] = (THREADS.getCurrentThreadCpuTime() - start) / NANOS_A_MILLI;
        }
      }
    }
    Timing[] timings = new Timing[METHODS.size()];
    for (int method = 0; method < METHODS.size(); method++) {
      timings[method] =
          timing(METHODS.get(method).name(), found[method], median(millis[method]), bundles);
    }
    return List.of(timings);
  }

  private static Timing timing(String name, long found, double millis, BundleFiles bundles)
      throws IOException {
    return new Timing(
        name,
        found,
        millis / bundles.files().size(),
        bundles.bytes() / BYTES_A_MEGABYTE / (millis / MILLIS_A_SECOND));
  }

  private static long facts(Path file) throws IOException {
    PatientFiles.Contents contents = INTAKE.read(file);
    if (contents.charts().size() != 1 || !contents.problems().isEmpty()) {
      throw new IOException(
          "`%s` gives %d patients and says %s; measure on files of one patient each."
              .formatted(file.getFileName(), contents.charts().size(), contents.problems()));
    }
    return contents.charts().getFirst().facts().size();
  }

  private static long entries(Path file) throws IOException {
    return R4.newJsonParser()
        .parseResource(Bundle.class, Files.readString(file, StandardCharsets.UTF_8))
        .getEntry()
        .size();
  }

  private static long tokens(Path file) throws IOException {
    long tokens = 0;
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(in)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
