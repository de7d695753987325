package org.trialward.ctms.screeninglog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.trialward.ctms.Deliveries.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trialward.ctms.Capabilities;
import org.trialward.ctms.Deliveries;
import org.trialward.ctms.screeninglog.ScreeningLogSettings.OptionalColumn;
import org.trialward.rules.match.CandidateState;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

class ScreeningLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:15:30.987Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private ScreeningLog log() {
    return log(Set.of());
  }

  private ScreeningLog log(Set<OptionalColumn> allowed) {
    return new ScreeningLog(new ScreeningLogSettings(folder, "Site 12", allowed), CLOCK);
  }

  private Path file() {
    return folder.resolve("screening-log-NCT04000165.csv");
  }

  private List<CSVRecord> rows() throws IOException {
    try (var parser =
        CSVParser.parse(
            file(),
            UTF_8,
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords();
    }
  }

  @Nested
  class ARow {
    @Test
    void saysWhatTheEngineFoundInCodesAndCounts() throws IOException {
      log()
          .deliver(
              delivery()
                  .in(CandidateState.REJECTED)
                  .because("in-another-trial")
                  .withOpen("hba1c")
                  .withOpen("egfr")
                  .withAgainst("no-insulin")
                  .withAgainst("no-dialysis")
                  .revision(4)
                  .build());
      Map<String, String> row = rows().getFirst().toMap();
      assertThat(row)
          .containsEntry("log_version", "1")
          .containsEntry("site", "Site 12")
          .containsEntry("study", "NCT04000165")
          .containsEntry("candidate_no", "17")
          .containsEntry("recorded_at", "2026-11-22T10:15:30Z")
          .containsEntry("state", "REJECTED")
          .containsEntry("outcome", "INELIGIBLE")
          .containsEntry("rule_version", "3")
          .containsEntry("criteria_met", "1")
          .containsEntry("criteria_open", "2")
          .containsEntry("criteria_against", "2")
          .containsEntry("first_against", "no-insulin")
          .containsEntry("open_criteria", "hba1c|egfr")
          .containsEntry("reason", "in-another-trial")
          .containsEntry("emr_patient_id", "");
      assertThat(row.get("delivery_key")).matches("r4-[0-9a-f]{32}");
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryState(CandidateState state) throws IOException {
      log().deliver(delivery().in(state).build());
      assertThat(rows().getFirst().get("state")).isEqualTo(state.name());
    }

    @Test
    void identifiesNobody() throws IOException {
      Delivery delivery =
          delivery()
              .because("Frau " + Deliveries.NAME + " (" + Deliveries.RECORD_NUMBER + ") declined")
              .withOpen("hba1c")
              .build();
      log().deliver(delivery);
      assertThat(Files.readString(file()))
          .doesNotContain(
              Deliveries.PATIENT_ID,
              Deliveries.NAME,
              Deliveries.RECORD_NUMBER,
              Deliveries.BIRTH_DATE,
              delivery.candidate().key().identifier().toString(),
              delivery.candidate().key().identifier().toString().replace("-", ""))
          .contains("text withheld");
      assertThat(log().probe().allowsPhi()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Mustermann", "Smith-Jones", "smith-jones", "mrs smith", "smith", "MRN0815"})
    void withholdsReasonsThatAreNoCodes(String reason) throws IOException {
      log().deliver(delivery().because(reason).build());
      assertThat(rows().getFirst().get("reason")).isEqualTo("text withheld");
    }

    @Test
    void carriesTheEmrIdAndFreeReasonsOnlyWhereTheSiteAllowsThem() throws IOException {
      var allowed = Set.of(OptionalColumn.EMR_PATIENT_ID, OptionalColumn.REASON_TEXT);
      log(allowed).deliver(delivery().because("moved away").build());
      assertThat(rows().getFirst().get("emr_patient_id")).isEqualTo(Deliveries.PATIENT_ID);
      assertThat(rows().getFirst().get("reason")).isEqualTo("moved away");
      assertThat(log(allowed).probe().allowsPhi()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|'/c calc'!A0", "\r\n=1"})
    void neverRunsInASpreadsheet(String version) throws IOException {
      log().deliver(delivery().ruleVersion(version).build());
      assertThat(rows().getFirst().get("rule_version")).startsWith("'");
      assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void keepsCommasQuotesAndLineBreaksInOneRow() throws IOException {
      var allowed = Set.of(OptionalColumn.REASON_TEXT);
      log(allowed).deliver(delivery().because("said \"no\", then\nleft").build());
      assertThat(rows().getFirst().get("reason")).isEqualTo("said \"no\", then left");
      assertThat(Files.readAllLines(file())).hasSize(2);
    }
  }

  @Nested
  class Repeating {
    @Test
    void theSameDeliveryLeavesOneRow() throws IOException {
      ScreeningLog log = log();
      assertThat(log.deliver(delivery().build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(log.deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(rows()).hasSize(1);
    }

    @Test
    void theSameDeliveryAfterARestartLeavesOneRow() throws IOException {
      log().deliver(delivery().build());
      assertThat(log().deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(rows()).hasSize(1);
    }

    @Test
    void aNewRevisionIsAppended() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().build());
      assertThat(log.deliver(delivery().revision(2).in(CandidateState.CONFIRMED).build()))
          .isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(rows()).extracting(r -> r.get("state")).containsExactly("DETECTED", "CONFIRMED");
    }

    @Test
    void anOlderRevisionIsNotWrittenAfterANewerOne() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().revision(10).build());
      assertThat(log.deliver(delivery().revision(9).build()))
          .isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(rows()).hasSize(1);
    }

    @Test
    void candidatesAndStudiesAreKeptApart() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().ofCandidate(1).build());
      assertThat(log.deliver(delivery().ofCandidate(2).build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(log.deliver(delivery().forStudy("EU-1").build()))
          .isEqualTo(DeliveryReceipt.CREATED);
      assertThat(rows()).hasSize(2);
      assertThat(folder.resolve("screening-log-EU-1.csv")).exists();
    }
  }

  @Nested
  class AfterAKill {
    @Test
    void aTornRowIsCutAndTheDeliveryWrittenAnew() throws IOException {
      log().deliver(delivery().ofCandidate(1).build());
      String whole = Files.readString(file());
      log().deliver(delivery().ofCandidate(2).build());
      String both = Files.readString(file());
      for (int cut = whole.length() + 1; cut < both.length() - 2; cut++) {
        Files.writeString(file(), both.substring(0, cut));
        assertThat(log().deliver(delivery().ofCandidate(2).build()))
            .as("cut at %d", cut)
            .isEqualTo(DeliveryReceipt.CREATED);
        assertThat(Files.readString(file())).isEqualTo(both);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRowThatLacksOnlyItsLineEndIsCompleted(int missing) throws IOException {
      log().deliver(delivery().build());
      String whole = Files.readString(file());
      Files.writeString(file(), whole.substring(0, whole.length() - missing));
      assertThat(log().deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(Files.readString(file())).isEqualTo(whole);
    }

    @Test
    void aTornHeaderIsWrittenAnew() throws IOException {
      Files.writeString(file(), "log_version,si");
      log().deliver(delivery().build());
      assertThat(rows()).hasSize(1);
    }

    @Test
    void aTornRowWithHalfACharacterIsCutToTheByte() throws IOException {
      log().deliver(delivery().ofCandidate(1).build());
      String before = Files.readString(file());
      Files.write(file(), new byte[] {'1', ',', (byte) 0xC3}, StandardOpenOption.APPEND);
      log().deliver(delivery().ofCandidate(2).build());
      assertThat(Files.readString(file())).startsWith(before);
      assertThat(rows()).hasSize(2);
    }

    @Test
    void everyRowThatAKilledProcessAcknowledgedIsThereOnce() throws Exception {
      Process child = Appender.start(folder, 1, 100_000);
      long acknowledged = 0;
      try (var out = child.inputReader()) {
        while (acknowledged < 60) {
          String line = out.readLine();
          assertThat(line).isNotNull();
          acknowledged = Long.parseLong(line);
        }
        child.toHandle().destroyForcibly(); // unlike the process's own, leaves its output open
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          acknowledged = Math.max(acknowledged, asLong(line));
        }
      }
      child.waitFor(10, TimeUnit.SECONDS);
      ScreeningLog log = log();
      for (long number = 1; number <= acknowledged + 5; number++) {
        DeliveryReceipt receipt = log.deliver(delivery().ofCandidate(number).build());
        if (number <= acknowledged) {
          assertThat(receipt).isEqualTo(DeliveryReceipt.ALREADY_THERE);
        }
      }
      assertThat(rows())
          .extracting(row -> row.get("delivery_key"))
          .doesNotHaveDuplicates()
          .hasSize((int) acknowledged + 5);
    }

    private static long asLong(String line) {
      return line.matches("\\d+") ? Long.parseLong(line) : 0;
    }
  }

  @Nested
  class TwoWriters {
    @Test
    void inOneProcessLeaveEachKeyOnce() throws Exception {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        ScreeningLog log = log();
        writers.add(() -> {
          for (int number = 1; number <= 25; number++) {
            log.deliver(delivery().ofCandidate(number).build());
          }
          return null;
        });
      }
      try (var threads = Executors.newFixedThreadPool(4)) {
        for (Future<Void> done : threads.invokeAll(writers)) {
          done.get();
        }
      }
      assertThat(rows())
          .extracting(row -> row.get("delivery_key"))
          .doesNotHaveDuplicates()
          .hasSize(25);
    }

    @Test
    void inTwoProcessesLeaveEachKeyOnceAndNoRowMixed() throws Exception {
      Process first = Appender.start(folder, 1, 80);
      Process second = Appender.start(folder, 41, 120);
      for (Process process : List.of(first, second)) {
        process.inputReader().lines().forEach(_ -> {});
        assertThat(process.waitFor()).isZero();
      }
      assertThat(rows())
          .allSatisfy(row -> assertThat(row.size()).isEqualTo(LogRow.COLUMNS.size()))
          .extracting(row -> row.get("delivery_key"))
          .doesNotHaveDuplicates()
          .hasSize(120);
    }
  }

  @Nested
  class WhatPeopleDoToTheFile {
    @Test
    void aFileThatIsTakenAwayIsBegunAnew() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().ofCandidate(1).build());
      Files.move(file(), folder.resolve("collected.csv"));
      assertThat(log.deliver(delivery().ofCandidate(2).build())).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(rows()).hasSize(1);
    }

    @Test
    void aFileSavedByASpreadsheetIsStillUnderstood() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().build());
      Files.writeString(file(), "\uFEFF" + Files.readString(file()).replace("\r\n", "\n"));
      assertThat(log().deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
    }

    @Test
    void aNoteWithoutLineEndIsKept() throws IOException {
      log().deliver(delivery().build());
      Files.writeString(file(), "checked by AB", StandardOpenOption.APPEND);
      assertThat(log().deliver(delivery().revision(2).build())).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(Files.readString(file())).contains("\r\nchecked by AB\r\n1,Site 12,");
    }

    @Test
    void aNoteBelowTheRowsDoesNoHarm() throws IOException {
      ScreeningLog log = log();
      log.deliver(delivery().build());
      Files.writeString(file(), "checked by \"AB\n", StandardOpenOption.APPEND);
      assertThat(log.deliver(delivery().build())).isEqualTo(DeliveryReceipt.ALREADY_THERE);
      assertThat(log.deliver(delivery().revision(2).build())).isEqualTo(DeliveryReceipt.UPDATED);
      assertThat(Files.readString(file())).contains("checked by \"AB\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name;born\nA;1960\n", "someone else's", "log_version,site\n1,2\n"})
    void aFileThatIsNotOursIsLeftAlone(String content) throws IOException {
      Files.writeString(file(), content);
      assertThatThrownBy(() -> log().deliver(delivery().build()))
          .asInstanceOf(type(DeliveryException.class))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("Move it away"));
      assertThat(Files.readString(file())).isEqualTo(content);
    }
  }

  @Nested
  class WithoutAPlaceToWrite {
    @Test
    void aMissingFolderIsNamedWithItsSetting() {
      var log =
          new ScreeningLog(new ScreeningLogSettings(folder.resolve("gone"), "Site 12"), CLOCK);
      assertThatThrownBy(() -> log.deliver(delivery().build()))
          .asInstanceOf(type(DeliveryException.class))
          .returns(Category.UNAVAILABLE, DeliveryException::category)
          .satisfies(
              e -> assertThat(e).hasMessageContaining("trialward.ctms.screening-log.folder"));
      assertThatThrownBy(log::probe).isInstanceOf(DeliveryException.class);
    }

    @Test
    void aFileThatCannotBeWrittenIsRetriedLater() throws IOException {
      Files.createDirectory(file());
      assertThatThrownBy(() -> log().deliver(delivery().build()))
          .asInstanceOf(type(DeliveryException.class))
          .returns(Category.UNAVAILABLE, DeliveryException::category)
          .satisfies(
              e -> assertThat(e).hasMessageContaining("trialward.ctms.screening-log.folder"));
    }

    @Test
    void aFullDiskLeavesNoHalfRowAndLosesNoDelivery() throws Exception {
      Process child = Appender.start(folder, 1, 100, "2");
      long acknowledged = child.inputReader().lines().count();
      assertThat(child.waitFor()).isNotZero();
      assertThat(acknowledged).isBetween(1L, 99L);
      assertThat(rows()).hasSize((int) acknowledged);
      assertThat(Files.readString(file())).endsWith("\r\n");
      assertThat(log().deliver(delivery().ofCandidate(acknowledged + 1).build()))
          .isEqualTo(DeliveryReceipt.CREATED);
    }

    @Test
    void aBrokenSecretIsNotReplacedInSilence() throws IOException {
      Files.writeString(folder.resolve(".screening-log-key"), "short");
      assertThatThrownBy(() -> log().deliver(delivery().build()))
          .asInstanceOf(type(DeliveryException.class))
          .returns(Category.UNAVAILABLE, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("backup"));
    }
  }

  @Test
  void theSecretIsReadableByItsOwnerOnly() throws IOException {
    log().deliver(delivery().build());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret())))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherSiteGivesTheSamePatientAnotherPseudonym(@TempDir Path other) throws IOException {
    log().deliver(delivery().build());
    new ScreeningLog(new ScreeningLogSettings(other, "Site 13"), CLOCK).deliver(delivery().build());
    String theirs = Files.readString(other.resolve("screening-log-NCT04000165.csv"));
    assertThat(theirs).doesNotContain(rows().getFirst().get("delivery_key"));
  }

  @Test
  void itPushesAndNothingElse() {
    assertThat(log().probe()).isEqualTo(new Capabilities(true, false, false, false, false));
  }

  private Path secret() {
    return folder.resolve(".screening-log-key");
  }
}
