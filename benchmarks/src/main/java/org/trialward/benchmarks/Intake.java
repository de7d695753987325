package org.trialward.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.trialward.benchmarks.intake.BulkBenchmark;
import org.trialward.benchmarks.intake.BundleFiles;
import org.trialward.benchmarks.intake.IntakeBenchmark;
import org.trialward.benchmarks.report.Amount;
import org.trialward.benchmarks.report.Findings;

/**
 * From a bundle to facts, and from lines of an export to charts; on Synthea's patients beside the
 * checkout, else on those of the demo.
 *
 * @param many patients of a load that shows its memory; 0: no such load
 */
record Intake(Path home, int rounds, int many, Consumer<String> log) {
  /** Enough to be as varied as all; the export holds copies of them. */
  private static final int BUNDLES = 50;

  private static final int WARM_UPS = 2;

  Findings findings() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("trialward-bench");
    try {
      BundleFiles bundles = BundleFiles.unpacked(home, folder);
      double megabytes = bundles.bytes() / 1e6 / bundles.files().size();
      log.accept("reading %d bundles of %s".formatted(bundles.files().size(), bundles.source()));
      List<Amount> amounts = new ArrayList<>();
      amounts.add(Amount.of("bundles of " + bundles.source(), megabytes, "MB on average"));
      for (IntakeBenchmark.Timing timing : IntakeBenchmark.measure(bundles, WARM_UPS, rounds)) {
        amounts.add(Amount.of(timing.name(), timing.millisABundle(), "CPU-ms a bundle"));
        amounts.add(Amount.of(timing.name(), timing.megabytesASecond(), "MB a CPU-s"));
      }
      List<Path> some = bundles.files().stream().limit(BUNDLES).toList();
      log.accept("loading %d bundles as lines of an export".formatted(some.size()));
      try (BulkBenchmark bulk = new BulkBenchmark(log)) {
        amounts.addAll(bulk.measure(some, WARM_UPS, rounds));
        if (many > 0) {
          log.accept("loading %,d patients".formatted(many));
          amounts.addAll(bulk.many(some, many));
        }
      }
      return new Findings(List.of(), amounts, List.of());
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
