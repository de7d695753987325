package org.trialward.workbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README's table of settings says what the program reads, no more and no less. */
class SettingsTableTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern NAME = Pattern.compile("`([a-z.][A-Za-z0-9.<>-]*)`");

  /** What the table tells in words, because each entry has several parts. */
  private static final Set<String> DESCRIBED_ELSEWHERE =
      Set.of("trialward.documents.sender", "trialward.documents.authorities");

  /** Every leaf: a record within a list or a map is one leaf, described as a whole. */
  private static void collect(String prefix, Class<?> record, Set<String> names) {
    for (RecordComponent component : record.getRecordComponents()) {
      String name = prefix + "." + kebab(component.getName());
      if (component.getType().isRecord()
          && component.getType().getPackageName().startsWith("org.trialward.workbench.settings")
          && !DESCRIBED_ELSEWHERE.contains(name)) {
        collect(name, component.getType(), names);
      } else {
        names.add(name);
      }
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The first cell of each row; {@code .password} goes on from the name before it. */
  private static Set<String> table() throws IOException {
    Set<String> names = new TreeSet<>();
    List<String> rows =
        Files.readAllLines(README).stream()
            .filter(line -> line.startsWith("| `trialward."))
            .toList();
    for (String row : rows) {
      Matcher matcher = NAME.matcher(row.substring(1, row.indexOf("|", 2)));
      String last = "";
      while (matcher.find()) {
        String written = matcher.group(1);
        last =
            written.startsWith(".") ? last.substring(0, last.lastIndexOf('.')) + written : written;
        // What may be said of each trial by itself.
        names.add(last.replaceFirst("\\.trials\\.(ID|<id>).*", ".trials"));
      }
    }
    return names;
  }

  @Test
  void everySettingHasItsRowAndEveryRowItsSetting() throws IOException {
    Set<String> settings = new TreeSet<>();
    collect("trialward", TrialwardSettings.class, settings);
    Set<String> rows = new TreeSet<>(table());
    settings.add("trialward.container"); // Read before there are settings.
    assertThat(rows).isEqualTo(settings);
  }

  @Test
  void everyRowHasADefaultAUnitAndAMeaning() throws IOException {
    assertThat(Files.readAllLines(README).stream().filter(line -> line.startsWith("| `trialward.")))
        .isNotEmpty()
        .allSatisfy(row -> {
          String[] cells = row.replace("\\|", "").split("\\|", -1);
          assertThat(cells).as(row).hasSize(6);
          assertThat(cells[4].strip()).as(row).isNotEmpty();
        });
  }
}
