package org.trialward.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import org.trialward.benchmarks.workload.RegistryWorkload.Status;

/** Three invented records and a few codes of ICD-10-CM FY2021, described in short. */
final class SmallRegistry {
  static final Path STUDIES = Path.of("src/test/resources/registry/studies.ndjson");
  static final Path ICD = Path.of("src/test/resources/registry/icd10cm.tsv");

  private SmallRegistry() {}

  static RegistryWorkload with(Status status) throws IOException {
    return RegistryWorkload.of(STUDIES, ICD, status, 30);
  }
}
