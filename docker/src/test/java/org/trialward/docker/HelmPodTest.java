package org.trialward.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The pod that the chart makes, beside what image and application say. */
class HelmPodTest {
  private static final Path README = Path.of("../README.md");
  private static final Path APPLICATION =
      Path.of("../workbench/src/main/resources/application.yaml");
  private static final Path DESCRIPTION = Chart.FOLDER.resolve("Chart.yaml");

  private Chart chart;

  @BeforeEach
  void theChart(@TempDir Path scratch) throws IOException {
    chart = Chart.in(scratch);
  }

  private static String application(String pointer) throws IOException {
    return Cluster.text(Chart.tree(APPLICATION), pointer);
  }

  @Test
  void mayDoNothingThatItNeedNot() throws IOException {
    for (String values : List.of(Example.MINIMAL, Example.FULL)) {
      Cluster cluster = chart.cluster(values);
      assertThat(cluster.pod("/automountServiceAccountToken")).isEqualTo("false");
      assertThat(cluster.pod("/enableServiceLinks")).isEqualTo("false");
      assertThat(cluster.pod("/securityContext/runAsNonRoot")).isEqualTo("true");
      assertThat(cluster.pod("/securityContext/seccompProfile/type")).isEqualTo("RuntimeDefault");
      assertThat(cluster.container("/securityContext"))
          .isEqualTo(
              "{\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,\"capabilities\":{\"drop\":[\"ALL\"]}}");
      assertThat(cluster.container("/resources/limits")).isEqualTo("{\"memory\":\"1Gi\"}");
      assertThat(cluster.container("/resources/requests/memory")).isEqualTo("1Gi");
    }
  }

