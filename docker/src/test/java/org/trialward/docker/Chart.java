package org.trialward.docker;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Helm chart as Helm itself reads it. */
final class Chart {
  static final Path FOLDER = Path.of("helm", "trialward");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path copy;

  private Chart(Path copy) {
    this.copy = copy;
  }

  /**
   * A copy in that folder. It may be rendered for any version of Kubernetes, because Helm as a
   * library takes its cluster for a 1.20 and cannot be told otherwise.
   */
  static Chart in(Path scratch) throws IOException {
    Path copy = scratch.resolve("trialward");
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(FOLDER.relativize(file).toString()));
      }
    }
    Path description = copy.resolve("Chart.yaml");
    String text = Files.readString(description);
    Files.writeString(description, text.replaceFirst("(?m)^kubeVersion: .*$", ""));
    return new Chart(copy);
  }

  /** What would be sent to Kubernetes for these values (YAML). */
  Cluster rendered(String values) throws IOException {
    return read(template().withValuesFile(written(values)));
  }

  /** The same for values as they are said on the command line. */
  Cluster rendered(Map<String, String> set) {
    TemplateCommand template = template();
    set.forEach(template::set);
    return read(template);
  }

  private TemplateCommand template() {
    return new Helm(copy).template().withName("trialward").withNamespace("research");
  }

  private static Cluster read(TemplateCommand template) {
    return new Cluster(
        StreamSupport.stream(yaml().loadAll(template.call()).spliterator(), false)
            .filter(Objects::nonNull)
            .map(JSON::<JsonNode>valueToTree)
            .toList());
  }

  /** The same, each manifest accepted by Kubernetes' API. */
  Cluster cluster(String values) throws IOException {
    Cluster cluster = rendered(values);
    cluster.objects().forEach(KubernetesApi::accept);
    return cluster;
  }

  /** What a person reads after the installation. */
  String notes(String values) throws IOException {
    return new Helm(copy)
        .install()
        .clientOnly()
        .dryRun()
        .withName("trialward")
        .withNamespace("research")
        .withValuesFile(written(values))
        .call()
        .getOutput();
  }

  /** The lint with these values standing where the chart's own stand. */
  LintResult lint(String values) throws IOException {
    Path own = copy.resolve("values.yaml");
    Files.writeString(own, yaml().dump(merged(map(Files.readString(own)), map(values))));
    return new Helm(copy).lint().strict().call();
  }

  static JsonNode tree(Path file) throws IOException {
    return JSON.valueToTree(map(Files.readString(file)));
  }

  static JsonNode tree(String text) {
    return JSON.valueToTree(map(text));
  }

  private static Map<String, Object> map(String text) {
    Map<String, Object> map = new LinkedHashMap<>();
    Map<?, ?> read = yaml().load(text);
    read.forEach((key, value) -> map.put(String.valueOf(key), value));
    return map;
  }

  private static Map<String, Object> merged(Map<String, Object> under, Map<?, ?> over) {
    Map<String, Object> result = new LinkedHashMap<>(under);
    over.forEach((key, value) ->
        result.merge(
            String.valueOf(key),
            value,
            (old, young) ->
                old instanceof Map<?, ?> a && young instanceof Map<?, ?> b
                    ? merged(merged(Map.of(), a), b)
                    : young));
    return result;
  }

  private Path written(String values) throws IOException {
    return Files.writeString(copy.resolveSibling("values.yaml"), values);
  }

  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }
}
