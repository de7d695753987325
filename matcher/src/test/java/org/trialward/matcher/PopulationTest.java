package org.trialward.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trialward.matcher.Trials.ASTHMA;
import static org.trialward.matcher.Trials.DIABETES;
import static org.trialward.matcher.Trials.diagnosed;
import static org.trialward.matcher.Trials.including;
import static org.trialward.matcher.Trials.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.matcher.Population.Found;
import org.trialward.matcher.Population.Reading;
import org.trialward.rules.patient.Fact;
import org.trialward.rules.patient.MedicationUse;
import org.trialward.rules.patient.PatientChart;
import org.trialward.rules.patient.PatientId;
import org.trialward.rules.patient.Source;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.Interval;

/** What outlasts a restart, what does not, and what a document knows of its own age. */
class PopulationTest {
  private static final LocalDate DAY = LocalDate.of(2025, 1, 1);
  private static final Reading FIRST = new Reading(1, Optional.empty());

  @TempDir Path home;

  private Path folder() {
    return home.resolve("population");
  }

  private static PatientChart chart(String id, Code... diagnoses) {
    PatientChart someone = with(diagnoses).chart();
    return new PatientChart(new PatientId(id), someone.demographics(), someone.facts());
  }

  private static void put(Population population, PatientChart chart, Reading reading) {
    population.put(chart.asOf(DAY), reading);
  }

  /** Anna has diabetes, Bert has asthma. */
  private void write() {
    try (Population population = Population.open(folder())) {
      put(population, chart("anna", DIABETES), FIRST);
      put(population, chart("bert", ASTHMA), FIRST);
    }
  }

  private static List<String> diabetics(Population population) {
    population.refresh();
    try (PopulationView view = population.view()) {
      return view.ask(including("T", diagnosed(DIABETES)), DAY).byPatient().keySet().stream()
          .map(PatientId::value)
          .toList();
    }
  }