  @Test
  void isCutAsTheImageIs() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    assertThat(
            cluster.pod("/securityContext/runAsUser")
                + ":"
                + cluster.pod("/securityContext/runAsGroup"))
        .isEqualTo(Dockerfile.last("USER"));
    assertThat(cluster.mount("data")).isEqualTo(Dockerfile.last("VOLUME"));
    assertThat(cluster.mount("settings")).isEqualTo(Dockerfile.last("WORKDIR") + "/trialward.yaml");
    assertThat(Files.readString(Dockerfile.FILE))
        .contains("TRIALWARD_TRIALS_PATH=" + cluster.mount("trials") + " ");
    assertThat(application("/spring/config/import"))
        .contains("file:./trialward.yaml", ":" + cluster.mount("secrets") + "/}");
  }

  @Test
  void listensWhereTheImageSays() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    assertThat(cluster.container("/ports/0/containerPort")).isEqualTo(application("/server/port"));
    assertThat(
            cluster
                .each("Deployment", Cluster.CONTAINER + "/ports")
                .map(port -> Cluster.text(port, "/containerPort")))
        .contains(Dockerfile.last("EXPOSE").split(" ", -1));
  }

  @Test
  void isAskedWhatTheApplicationAnswers() throws IOException {
    Cluster cluster = chart.cluster(Example.MINIMAL);
    String alive = "{\"path\":\"/actuator/health/liveness\",\"port\":\"http\"}";
    assertThat(cluster.container("/startupProbe/httpGet")).isEqualTo(alive);
    assertThat(cluster.container("/livenessProbe/httpGet")).isEqualTo(alive);
    assertThat(cluster.container("/readinessProbe/httpGet"))
        .isEqualTo(alive.replace("liveness", "readiness"));
    assertThat(application("/management/endpoint/health/probes/enabled")).isEqualTo("true");
    assertThat(application("/management/endpoints/web/exposure/include")).contains("health");
    assertThat(application("/management/server")).isEqualTo("absent");
  }

  @Test
  void mayWaitForItsDatabaseLongerThanTheProgramDoes() throws IOException {
    Cluster cluster = chart.cluster(Example.MINIMAL);
    int seconds =
        Integer.parseInt(cluster.container("/startupProbe/periodSeconds"))
            * Integer.parseInt(cluster.container("/startupProbe/failureThreshold"));
    assertThat(
            Files.readString(
                Path.of(
                    "../workbench/src/main/java/org/trialward/workbench/start/DatabaseCheck.java")))
        .contains("PATIENCE = Duration.ofMinutes(5);");
    assertThat(seconds).isGreaterThan(5 * 60);
  }

  @Test
  void isGivenTheTimeThatAGracefulStopTakes() throws IOException {
    Cluster cluster = chart.cluster(Example.MINIMAL);
    int pause = Integer.parseInt(cluster.container("/lifecycle/preStop/sleep/seconds"));
    // Spring's default for a phase; the pages are one, the routes another.
    assertThat(application("/spring/lifecycle")).isEqualTo("absent");
    assertThat(Integer.parseInt(cluster.pod("/terminationGracePeriodSeconds")))
        .isGreaterThan(pause + 30 + 30);
  }

  @Test
  void hasNoEnvironmentVariableThatIsNotASetting() throws IOException {
    Set<String> settings = new TreeSet<>();
    for (String row : Files.readAllLines(README)) {
      if (row.startsWith("| `trialward.")) {
        Matcher names =
            Pattern.compile("`([a-z.][A-Za-z0-9.<>-]*)`").matcher(row.split("\\|", 3)[1]);
        String last = "";
        while (names.find()) {
          String name = names.group(1);
          last = name.startsWith(".") ? last.substring(0, last.lastIndexOf('.')) + name : name;
          settings.add(last.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT));
        }
      }
    }
    assertThat(
            chart
                .cluster(Example.FULL)
                .each("Deployment", Cluster.CONTAINER + "/env")
                .map(variable -> Cluster.text(variable, "/name"))
                .filter(name -> name.startsWith("TRIALWARD_"))
                .toList())
        .hasSize(4)
        .isSubsetOf(settings);
  }

  @Test
  void seesSecretsAsFilesNamedAsSettings() throws IOException {
    JsonNode secrets =
        chart
            .cluster(
                Example.MINIMAL.replace("{name: database}", "{name: pg, key: password}")
                    + "secrets: [emr, ctms]")
            .volume("secrets");
    // 0440: of the group that the pod's files belong to.
    assertThat(Cluster.text(secrets, "/projected/defaultMode")).isEqualTo("288");
    assertThat(Cluster.each(secrets, "/projected/sources").map(s -> Cluster.text(s, "/secret")))
        .containsExactly(
            "{\"name\":\"pg\",\"items\":[{\"key\":\"password\",\"path\":\"trialward.database.password\"}]}",
            "{\"name\":\"emr\"}",
            "{\"name\":\"ctms\"}");
  }

  @Test
  void seesItsSettingsAsOneFileAndIsRenewedWithThem() throws IOException {
    Cluster cluster = chart.cluster(Example.FULL);
    JsonNode settings = Chart.tree(cluster.text("ConfigMap", "/data/trialward.yaml"));
    assertThat(Cluster.text(settings, "/trialward/emr/url")).isEqualTo("https://emr.example/fhir");
    assertThat(Cluster.text(settings, "/trialward/hl7/listeners/0/port")).isEqualTo("2575");
    assertThat(Cluster.text(settings, "/trialward/hl7/listeners/0/tls/key-password"))
        .isEqualTo("${mllp.key}");
    assertThat(Cluster.text(cluster.volume("settings"), "/configMap/name"))
        .isEqualTo(cluster.text("ConfigMap", "/metadata/name"));
    String stamp = "/spec/template/metadata/annotations/org.trialward~1settings";
    assertThat(cluster.text("Deployment", stamp))
        .hasSize(64)
        .isNotEqualTo(
            chart.cluster(Example.FULL.replace("2576", "2577")).text("Deployment", stamp));
  }

  @Test
  void keepsWhatIsDerivedOnTheNodeOrOnAVolumeThatGoesWithIt() throws IOException {
    assertThat(Cluster.text(chart.cluster(Example.MINIMAL).volume("data"), "/emptyDir"))
        .isEqualTo("{\"sizeLimit\":\"10Gi\"}");
    assertThat(
            Cluster.text(
                chart.cluster(Example.FULL).volume("data"), "/ephemeral/volumeClaimTemplate/spec"))
        .contains("\"storageClassName\":\"fast\"", "\"storage\":\"20Gi\"");
  }

  @Test
  void findsTrialsOnAnyVolume() throws IOException {
    String claim = "volume: {persistentVolumeClaim: {claimName: trials, readOnly: true}}";
    Cluster cluster = chart.cluster(Example.MINIMAL.replace("configMap: trials", claim));
    assertThat(Cluster.text(cluster.volume("trials"), "/persistentVolumeClaim/claimName"))
        .isEqualTo("trials");
  }

  @Test
  void isThatOfThisVersion() throws IOException {
    String version = Cluster.text(Chart.tree(DESCRIPTION), "/appVersion");
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<artifactId>trialward</artifactId>\n  <version>" + version + "</version>");
    String digest = "sha256:" + "0a".repeat(32);
    assertThat(chart.cluster(Example.MINIMAL).container("/image"))
        .isEqualTo("registry.example/trialward:" + version);
    assertThat(chart.cluster(Example.FULL).container("/image"))
        .isEqualTo("registry.example/trialward:1.0.1");
    assertThat(
            chart
                .cluster(
                    Example.MINIMAL.replace("trialward}", "trialward, digest: '" + digest + "'}"))
                .container("/image"))
        .isEqualTo("registry.example/trialward@" + digest);
  }
}
