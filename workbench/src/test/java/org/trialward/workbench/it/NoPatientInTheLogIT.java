package org.trialward.workbench.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.it.People.Person;

/** Searches what all the runs before it have written: logs, consoles, screening logs. */
@Order(Integer.MAX_VALUE)
class NoPatientInTheLogIT {

  @Test
  void theSearchFindsWhatIsThere() {
    LogSearch search =
        new LogSearch(Set.of(new Person(List.of("O'Keefe54", "Ana"), "MRN-4711", "1951-03-09")));
    assertThat(search.findIn("2026 INFO read chart 12\n2026 WARN Banana, 11951-03-09, MRN-47112"))
        .isEmpty();
    assertThat(search.findIn("INFO patient O'Keefe54, stored")).hasSize(1);
    assertThat(search.findIn("INFO {\"given\":[\"Ana\"]}")).hasSize(1);
    assertThat(search.findIn("fine\nINFO GET /Patient?identifier=MRN-4711&x")).hasSize(1);
    assertThat(search.findIn("INFO born 1951-03-09T00:00")).hasSize(1);
  }

  @Test
  void noRunHasWrittenWhoAPatientIs() throws IOException {
    DemoBundles.meet();
    List<Path> traces = Scratch.traces();
    assumeThat(traces).as("runs before this one").isNotEmpty();
    LogSearch search = new LogSearch(People.all());
    assertThat(search.needles()).isGreaterThan(100);
    List<String> found = new ArrayList<>();
    long lines = 0;
    for (Path trace : traces) {
      String text = Files.readString(trace);
      lines += text.lines().count();
      search.findIn(text).forEach(hit -> found.add(trace.getFileName() + ": " + hit));
    }
    System.out.printf(
        "NoPatientInTheLogIT: %d files, %d lines, %d names, record numbers and birth dates looked for%n",
        traces.size(), lines, search.needles());
    assertThat(found).isEmpty();

    // And it would have been seen: the same files with one name planted.
    Person planted = People.all().iterator().next();
    String log = Files.readString(traces.getFirst());
    assertThat(search.findIn(log + "\nINFO " + planted.names().getFirst() + " was read"))
        .hasSize(1);
  }
}