  private static int size(Population population) {
    population.refresh();
    try (PopulationView view = population.view()) {
      return view.size();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  @Nested
  class WhatIsOnDisk {

    @Test
    void aFolderThatIsNotThereIsMadeAndHoldsNothing() {
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).isEqualTo(Found.NOTHING);
        assertThat(size(population)).isZero();
      }
    }

    @Test
    void whatWasWrittenIsThereAgain() {
      write();
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).isEqualTo(Found.USABLE);
        assertThat(diabetics(population)).containsExactly("anna");
        assertThat(size(population)).isEqualTo(2);
        Population.Bytes bytes = population.bytes();
        assertThat(bytes.index() + bytes.facts()).isPositive();
      }
    }

    @Test
    void anIndexThatSomebodyElseHoldsIsLeftAlone() {
      write();
      try (Population first = Population.open(folder())) {
        assertThatThrownBy(() -> Population.open(folder()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("in use by another process");
        assertThat(size(first)).isEqualTo(2);
      }
    }

    @Test
    void aFolderOfOtherFilesIsRefusedAndLeftAsItIs() throws IOException {
      Path letter = Files.createDirectories(folder()).resolve("letter.txt");
      Files.writeString(letter, "Dear colleague");
      assertThatThrownBy(() -> Population.open(folder()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("letter.txt")
          .hasMessageContaining("Name an empty folder");
      assertThat(letter).hasContent("Dear colleague");
    }

    @Test
    void noFileCanBeCutOffUnseen() throws IOException {
      write();
      for (Path file : files()) {
        byte[] whole = Files.readAllBytes(file);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertIsBegunAnewWith(file, half);
        recreate();
      }
    }

    @Test
    void noByteInTheMiddleOfAFileCanBeChangedUnseen() throws IOException {
      write();
      for (Path file : files()) {
        byte[] changed = Files.readAllBytes(file);
        changed[changed.length / 2] ^= 1;
        assertIsBegunAnewWith(file, changed);
        recreate();
      }
    }

    @Test
    void noFileCanBeMissingUnseen() throws IOException {
      write();
      for (Path file : files()) {
        if (!file.getFileName().toString().startsWith("segments_")) {
          Files.delete(file);
          assertIsBegunAnew(file);
          recreate();
        }
      }
    }

    /** The same patients again, in files of the same names. */
    private void recreate() throws IOException {
      for (Path file : files()) {
        Files.delete(file);
      }
      write();
    }

    private void assertIsBegunAnewWith(Path file, byte[] content) throws IOException {
      Files.write(file, content);
      assertIsBegunAnew(file);
    }

    private void assertIsBegunAnew(Path file) {
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).as("%s", file.getFileName()).isEqualTo(Found.UNUSABLE);
        assertThat(size(population)).isZero();
        put(population, chart("cleo", DIABETES), FIRST);
        assertThat(diabetics(population)).containsExactly("cleo");
      }
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).isEqualTo(Found.USABLE);
      }
    }

    @Test
    void anIndexOfAnotherFormatIsBegunAnew() throws IOException {
      for (Map<String, String> format :
          List.of(Map.of("trialward.format", "0.1"), Map.<String, String>of())) {
        write();
        try (FSDirectory directory = FSDirectory.open(folder());
            IndexWriter writer =
                new IndexWriter(directory, new IndexWriterConfig(NotAnalyzed.ANALYZER))) {
          writer.setLiveCommitData(format.entrySet());
        }
        assertIsBegunAnew(folder());
      }
    }

    @Test
    void aFolderOfOtherFilesIsNoIndex() throws IOException {
      Files.createDirectory(folder());
      Files.writeString(folder().resolve("segments_1"), "not an index");
      assertIsBegunAnew(folder());
    }

    @Test
    void aStrayFileBesideASoundIndexDoesNoHarm() throws IOException {
      write();
      Files.writeString(folder().resolve("notes.txt"), "of somebody else");
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).isEqualTo(Found.USABLE);
        assertThat(diabetics(population)).containsExactly("anna");
      }
      assertThat(folder().resolve("notes.txt")).exists();
    }
  }

  @Nested
  class Changes {

    @Test
    void changesAreSeenOnceRefreshed() {
      try (Population population = Population.open(folder())) {
        try (PopulationView before = population.view()) {
          put(population, chart("anna", DIABETES), FIRST);
          try (PopulationView notYet = population.view()) {
            assertThat(notYet.size()).isZero();
          }
          assertThat(diabetics(population)).containsExactly("anna");
          assertThat(before.size()).as("a view sees one moment").isZero();
        }
      }
    }

    @Test
    void aPatientPutAgainIsKnownByTheLastReadingAlone() {
      write();
      try (Population population = Population.open(folder())) {
        put(population, chart("anna", ASTHMA), new Reading(7, Optional.empty()));
        assertThat(diabetics(population)).isEmpty();
        List<PopulationView.Known> known = new ArrayList<>();
        try (PopulationView view = population.view()) {
          view.all(known::add);
        }
        assertThat(known)
            .containsExactlyInAnyOrder(
                new PopulationView.Known(new PatientId("anna"), 7),
                new PopulationView.Known(new PatientId("bert"), 1));
      }
    }

    @Test
    void aPatientWhoIsRemovedIsGoneAlsoAfterARestart() {
      write();
      try (Population population = Population.open(folder())) {
        population.remove(new PatientId("anna"));
        population.remove(new PatientId("nobody"));
        assertThat(diabetics(population)).isEmpty();
        assertThat(size(population)).isEqualTo(1);
      }
      try (Population population = Population.open(folder())) {
        assertThat(size(population)).isEqualTo(1);
      }
    }

    @Test
    void afterClearingNobodyIsLeftAndTheFormatStays() {
      write();
      try (Population population = Population.open(folder())) {
        population.clear();
        assertThat(size(population)).isZero();
      }
      try (Population population = Population.open(folder())) {
        assertThat(population.found()).isEqualTo(Found.USABLE);
        assertThat(size(population)).isZero();
      }
    }

    @Test
    void mergingIntoOneSegmentChangesNoAnswer() {
      try (Population population = Population.open(folder())) {
        put(population, chart("anna", DIABETES), FIRST);
        population.refresh();
        put(population, chart("bert", ASTHMA), FIRST);
        population.refresh();
        put(population, chart("cleo", DIABETES), FIRST);
        assertThat(diabetics(population)).containsExactly("anna", "cleo");
        population.optimize();
        assertThat(diabetics(population)).containsExactly("anna", "cleo");
      }
    }
  }

  @Nested
  class Time {

    @Test
    void aDocumentIsStaleFromTheDayOnWhichAnEntryStandsOtherwise() {
      try (Population population = Population.open(folder())) {
        put(population, takingUntil("anna", "2025-01-20"), FIRST);
        put(population, takingUntil("bert", "2024-12-20"), FIRST);
        population.refresh();
        assertThat(stale(population, LocalDate.of(2025, 1, 19))).isEmpty();
        assertThat(stale(population, LocalDate.of(2025, 1, 20))).containsExactly("anna");
        assertThat(stale(population, LocalDate.of(2026, 1, 1))).containsExactly("anna");
      }
    }

    @Test
    void aPatientIsDueFromTheDayThatTheReadingNames() {
      try (Population population = Population.open(folder())) {
        LocalDate next = LocalDate.of(2025, 2, 1);
        put(population, chart("anna", DIABETES), new Reading(1, Optional.of(next)));
        put(population, chart("bert", ASTHMA), FIRST);
        population.refresh();
        assertThat(due(population, next.minusDays(1))).isEmpty();
        assertThat(due(population, next)).containsExactly("anna");
        population.remove(new PatientId("anna"));
        population.refresh();
        assertThat(due(population, next)).isEmpty();
      }
    }

    private static PatientChart takingUntil(String id, String end) {
      Fact use =
          new MedicationUse(
              List.of(ASTHMA),
              MedicationUse.Status.ACTIVE,
              Optional.empty(),
              Interval.ofPartialDate(end),
              new Source("MedicationRequest", "1", "1"));
      return new PatientChart(new PatientId(id), chart(id).demographics(), List.of(use));
    }

    private static List<String> stale(Population population, LocalDate asOf) {
      List<String> found = new ArrayList<>();
      try (PopulationView view = population.view()) {
        view.stale(asOf, patient -> found.add(patient.value()));
      }
      return found;
    }

    private static List<String> due(Population population, LocalDate asOf) {
      List<String> found = new ArrayList<>();
      try (PopulationView view = population.view()) {
        view.due(asOf, patient -> found.add(patient.value()));
      }
      return found;
    }
  }
}
