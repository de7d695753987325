package org.trialward.docker;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Looks at manifests as strictly as a server with field validation: Kubernetes' own Java client is
 * made from its OpenAPI document, and knows which fields there are and which must be there.
 */
final class KubernetesApi {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1 ConfigMap", V1ConfigMap.class,
          "v1 Service", V1Service.class,
          "apps/v1 Deployment", V1Deployment.class,
          "networking.k8s.io/v1 Ingress", V1Ingress.class,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class);

  private KubernetesApi() {}

  /**
   * @throws IllegalArgumentException on what a server would refuse, with the field
   */
  static void accept(JsonNode manifest) {
    String kind = Cluster.text(manifest, "/apiVersion") + " " + Cluster.text(manifest, "/kind");
    Class<?> type =
        Optional.<Class<?>>ofNullable(KINDS.get(kind))
            .orElseThrow(() -> new IllegalArgumentException("no such kind: " + kind));
    Gson gson = JSON.getGson();
    JsonElement written = JsonParser.parseString(manifest.toString());
    JsonElement again;
    try {
      again = gson.toJsonTree(gson.fromJson(written, type));
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw new IllegalArgumentException(kind + ": " + e.getMessage(), e);
    }
    // Gson takes "8080" for a number and 1 for a text; Kubernetes does not.
    if (!filled(again).equals(filled(written))) {
      throw new IllegalArgumentException(
          "%s: a value of another type, or null: %s became %s".formatted(kind, written, again));
    }
  }

  /** Without empty lists and objects, which the client adds. */
  private static JsonElement filled(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject filled = new JsonObject();
      object
          .asMap()
          .forEach((name, value) -> {
            JsonElement kept = filled(value);
            if (!isEmpty(kept)) {
              filled.add(name, kept);
            }
          });
      return filled;
    }
    if (element instanceof JsonArray array) {
      JsonArray filled = new JsonArray();
      array.forEach(value -> filled.add(filled(value)));
      return filled;
    }
    return element;
  }

  private static boolean isEmpty(JsonElement element) {
    return (element instanceof JsonObject object && object.isEmpty())
        || (element instanceof JsonArray array && array.isEmpty());
  }
}
