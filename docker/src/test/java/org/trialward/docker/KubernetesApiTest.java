package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The check of manifests can fail. */
class KubernetesApiTest {
  private static final String SERVICE =
      """
      {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "pages"},
       "spec": {"type": "ClusterIP", "ports": [{"name": "http", "port": 80, "targetPort": "http"}]}}
      """;

  private static JsonNode service(String from, String to) {
    assertThat(SERVICE).contains(from);
    return Chart.tree(SERVICE.replace(from, to));
  }

  private static void isRefused(JsonNode manifest, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubernetesApi.accept(manifest))
        .withMessageContaining(because);
  }

  @Test
  void aGoodManifestIsRead() {
    assertThatCode(() -> KubernetesApi.accept(service("ClusterIP", "NodePort")))
        .doesNotThrowAnyException();
  }

  @Test
  void aMisspeltFieldIsRefusedHoweverDeep() {
    isRefused(service("targetPort", "targetport"), "`targetport`");
    isRefused(service("metadata", "metdata"), "`metdata`");
  }

  @Test
  void aWrongTypeIsRefused() {
    isRefused(service("80", "\"eighty\""), "eighty");
    isRefused(service("80", "\"80\""), "another type");
    isRefused(service("\"ClusterIP\"", "1"), "another type");
    isRefused(service("\"ClusterIP\"", "[\"ClusterIP\"]"), "type");
    isRefused(service("\"ClusterIP\"", "null"), "null");
  }

  @Test
  void aMissingFieldIsRefused() {
    isRefused(service("\"port\": 80, ", ""), "`port`");
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsRefused() {
    isRefused(service("Service", "Servce"), "v1 Servce");
  }
}
