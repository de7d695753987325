package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The chart as Helm reads it, and what it says to a value that is wrong. */
class HelmChartTest {
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
  private static final Path README = Path.of("../README.md");

  private Chart chart;

  @BeforeEach
  void theChart(@TempDir Path scratch) throws IOException {
    chart = Chart.in(scratch);
  }

  @Nested
  class HelmItself {
    @Test
    void findsNothingToComplainOf() throws IOException {
      for (String values : List.of("{}", Example.MINIMAL, Example.FULL)) {
        LintResult lint = chart.lint(values);
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        assertThat(String.join("\n", lint.getMessages())).doesNotContain("ERROR", "WARNING");
      }
    }

    @Test
    void wouldComplain() throws IOException {
      assertThat(chart.lint("replicas: two").isFailed()).isTrue();
    }

    @Test
    void saysInTheNotesHowToMakeTheFirstUserAndWhatIsStillClosed() throws IOException {
      assertThat(chart.notes(Example.MINIMAL))
          .contains(
              "kubectl -n research exec deployment/trialward -- java @java.options -XX:MaxRAMPercentage=15 -jar workbench.jar user ann --role coordinator",
              "networkPolicy.http.from is empty",
              "networkPolicy.egress is empty");
      assertThat(Dockerfile.last("ENTRYPOINT")).contains("/opt/jre/bin/java", "/app/workbench.jar");
      assertThat(chart.notes(Example.FULL))
          .contains("https://trialward.example/")
          .doesNotContain("NOTE:");
    }

    @Test
    void understandsTheCommandInTheReadme() throws IOException {
      Map<String, String> set =
          Pattern.compile("--set ([a-zA-Z.]+)=(\\S+)")
              .matcher(Files.readString(README))
              .results()
              .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
      Cluster cluster = chart.rendered(set);
      cluster.objects().forEach(KubernetesApi::accept);
      assertThat(cluster.text("Deployment", "/spec/replicas")).isEqualTo("2");
      assertThat(cluster.text("Deployment", "/metadata/name")).isEqualTo("trialward");
    }

    /** Helm as a library takes its cluster for a 1.20, which would drop the pause before a stop. */
    @Test
    void refusesAnOlderCluster() {
      assertThatIllegalStateException()
          .isThrownBy(() -> new Helm(Chart.FOLDER).template().withName("trialward").call())
          .withMessageContaining("chart requires kubeVersion: >=1.30.0-0");
    }
  }

  @Nested
  class Values {
    private void areRefused(String values, String... lines) {
      assertThatIllegalStateException()
          .isThrownBy(() -> chart.rendered(values))
          .satisfies(refusal -> assertThat(refusal.getMessage()).contains(lines));
    }

    @Test
    void whatIsNeededIsSaidAtOnceALineEach() {
      areRefused(
          "{}",
          "image.repository is not set",
          "database.url is not set",
          "database.secret.name is not set",
          "either trials.configMap or trials.volume");
      areRefused(Example.MINIMAL + "ingress: {enabled: true}", "ingress.host is not set");
      areRefused(
          Example.MINIMAL + "serviceMonitor: {enabled: true}", "serviceMonitor.secret is not set");
      areRefused(Example.MINIMAL + "autoscaling: {enabled: true, min: 5}", "min is larger than");
    }

    @Test
    void aWrongOrUnknownOneIsRefusedByName() {
      areRefused(Example.MINIMAL + "replicas: two", "replicas: Invalid type. Expected: integer");
      areRefused(Example.MINIMAL + "replica: 2", "Additional property replica is not allowed");
      areRefused(Example.MINIMAL + "service: {type: Cookie}", "service.type");
      areRefused(Example.MINIMAL.replace("jdbc:", ""), "database.url: Does not match pattern");
      areRefused(
          Example.MINIMAL + "mllp: {listeners: [{name: lab}]}",
          "mllp.listeners.0: port is required");
      areRefused(Example.MINIMAL + "data: {size: plenty}", "data.size: Does not match pattern");
    }

    @Test
    void aSecretInTheOpenIsRefused() {
      areRefused(
          Example.MINIMAL + "config: {trialward: {emr: {token: abc}}}",
          "config.trialward.emr.token is a secret in the open: put it into a Secret");
      areRefused(
          Example.MINIMAL + "config: {trialward.database.password: abc}",
          "config.trialward.database.password is a secret");
      areRefused(
          Example.MINIMAL + "config: {trialward: {smart: {servers: [{client-secret: abc}]}}}",
          "config.trialward.smart.servers[0].client-secret is a secret");
      areRefused(
          Example.FULL.replace("${mllp.key}", "abc"),
          "mllp.listeners[0].tls.key-password is a secret");
      areRefused(
          Example.MINIMAL + "env: [{name: TRIALWARD_HOOK_TOKEN, value: abc}]",
          "env.TRIALWARD_HOOK_TOKEN is a secret");
    }

    @Test
    void listenersHaveOnePlaceSoThatTheirPortsAreOpened() {
      areRefused(
          Example.MINIMAL + "config: {trialward: {hl7: {listeners: [{name: lab, port: 2575}]}}}",
          "say them as mllp.listeners");
    }

    @Test
    void noPasswordHasADefaultAndNoneIsMade() throws IOException {
      JsonNode values = Chart.tree(VALUES);
      assertThat(Cluster.text(values, "/database/secret/name")).isEmpty();
      assertThat(Cluster.text(values, "/serviceMonitor/secret")).isEmpty();
      assertThat(Cluster.text(values, "/image/pullSecrets")).isEqualTo("[]");
      assertThat(values.toString()).doesNotContainIgnoringCase("password\":");
      assertThat(chart.rendered(Example.FULL).kinds()).doesNotContain("Secret");
    }

    @Test
    void aMistakeInAFreeOneIsFoundBeforeTheClusterFindsIt() throws IOException {
      JsonNode deployment =
          chart
              .rendered(
                  Example.MINIMAL + "volumeMounts: [{name: log, mountPath: /log, readonly: true}]")
              .all("Deployment")
              .findFirst()
              .orElseThrow();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KubernetesApi.accept(deployment))
          .withMessageContaining("`readonly`");
    }
  }
}
