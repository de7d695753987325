package org.trialward.fhir.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.trialward.rules.patient.PatientChart;

/**
 * Patients from files: a file, or a folder with all beneath it. {@code .json} is a bundle of any
 * kind or one resource; {@code .ndjson} has one of these a line, as in a bulk export; both may be
 * {@code .gz} or inside a {@code .zip}. Resources of one patient may stand in different files.
 */
public final class PatientFiles {

  /**
   * What was read.
   *
   * @param charts ordered by patient id
   * @param problems what could not be read, where, and what to do about it; no patient data
   * @param unusable what was read but no verdict will see
   */
  public record Contents(
      List<PatientChart> charts, List<String> problems, List<Unusable> unusable) {
    public Contents {
      charts = List.copyOf(charts);
      problems = List.copyOf(problems);
      unusable = List.copyOf(unusable);
    }

    /** Codes that no trial is likely to know, in all charts. */
    public UnmappedCodes unmapped() {
      return UnmappedCodes.in(charts.stream().flatMap(chart -> chart.facts().stream()).toList());
    }
  }

  private final ChartMapper mapper;

  /** Charts with the wall-clock times of this zone. */
  public PatientFiles(ZoneId zone) {
    this.mapper = new ChartMapper(zone);
  }

  public Contents read(Path path) {
    return read(List.of(path));
  }

  /** Several files or folders together. */
  public Contents read(List<Path> paths) {
    var collected = new ChartCollector(mapper);
    paths.forEach(path -> read(path, collected));
    return collected.contents();
  }

  /** One document that is in memory already. */
  Contents read(JsonNode document, String name) {
    var collected = new ChartCollector(mapper);
    collected.document(document, name);
    return collected.contents();
  }

  private static void read(Path path, ChartCollector collected) {
    List<Path> files = files(path, collected);
    var reader = new FileReader(collected);
    for (Path file : files) {
      reader.read(file, path.equals(file) ? file.toString() : path.relativize(file).toString());
    }
    if (files.isEmpty()) {
      collected.problem(
          path.toString(), "no .json, .ndjson, .gz or .zip file is there: name another path.");
    }
  }

  private static List<Path> files(Path path, ChartCollector collected) {
    if (!Files.exists(path)) {
      return List.of();
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).filter(FileReader::isReadable).sorted().toList();
    } catch (IOException | RuntimeException e) {
      collected.problem(
          path.toString(),
          "the folder cannot be read (%s): check its permissions."
              .formatted(e.getClass().getSimpleName()));
      return List.of();
    }
  }
}
