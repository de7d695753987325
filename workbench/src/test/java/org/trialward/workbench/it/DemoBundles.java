package org.trialward.workbench.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.trialward.workbench.json.Json;

/** The patients of demo/patients, as transaction bundles. */
final class DemoBundles {
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private DemoBundles() {}

  /** So many, those with the shortest records first. */
  static List<String> read(int most) throws IOException {
    List<String> bundles = new ArrayList<>();
    try (ZipFile zip = new ZipFile(HOME.resolve("demo/patients/patients.zip").toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().sorted(Comparator.comparingLong(ZipEntry::getSize)).limit(most).toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          bundles.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return bundles;
  }

  /** Everybody in it is somebody whom no log may name. */
  static void meet() throws IOException {
    read(Integer.MAX_VALUE).stream()
        .flatMap(bundle -> Json.mapper().readTree(bundle).path("entry").valueStream())
        .map(entry -> entry.path("resource"))
        .filter(resource -> resource.path("resourceType").asString("").equals("Patient"))
        .forEach(People::met);
  }
}
