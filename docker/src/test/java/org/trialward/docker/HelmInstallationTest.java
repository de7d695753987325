package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What stands around the pods: Services, policies, budgets, scaling. */
class HelmInstallationTest {
  private Chart chart;

  @BeforeEach
  void theChart(@TempDir Path scratch) throws IOException {
    chart = Chart.in(scratch);
  }

  @Test
  void isAtLeastADeploymentAServiceABudgetAndAClosedPolicy() throws IOException {
    Cluster cluster = chart.cluster(Example.MINIMAL);
    assertThat(cluster.kinds())
        .containsExactly("Deployment", "NetworkPolicy", "PodDisruptionBudget", "Service");
    assertThat(cluster.text("NetworkPolicy", "/spec/policyTypes"))
        .isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(cluster.text("NetworkPolicy", "/spec/ingress")).isEqualTo("[]");
    assertThat(
            cluster
                .each("NetworkPolicy", "/spec/egress")
                .flatMap(rule -> Cluster.each(rule, "/ports"))
                .map(port -> Cluster.text(port, "/port")))
        .containsExactly("53", "53", "5432");
  }

  @Test
  void withEverythingOnIsTakenToo() throws IOException {
    assertThat(chart.cluster(Example.FULL).kinds())
        .containsExactly(
            "ConfigMap",
            "Deployment",
            "HorizontalPodAutoscaler",
            "Ingress",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "Service",
            "Service");
  }

  @Test
  void namesOnlyPortsOfTheContainer() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    List<String> ports = List.of("http", "mllp-2575", "mllp-2576");
    assertThat(
            cluster
                .each("Deployment", Cluster.CONTAINER + "/ports")
                .map(port -> Cluster.text(port, "/name")))
        .containsExactlyElementsOf(ports);
    assertThat(
            cluster
                .all("Service")
                .flatMap(service -> Cluster.each(service, "/spec/ports"))
                .map(port -> Cluster.text(port, "/targetPort")))
        .containsExactlyInAnyOrderElementsOf(ports);
    assertThat(
            cluster
                .each("NetworkPolicy", "/spec/ingress")
                .flatMap(rule -> Cluster.each(rule, "/ports"))
                .map(port -> Cluster.text(port, "/port")))
        .containsExactlyElementsOf(ports);
  }

  @Test
  void selectsThePodsOfThisReleaseEverywhereAlike() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    String selector = cluster.text("Deployment", "/spec/selector/matchLabels");
    assertThat(selector)
        .isEqualTo(
            "{\"app.kubernetes.io/name\":\"trialward\",\"app.kubernetes.io/instance\":\"trialward\"}");
    assertThat(cluster.text("Deployment", "/spec/template/metadata/labels"))
        .contains(selector.substring(1, selector.length() - 1), "\"team\":\"research\"");
    assertThat(cluster.all("Service").map(service -> Cluster.text(service, "/spec/selector")))
        .containsOnly(selector);
    assertThat(cluster.text("NetworkPolicy", "/spec/podSelector/matchLabels")).isEqualTo(selector);
    assertThat(cluster.text("PodDisruptionBudget", "/spec/selector/matchLabels"))
        .isEqualTo(selector);
    assertThat(
            cluster
                .each("Deployment", Cluster.POD + "/topologySpreadConstraints")
                .map(spread -> Cluster.text(spread, "/labelSelector/matchLabels")))
        .containsExactly(selector, selector);
  }

  @Test
  void neverRunsTwoVersionsUnlessToldAndLosesOnePodAtATimeToMaintenance() throws IOException {
    Cluster cluster = chart.cluster(Example.MINIMAL + "replicas: 2");
    assertThat(cluster.text("Deployment", "/spec/replicas")).isEqualTo("2");
    assertThat(cluster.text("Deployment", "/spec/strategy/type")).isEqualTo("Recreate");
    assertThat(
            chart
                .cluster(Example.MINIMAL + "strategy: RollingUpdate")
                .text("Deployment", "/spec/strategy/rollingUpdate/maxUnavailable"))
        .as("never fewer pods")
        .isEqualTo("0");
    assertThat(cluster.text("PodDisruptionBudget", "/spec/maxUnavailable")).isEqualTo("1");
  }

  @Test
  void leavesTheNumberOfPodsToTheAutoscalerWhereThereIsOne() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    assertThat(cluster.text("Deployment", "/spec/replicas")).isEqualTo("absent");
    assertThat(cluster.text("HorizontalPodAutoscaler", "/spec/scaleTargetRef/name"))
        .isEqualTo(cluster.text("Deployment", "/metadata/name"));
    assertThat(cluster.text("HorizontalPodAutoscaler", "/spec/maxReplicas")).isEqualTo("3");
  }

  @Test
  void takesMessagesByAServiceOfTheirOwn() throws IOException {
    JsonNode service = chart.cluster(Example.FULL).service("trialward-mllp");
    assertThat(Cluster.text(service, "/spec/type")).isEqualTo("LoadBalancer");
    assertThat(Cluster.text(service, "/spec/externalTrafficPolicy")).isEqualTo("Local");
    assertThat(Cluster.text(service, "/spec/loadBalancerSourceRanges"))
        .isEqualTo("[\"10.20.0.0/16\"]");
  }

  @Test
  void isEnteredByTheIngressAtThePages() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    assertThat(cluster.text("Ingress", "/spec/rules/0/http/paths/0/backend/service"))
        .isEqualTo("{\"name\":\"trialward\",\"port\":{\"name\":\"http\"}}");
    assertThat(cluster.service("trialward").at("/spec/ports/0/name").asString()).isEqualTo("http");
    assertThat(cluster.text("Ingress", "/spec/tls/0/secretName")).isEqualTo("certificate");
  }

  /** Of the operator's own kind only Helm's rendering is looked at: Kubernetes does not know it. */
  @Test
  void letsFiguresBeReadByTheirToken() throws IOException {
    Cluster cluster =
        chart.rendered(Example.MINIMAL + "serviceMonitor: {enabled: true, secret: metrics}");
    String endpoint = "/spec/endpoints/0";
    assertThat(cluster.text("ServiceMonitor", endpoint + "/path"))
        .isEqualTo("/actuator/prometheus");
    assertThat(cluster.text("ServiceMonitor", endpoint + "/authorization/credentials"))
        .isEqualTo("{\"name\":\"metrics\",\"key\":\"trialward.metrics.token\"}");
  }
}
