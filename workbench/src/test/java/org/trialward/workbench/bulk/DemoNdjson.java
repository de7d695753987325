package org.trialward.workbench.bulk;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The demonstration's patients as a bulk export has them: one file a type, plain references. */
final class DemoNdjson {
  private static final JsonMapper JSON = new JsonMapper();

  private DemoNdjson() {}

  /** Some bundles of the demonstration, into this folder. */
  static Path in(Path folder, int bundles) throws IOException {
    Map<String, List<String>> byType = new HashMap<>();
    try (ZipFile zip = new ZipFile("../demo/patients/patients.zip")) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(e -> e.getName().endsWith(".json")).limit(bundles).toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          resources(JSON.readTree(in), byType);
        }
      }
    }
    for (Map.Entry<String, List<String>> type : byType.entrySet()) {
      try (BufferedWriter out =
          Files.newBufferedWriter(folder.resolve(type.getKey() + ".ndjson"))) {
        for (String line : type.getValue()) {
          out.write(line);
          out.write('\n');
        }
      }
    }
    return folder;
  }

  private static void resources(JsonNode bundle, Map<String, List<String>> byType) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      names.put(
          entry.path("fullUrl").asString(""),
          resource.path("resourceType").asString("") + "/" + resource.path("id").asString(""));
    }
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      rename(resource, names);
      byType
          .computeIfAbsent(resource.path("resourceType").asString(""), t -> new ArrayList<>())
          .add(resource.toString());
    }
  }

  private static void rename(JsonNode node, Map<String, String> names) {
    if (node instanceof ObjectNode object && object.path("reference").isString()) {
      String to = names.get(object.path("reference").asString(""));
      if (to != null) {
        object.put("reference", to);
      }
    }
    node.forEach(child -> rename(child, names));
  }
}
