package org.trialward.workbench.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the packaged application tells about what it is made of. */
@Order(1)
class SbomIT {
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String SBOM = "META-INF/sbom/application.cdx.json";
  private static final Pattern PURL =
      Pattern.compile("pkg:maven/[^/]+/([^@]+)@([^?]+)\\?(?:classifier=([^&]+)&)?type=jar");

  private static List<String> jars;
  private static byte[] sbom;
  private static Manifest manifest;
  private static List<String> thirdParty;

  @BeforeAll
  static void open() throws IOException {
    try (JarFile app = new JarFile(WorkbenchProcess.APP_JAR.toFile())) {
      jars =
          app.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
              .map(name -> name.substring(LIBRARIES.length()))
              .toList();
      sbom = bytes(app, SBOM);
      manifest = app.getManifest();
      thirdParty = new String(bytes(app, "META-INF/THIRD-PARTY.txt"), UTF_8).lines().toList();
    }
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as("%s in %s", name, jar.getName()).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static List<JsonNode> components() {
    return JsonMapper.shared().readTree(sbom).required("components").valueStream().toList();
  }

  /** As Maven names the file. */
  private static String file(JsonNode component) {
    String purl = component.required("purl").asString();
    MatchResult parts = PURL.matcher(purl).results().findFirst().orElseThrow();
    return parts.group(1)
        + "-"
        + parts.group(2)
        + (parts.group(3) == null ? "" : "-" + parts.group(3))
        + ".jar";
  }

  /** Empty jars that only name others; Spring Boot does not put them in. */
  private static boolean isStarter(String file) {
    return file.startsWith("spring-boot-starter-");
  }

  @Test
  void theSbomNamesEveryJarInTheApplicationAndNoOther() {
    assertThat(jars).hasSizeGreaterThan(100);
    assertThat(components().stream().map(SbomIT::file).filter(file -> !isStarter(file)))
        .containsExactlyInAnyOrderElementsOf(jars);
  }

  @Test
  void everyComponentHasAVersionALicenceAndADigest() {
    for (JsonNode component : components()) {
      String name = file(component);
      assertThat(component.required("version").asString()).as(name).isNotBlank();
      assertThat(component.path("licenses").size()).as("licences of " + name).isPositive();
      assertThat(component.path("hashes").findValuesAsString("alg")).as(name).contains("SHA-256");
    }
  }

  @Test
  void theSbomIsCycloneDxAndLiesWhereScannersLook() throws IOException {
    assertThat(new JsonParser().validate(sbom, Version.VERSION_16)).isEmpty();
    assertThat(manifest.getMainAttributes().getValue("Sbom-Format")).isEqualTo("CycloneDX");
    assertThat(manifest.getMainAttributes().getValue("Sbom-Location")).isEqualTo(SBOM);
  }

  /** Two builds of the same sources shall make the same jar. */
  @Test
  void theSbomDependsOnNothingButTheSources() {
    JsonNode whole = JsonMapper.shared().readTree(sbom);
    assertThat(whole.has("serialNumber")).isFalse();
    assertThat(whole.required("metadata").has("timestamp")).isFalse();
    assertThat(new String(sbom, UTF_8)).doesNotContain(System.getProperty("user.dir"));
  }

  @Test
  void everyLibraryOfOthersStandsInTheLicenceReportWithItsLicence() {
    for (JsonNode component : components()) {
      String group = component.required("group").asString();
      if (!group.equals("org.trialward") && !isStarter(file(component))) {
        String library =
            "%s:%s %s | "
                .formatted(
                    group,
                    component.required("name").asString(),
                    component.required("version").asString());
        assertThat(thirdParty)
            .anyMatch(line -> line.matches(".*\\Q" + library + "\\E\\S.* \\| .*"));
      }
    }
  }

  @Test
  void theLicenceReportMarksWhatTheImageLeavesOut() throws IOException {
    List<PathMatcher> moved =
        Files.readString(DemoBundles.HOME.resolve("docker/Dockerfile"))
            .lines()
            .filter(line -> line.contains(" mv app/lib/"))
            .flatMap(line -> Pattern.compile("app/lib/(\\S+\\.jar)").matcher(line).results())
            .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name.group(1)))
            .toList();
    List<String> leftOut =
        jars.stream()
            .filter(jar -> moved.stream().anyMatch(name -> name.matches(Path.of(jar))))
            .toList();
    List<String> marked =
        thirdParty.stream()
            .filter(line -> line.startsWith("(aside) "))
            .flatMap(line -> Pattern.compile(":(\\S+) (\\S+) \\|").matcher(line).results())
            .map(library -> library.group(1) + "-" + library.group(2))
            .toList();
    assertThat(leftOut).isNotEmpty().allMatch(jar -> marked.stream().anyMatch(jar::startsWith));
    assertThat(marked).allMatch(library -> leftOut.contains(library + ".jar"));
  }
}
